"""Given names and surnames by culture: the lists of `faker` (MIT), and lists of our own where it has none.

`TRAIN`, `DEVELOPMENT` and `MEASURE` are whole cultures kept apart: only those of `TRAIN` are trained on. Cultures whose
key starts with `own_` stand in `own_cultures.yaml` and in no list that the product holds (its gazetteers come from
`faker`).
"""

from __future__ import annotations

import importlib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from anyascii import anyascii

TRAIN = (
    "en_US en_US en_US en en en_GB en_GB en_IE en_IN en_IN en_IN en_KE en_PK de_DE de_DE de_AT de_CH fr_FR fr_FR fr_BE "
    "es_ES es_ES es_MX es_CO es_AR it_IT it_IT pt_BR nl_NL nl_BE sv_SE da_DK no_NO cs_CZ sk_SK hr_HR sl_SI ro_RO hu_HU "
    "ru_RU uk_UA bg_BG lt_LT lv_LV et_EE az_AZ ga_IE ha_NG ig_NG zu_ZA sw tw_GH en_TH zh_CN zh_CN ja_JP ja_JP "
    "hy_AM ka_GE own_arabic own_arabic own_arabic own_korean own_hebrew own_persian own_punjabi own_words own_words"
).split()
"""A culture named twice is drawn twice as often."""

DEVELOPMENT = "yo_NG pt_PT own_somali own_kazakh own_hawaiian".split()

MEASURE = (
    "tr_TR vi_VN id_ID fi_FI el_GR en_NZ own_icelandic own_tamil own_basque own_samoan own_khmer own_amharic own_polish"
).split()


_OWN_LISTS = Path(__file__).parent / "own_cultures.yaml"

_SCRIPTS_TRANSLITERATED = ("CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")


@dataclass(frozen=True, slots=True)
class Culture:
    """Names of one culture, in Latin letters. Surnames may differ by gender."""

    key: str
    male: tuple[str, ...]
    female: tuple[str, ...]
    surnames_male: tuple[str, ...]
    surnames_female: tuple[str, ...]
    family_first: bool
    """Whether the family name is usually written first."""


@cache
def culture(key: str) -> Culture:
    """The lists of a culture of `TRAIN` or `MEASURE`."""
    if key.startswith("own_"):
        own = _own_lists()[key]
        family = tuple(surname.replace("_", " ") for surname in own["surnames"].split())
        family_first = key in ("own_korean", "own_khmer")
        return Culture(key, tuple(own["male"].split()), tuple(own["female"].split()), family, family, family_first)
    provider = importlib.import_module(f"faker.providers.person.{key}").Provider
    if key in ("ja_JP", "zh_CN"):
        return _romanised(key, provider)
    both = _read(provider, "first_names")
    male = _read(provider, "first_names_male") or both
    female = _read(provider, "first_names_female") or both
    surnames = _read(provider, "last_names")
    return Culture(
        key,
        male,
        female,
        _read(provider, "last_names_male") or surnames,
        _read(provider, "last_names_female") or surnames,
        key in ("hu_HU", "vi_VN"),
    )


@cache
def _own_lists() -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = yaml.safe_load(_OWN_LISTS.read_text("utf-8"))
    return lists


def _romanised(key: str, provider: type) -> Culture:
    if key == "zh_CN":
        given, surnames = _read(provider, "first_romanized_names"), _read(provider, "last_romanized_names")
        return Culture(key, given, given, surnames, surnames, True)
    pairs = {name: [entry[-1] for entry in getattr(provider, name)] for name in _JAPANESE}
    surnames = tuple(pairs["last_name_pairs"])
    return Culture(
        key, tuple(pairs["first_name_male_pairs"]), tuple(pairs["first_name_female_pairs"]), surnames, surnames, True
    )


_JAPANESE = ("first_name_male_pairs", "first_name_female_pairs", "last_name_pairs")


def _read(provider: type, attribute: str) -> tuple[str, ...]:
    values = getattr(provider, attribute, None)
    if not values or isinstance(values, property):
        return ()
    return tuple(dict.fromkeys(name for value in values if (name := _latin(str(value)))))


def _latin(name: str) -> str | None:
    """A name in Latin letters; None for one in a script that is not transliterated here."""
    script = unicodedata.name(name[0], "").split(" ")[0]
    if script in _SCRIPTS_TRANSLITERATED:
        name = anyascii(name)
        return name[:1].upper() + name[1:] if name[1:].islower() else name
    return name if script == "LATIN" and name[0].isupper() and len(name) > 1 else None
