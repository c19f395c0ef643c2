"""Writes the lists of given names and surnames that `policies/recognizers` reads, out of the package `faker` (MIT).

    pip install faker && python training/export_given_names.py

Words that a plain text uses otherwise ("Will", "May", "Florence") are left out by `policies/recognizers/everyday.py`
when the lists are read, not here: the lists are what the source gives.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "policies" / "recognizers"
LOCALES = (
    "cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_IN en_KE en_NG en_NZ en_US es es_AR es_CO es_ES es_MX et_EE fi_FI "
    "fr_BE fr_CH fr_FR hr_HR hu_HU it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE "
    "tr_TR en_PK ga_IE ha_NG ig_NG yo_NG sw tw_GH zu_ZA en_TH vi_VN id_ID fil_PH en_PH"
).split()
GIVEN = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_names_unisex")
SURNAMES = ("last_names", "last_names_male", "last_names_female", "last_names_unisex", "surnames")
NAME = re.compile(r"[^\W\d_]{2,}(?:['-][^\W\d_]{2,})*")


def names_of(provider: object, attributes: tuple[str, ...]) -> set[str]:
    """The names that a provider lists under some attributes, without titles and initials."""
    found: set[str] = set()
    for attribute in attributes:
        for name in getattr(provider, attribute, None) or ():
            for word in str(name).split():
                if NAME.fullmatch(word) and "LATIN" in unicodedata.name(word[0], ""):
                    found.add(word.casefold())
    return found


def main() -> None:
    """Write both lists, a name a line, sorted."""
    given: set[str] = set()
    surnames: set[str] = set()
    for locale in LOCALES:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            print(f"{locale}: not in this version")
            continue
        given |= names_of(provider, GIVEN)
        surnames |= names_of(provider, SURNAMES)
    for name, names in (("given_names.txt", given), ("surnames.txt", surnames)):
        (FOLDER / name).write_text("\n".join(sorted(names)) + "\n", encoding="utf-8")
        print(f"{name}: {len(names)}")


if __name__ == "__main__":
    main()
