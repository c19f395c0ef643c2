"""Any GGUF model through llama.cpp: loading, one fair queue, the prompt's kept state, and writing token by token."""

from assistant.engines.llama_cpp.engine import LlamaCpp
from assistant.engines.llama_cpp.options import LlamaOptions

__all__ = ["LlamaCpp", "LlamaOptions"]
