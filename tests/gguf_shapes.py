"""The tensors and settings that llama.cpp wants of each architecture, in the smallest shape that it loads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

WIDTH, HEADS, EXPERTS = 32, 2, 4
Sizes = dict[str, tuple[int, ...]]
Settings = dict[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """An architecture by the name that GGUF gives it."""

    name: str
    layer: Callable[[int, int], Sizes]
    outside: Callable[[int, int], Sizes]
    own: Callable[[int], Settings] = lambda width: {}
    layers: int = 2

    def settings(self, width: int) -> Settings:
        """Methods of `gguf.GGUFWriter` without their `add_`, and what to call them with."""
        return {
            "embedding_length": (width,),
            "block_count": (self.layers,),
            "feed_forward_length": (2 * width,),
            "head_count": (HEADS,),
            "head_count_kv": (HEADS,),
            "layer_norm_rms_eps": (1e-5,),
            "rope_dimension_count": (width // HEADS,),
            **self.own(width),
        }

    def tensors(self, vocabulary: int, width: int) -> Sizes:
        """Sizes by name, rows first."""
        layers = {
            f"blk.{number}.{name}": size
            for number in range(self.layers)
            for name, size in self.layer(number, width).items()
        }
        return {**self.outside(vocabulary, width), **layers}


def _outside(vocabulary: int, width: int) -> Sizes:
    return {
        "token_embd.weight": (vocabulary, width),
        "output_norm.weight": (width,),
        "output.weight": (vocabulary, width),
    }


def _tied(vocabulary: int, width: int) -> Sizes:
    """The output is the embedding's transpose."""
    return {name: size for name, size in _outside(vocabulary, width).items() if name != "output.weight"}


def _outside_with_biases(vocabulary: int, width: int) -> Sizes:
    return {**_outside(vocabulary, width), "output_norm.bias": (width,)}


def _phi2_outside(vocabulary: int, width: int) -> Sizes:
    return {**_outside_with_biases(vocabulary, width), "output.bias": (vocabulary,)}


def _attention(width: int) -> Sizes:
    names = ("attn_q", "attn_k", "attn_v", "attn_output")
    return {"attn_norm.weight": (width,), **{f"{name}.weight": (width, width) for name in names}}


def _feed_forward(width: int) -> Sizes:
    hidden = 2 * width
    return {
        "ffn_norm.weight": (width,),
        "ffn_gate.weight": (hidden, width),
        "ffn_up.weight": (hidden, width),
        "ffn_down.weight": (width, hidden),
    }


def _experts(width: int) -> Sizes:
    hidden = 2 * width
    return {
        "ffn_norm.weight": (width,),
        "ffn_gate_inp.weight": (EXPERTS, width),
        "ffn_gate_exps.weight": (EXPERTS, hidden, width),
        "ffn_up_exps.weight": (EXPERTS, hidden, width),
        "ffn_down_exps.weight": (EXPERTS, width, hidden),
    }


def _llama(number: int, width: int) -> Sizes:
    return {**_attention(width), **_feed_forward(width)}


def _mixtral(number: int, width: int) -> Sizes:
    return {**_attention(width), **_experts(width)}


def _qwen2(number: int, width: int) -> Sizes:
    return {**_llama(number, width), **{f"attn_{name}.bias": (width,) for name in "qkv"}}


def _qwen3(number: int, width: int) -> Sizes:
    head = width // HEADS
    return {**_llama(number, width), "attn_q_norm.weight": (head,), "attn_k_norm.weight": (head,)}


def _gemma2(number: int, width: int) -> Sizes:
    after = {"post_attention_norm.weight": (width,), "post_ffw_norm.weight": (width,)}
    return {**_llama(number, width), **after}


def _gemma3(number: int, width: int) -> Sizes:
    return {**_gemma2(number, width), **_qwen3(number, width)}


def _phi2(number: int, width: int) -> Sizes:
    sizes = {
        "attn_qkv": (3 * width, width),
        "attn_output": (width, width),
        "ffn_up": (4 * width, width),
        "ffn_down": (width, 4 * width),
    }
    weights = {f"{name}.weight": size for name, size in sizes.items()}
    biases = {f"{name}.bias": size[:1] for name, size in sizes.items()}
    return {"attn_norm.weight": (width,), "attn_norm.bias": (width,), **weights, **biases}


def _gptneox(number: int, width: int) -> Sizes:
    return {**_phi2(number, width), "ffn_norm.weight": (width,), "ffn_norm.bias": (width,)}


def _phi3(number: int, width: int) -> Sizes:
    return {
        "attn_norm.weight": (width,),
        "attn_qkv.weight": (3 * width, width),
        "attn_output.weight": (width, width),
        "ffn_norm.weight": (width,),
        "ffn_up.weight": (4 * width, width),
        "ffn_down.weight": (width, 2 * width),
    }


