"""Exchanging the master keys: data keys are wrapped anew, nothing that they encrypt is rewritten.

    1. keys.json   each data key wrapped under the old master and under the new one    <- either opens
    2. masters     put in the place of the old ones, one by one; the old ones destroyed
    3. keys.json   the new wrappings alone                                             <- only the new ones open

A kill at any point leaves masters that open the data, and the same call completes the exchange. Where this program
can't write the masters (mounted secrets, the environment) a person does step 2 between two calls.

An old master opens nothing after step 3, but does open a copy of the data folder that was made before it: who may have
an old key and an old backup can read that backup. Keep the key files of a backup as long as the backup.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from policies.errors import KeyFileError
from policies.key_sources import MASTER_BYTES, KeyFolder
from policies.keys import MASTERS, Source, key_sources, open_keyring, read_masters
from policies.wrapped_keys import WrappedKeys, read_wrapped_keys, wrap, write_wrapped_keys

Exchange = Literal["done", "prepared"]


def rotate_masters(
    folder: Path,
    *,
    data: Path,
    overrides: Mapping[str, str] = MappingProxyType({}),
    source: Source = "file",
    new_keys: Path | None = None,
) -> Exchange:
    """Exchange the master keys of a data folder, or complete an exchange that was interrupted. One call at a time.

    `new_keys` is a folder with the new masters, for a source that this program can't write; "prepared" means that both
    the old and the new open the data now, and that the call after they were put in place will complete the exchange.

    Raises:
        KeyFileError: a key is missing, wrong or can't be written; whatever was in place still opens the data.
    """
    open_keyring(folder, data=data, overrides=overrides, source=source)  # tells of missing and of wrong keys
    sources = key_sources(folder, overrides, source)
    masters = read_masters(sources, folder, data)
    wrapped = read_wrapped_keys(data)
    if wrapped is None:
        raise KeyFileError(f"There is no data in {data} yet.", remedy="Run `assistant init`.")
    data_keys: dict[str, bytes] = {}
    exchanged: set[str] = set()
    for name, master in masters.items():
        opened = wrapped.unwrap(name, master)
        if opened is None:
            raise KeyFileError(f"The {name} key changed meanwhile.", remedy="Run the command again.")
        data_keys[name], place = opened
        if place > 0:
            exchanged.add(name)
    if exchanged != set(MASTERS):
        waiting = [name for name in MASTERS if name not in exchanged]
        fresh = _given(new_keys) if new_keys else {name: os.urandom(MASTER_BYTES) for name in waiting}
        by_hand = bool(overrides) or source == "mounted"
        if by_hand and not new_keys:
            sources[0].replace(waiting[0], fresh[waiting[0]])  # refuses, and says how it is done
        either = {name: [masters[name], fresh[name]] if name in waiting else [masters[name]] for name in MASTERS}
        doubled = {name: tuple(wrap(each, data_keys[name]) for each in either[name]) for name in MASTERS}
        write_wrapped_keys(data, WrappedKeys(doubled))
        if by_hand:
            return "prepared"
        for name in waiting:
            sources[0].replace(name, fresh[name])
            masters[name] = fresh[name]
    write_wrapped_keys(data, WrappedKeys({name: (wrap(masters[name], data_keys[name]),) for name in MASTERS}))
    return "done"


def _given(folder: Path) -> dict[str, bytes]:
    keys = {name: KeyFolder(folder).read(name) for name in MASTERS}
    lacking = [name for name, key in keys.items() if key is None]
    if lacking:
        raise KeyFileError(
            f"{folder} lacks {', '.join(f'{name}.key' for name in lacking)}.",
            remedy="Make each with `openssl rand -hex 32`.",
        )
    return {name: key for name, key in keys.items() if key is not None}
