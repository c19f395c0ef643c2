"""The architectures of GGUF files that llama.cpp runs and that write text.

Names as llama.cpp 0.3.36's library knows them (`LLM_ARCH_NAMES`); tests load one of each that the
catalogue names.
"""

from __future__ import annotations

WRITING = frozenset(
    (
        "afmoe apertus arcee arctic arwkv7 baichuan bailingmoe bailingmoe2 bitnet bloom chameleon chatglm codeshell "
        "cohere2 command-r dbrx deci deepseek deepseek2 dots1 ernie4_5 ernie4_5-moe exaone exaone4 exaone-moe falcon "
        "falcon-h1 gemma gemma2 gemma3 gemma3n gemma4 glm-dsa glm4 glm4moe gpt-oss gpt2 gptneox granite granitehybrid "
        "granitemoe grok grovemoe hunyuan-dense hunyuan-moe internlm2 jais jais2 jamba kimi-linear lfm2 lfm2moe llama "
        "llama4 maincoder mamba mamba2 mimo2 minicpm minicpm3 minimax-m2 mistral3 mistral4 mpt nemotron nemotron_h "
        "nemotron_h_moe olmo olmo2 olmoe openelm orion pangu-embedded phi2 phi3 phimoe plamo plamo2 plamo3 plm qwen "
        "qwen2 qwen2moe qwen2vl qwen3 qwen35 qwen35moe qwen3moe qwen3next qwen3vl qwen3vlmoe refact rwkv6 rwkv6qwen2 "
        "rwkv7 seed_oss smallthinker smollm3 stablelm starcoder starcoder2 step35 xverse"
    ).split()
)

NOT_WRITING = frozenset(
    (
        "bert clip eurobert gemma-embedding jina-bert-v2 jina-bert-v3 llama-embed modern-bert neo-bert nomic-bert "
        "nomic-bert-moe t5encoder wavtokenizer-dec"
    ).split()
)
"""Embedders, and parts of models for pictures and sound."""
