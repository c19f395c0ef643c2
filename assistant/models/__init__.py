"""Language models on this machine: which there are, what is in their files, what they cost, and how they come here."""

from assistant.models.record import Model, model_to_json
from assistant.models.shelf import ModelShelf

__all__ = ["Model", "ModelShelf", "model_to_json"]