_ROPE, _NOPE, _VALUE, _RANK = 16, 16, 16, 32


def _deepseek2(number: int, width: int) -> Sizes:
    """Multi-head latent attention; the first layer is dense, the second of experts with a shared one."""
    attention = {
        "attn_norm.weight": (width,),
        "attn_q.weight": (HEADS * (_ROPE + _NOPE), width),
        "attn_kv_a_mqa.weight": (_RANK + _ROPE, width),
        "attn_kv_a_norm.weight": (_RANK,),
        "attn_kv_b.weight": (HEADS * (_NOPE + _VALUE), _RANK),
        "attn_output.weight": (width, HEADS * _VALUE),
    }
    dense = _feed_forward(width)
    if number == 0:
        return {**attention, **dense}
    shared = {name.replace(".weight", "_shexp.weight"): size for name, size in dense.items() if "norm" not in name}
    return {**attention, **_experts(width), **shared}


def _minicpm3(number: int, width: int) -> Sizes:
    """Latent attention for queries too, dense layers."""
    return {
        "attn_norm.weight": (width,),
        "attn_q_a.weight": (_RANK, width),
        "attn_q_a_norm.weight": (_RANK,),
        "attn_q_b.weight": (HEADS * (_ROPE + _NOPE), _RANK),
        "attn_kv_a_mqa.weight": (_RANK + _ROPE, width),
        "attn_kv_a_norm.weight": (_RANK,),
        "attn_kv_b.weight": (HEADS * (_NOPE + _VALUE), _RANK),
        "attn_output.weight": (width, HEADS * _VALUE),
        **_feed_forward(width),
    }


def _gemma_settings(width: int) -> Settings:
    head = width // HEADS
    return {"key_length": (head,), "value_length": (head,), "sliding_window": (64,)}


def _mixtral_settings(width: int) -> Settings:
    return {"expert_count": (EXPERTS,), "expert_used_count": (2,)}


def _latent_settings(width: int) -> Settings:
    return {
        "key_length": (_ROPE + _NOPE,),
        "value_length": (_VALUE,),
        "rope_dimension_count": (_ROPE,),
        "kv_lora_rank": (_RANK,),
    }


def _deepseek2_settings(width: int) -> Settings:
    return {
        **_mixtral_settings(width),
        **_latent_settings(width),
        "leading_dense_block_count": (1,),
        "expert_feed_forward_length": (2 * width,),
        "expert_shared_count": (1,),
        "expert_weights_scale": (1.0,),
    }


def _layer_norm(width: int) -> Settings:
    return {"layer_norm_eps": (1e-5,), "feed_forward_length": (4 * width,)}


def _granite_settings(width: int) -> Settings:
    return {
        "embedding_scale": (12.0,),
        "residual_scale": (0.22,),
        "logit_scale": (8.0,),
        "attention_scale": (1 / (width // HEADS),),
    }


def _minicpm_settings(width: int) -> Settings:
    return {"embedding_scale": (12.0,), "residual_scale": (0.99,), "logit_scale": (4.0,)}


SHAPES: Mapping[str, Shape] = {
    "llama": Shape("llama", _llama, _outside),
    "mixtral": Shape("llama", _mixtral, _outside, _mixtral_settings),
    "mistral3": Shape("mistral3", _llama, _outside),
    "phi2": Shape("phi2", _phi2, _phi2_outside, _layer_norm),
    "phi3": Shape(
        "phi3", _phi3, _outside, lambda width: {"sliding_window": (0,), "rope_scaling_orig_ctx_len": (4096,)}
    ),
    "qwen2": Shape("qwen2", _qwen2, _tied),
    "qwen3": Shape(
        "qwen3", _qwen3, _tied, lambda width: {"key_length": (width // HEADS,), "value_length": (width // HEADS,)}
    ),
    "gemma2": Shape(
        "gemma2",
        _gemma2,
        _tied,
        lambda width: {
            **_gemma_settings(width),
            "attn_logit_softcapping": (50.0,),
            "final_logit_softcapping": (30.0,),
        },
    ),
    "gemma3": Shape("gemma3", _gemma3, _tied, _gemma_settings),
    "smollm3": Shape("smollm3", _llama, _tied),
    "granite": Shape("granite", _llama, _tied, _granite_settings),
    "gptneox": Shape(
        "gptneox", _gptneox, _outside_with_biases, lambda width: {**_layer_norm(width), "parallel_residual": (True,)}
    ),
    # llama.cpp knows DeepSeek-V2-Lite, which has no compressed queries, by its 27 layers.
    "deepseek2": Shape("deepseek2", _deepseek2, _outside, _deepseek2_settings, layers=27),
    "minicpm": Shape("minicpm", _llama, _outside, _minicpm_settings),
    "minicpm3": Shape(
        "minicpm3", _minicpm3, _outside, lambda width: {**_latent_settings(width), "q_lora_rank": (_RANK,)}
    ),
}
