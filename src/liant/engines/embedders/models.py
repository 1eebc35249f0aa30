"""Models on this machine. Their libraries are optional and heavy: they are imported when a model is opened."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from liant.engines.embedders.rows import encode_written
from liant.loop.themes.embed import FloatArray
from liant.loop.values.errors import Invalid


class StaticEmbedder:
    """Average the vectors of the words of a text: a model2vec model, from a folder or by its public name.

    Raises
    ------
    Invalid : ``encoder.not_installed``, ``encoder.not_a_model``.
    """

    def __init__(self, model: str) -> None:
        self._model = _load("model2vec", model, _load_static)
        self.name = _name("model2vec", model)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Encode texts: see :class:`liant.loop.themes.embedder.Embedder`."""
        # With many texts the library would else change the environment of this process for its threads.
        return encode_written(texts, lambda written: self._model.encode(written, use_multiprocessing=False))


class SentenceTransformerEmbedder:
    """Read a text with a sentence-transformers model on the processor, from a folder or by its public name.

    Raises
    ------
    Invalid : ``encoder.not_installed``, ``encoder.not_a_model``.
    """

    def __init__(self, model: str) -> None:
        self._model = _load("sentence-transformers", model, _load_transformer)
        self.name = _name("sentence-transformers", model)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Encode texts: see :class:`liant.loop.themes.embedder.Embedder`."""
        return encode_written(texts, lambda written: self._model.encode(written, show_progress_bar=False))


def _load(extra: str, model: str, load: Callable[[str], Any]) -> Any:
    """Load a model of an optional library."""
    try:
        return load(model)
    except ImportError as error:
        raise Invalid(
            "This encoder needs the package “%(package)s”, which is not installed.",
            code="encoder.not_installed",
            hint="Install Liant with its extra %(extra)s.",
            params={"package": error.name or extra, "extra": extra},
        ) from error
    except Exception as error:  # each library has its own ways to say that there is no model
        raise Invalid(
            "“%(model)s” is neither the folder of a model of %(extra)s nor the name of one that could be downloaded.",
            code="encoder.not_a_model",
            hint="Give the folder that holds the model.",
            params={"model": model, "extra": extra},
        ) from error


def _load_static(model: str) -> Any:
    from model2vec import StaticModel

    # A model downloaded once is not downloaded again.
    return StaticModel.from_pretrained(model, force_download=False)


def _load_transformer(model: str) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    return SentenceTransformer(model, device="cpu")


def _name(extra: str, model: str) -> str:
    """Name a model by what its folder holds, wherever the folder is; else by its public name.

    A model trained again in the same folder is another model: vectors kept of the first are not those of the second.
    """
    folder = Path(model)
    if not folder.is_dir():
        return f"{extra}:{model}"
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        # Hidden files are those of the tools that brought the model, which note the day they did.
        if "/." not in f"/{name}":
            with path.open("rb") as stream:
                digest.update(f"{name}\0{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    return f"{extra}:{folder.resolve().name}@{digest.hexdigest()[:16]}"
