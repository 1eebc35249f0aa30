"""Encoders of texts: models on this machine, or an endpoint that speaks like OpenAI's."""

from __future__ import annotations

from liant.engines.embedders.endpoint import EndpointEmbedder
from liant.engines.embedders.models import SentenceTransformerEmbedder, StaticEmbedder
from liant.loop.themes.embedder import Embedder
from liant.loop.values.errors import Invalid

__all__ = ["EndpointEmbedder", "SentenceTransformerEmbedder", "StaticEmbedder", "open_embedder"]


def open_embedder(spec: str, *, key: str = "") -> Embedder:
    """Open the encoder that a line of text names.

    Parameters
    ----------
    spec : ``model2vec:PATH_OR_NAME``, ``sentence-transformers:PATH_OR_NAME`` or ``endpoint:https://host/v1#model-name``.
    key : bearer key of an endpoint; models on this machine have no use for it.

    Raises
    ------
    Invalid : ``encoder.unknown``, ``encoder.not_installed``, ``encoder.not_a_model``, ``encoder.bad_address``,
        ``encoder.bad_key``.
    """
    kind, _, model = spec.partition(":")
    if kind == "model2vec" and model:
        return StaticEmbedder(model)
    if kind == "sentence-transformers" and model:
        return SentenceTransformerEmbedder(model)
    base, _, model = model.partition("#")
    if kind == "endpoint" and base and model:
        return EndpointEmbedder(base, model, key=key)
    # The line is not quoted: what a person wrote askew may hold the key.
    raise Invalid(
        "An encoder is written model2vec:PATH_OR_NAME, sentence-transformers:PATH_OR_NAME"
        " or endpoint:https://host/v1#model-name.",
        code="encoder.unknown",
        hint="Write one of these three forms.",
    )
