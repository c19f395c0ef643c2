"""The quantizations that are made here, and how many bits a parameter takes in each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

BITS: Mapping[str, float] = MappingProxyType({"Q8_0": 8.50, "Q6_K": 6.56, "Q5_K_M": 5.70, "Q4_K_M": 4.89, "Q4_0": 4.64})
"""Most bits first, as measured on Llama 3.1 8B (llama.cpp, tools/quantize/README.md; Q4_0 from its file's size).

Files of small models come out larger, for some of their tensors keep more bits.
"""
