"""Encoders: one contract for all of them, and what an endpoint may answer."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import pytest

from liant.engines.embedders import EndpointEmbedder, endpoint, open_embedder
from liant.loop.values.errors import Invalid

KEY = "sk-never-told-42"
TEXTS = [
    "Le prix est trop élevé, l'hôpital hésite",
    "livraison en retard",
    "Ça a été reçu à Noël — naïf, cœur, Œuvre",
    "the price is too high",
    "le prix",
]
WORDS = sorted({word for text in TEXTS for word in text.lower().replace(",", " ").replace("'", " ").split()})


# --- an endpoint ---------------------------------------------------------------------------------------------------


def vector_of(text: str) -> list[float]:
    """Eight numbers that depend on the text alone."""
    return [byte / 255 - 0.5 for byte in hashlib.sha256(text.encode()).digest()[:8]]


def rows_of(texts: list[str]) -> list[dict]:
    """One item per text, the last first: an answer may come in any order."""
    return [{"index": index, "embedding": vector_of(text)} for index, text in enumerate(texts)][::-1]


@dataclass
class Answer:
    """One answer of the endpoint: its content, else the vectors of what it was asked."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    reason: str | None = None
    is_cut: bool = False
    delay_seconds: float = 0


class LocalEndpoint(ThreadingHTTPServer):
    """An endpoint on this machine that gives the answers it was told to, then good ones, and keeps what it heard."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = []
        self.asked: list[dict] = []
        self.heard: list[tuple[str, dict[str, str]]] = []
        self.base = f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self.server.heard.append((self.path, dict(self.headers)))
        answer = self.server.answers.pop(0) if self.server.answers else Answer()
        time.sleep(answer.delay_seconds)
        if answer.is_cut:
            self.close_connection = True
            return
        content = answer.content
        if content is None:
            content = json.dumps({"object": "list", "data": rows_of(body["input"])}).encode()
        self.send_response_only(answer.status, answer.reason)
        for name, value in {"Content-Length": str(len(content)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        # Whoever asked may have left.
        with suppress(ConnectionError):
            self.wfile.write(content)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture
def serve(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    servers: list[LocalEndpoint] = []

    def start() -> LocalEndpoint:
        server = LocalEndpoint()
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def server(serve):
    return serve()


@pytest.fixture
def waits() -> list[float]:
    """How long the encoder would have waited."""
    return []


@pytest.fixture
def asking(server, waits) -> EndpointEmbedder:
    return EndpointEmbedder(server.base, "small", key=KEY, pause=waits.append)


# --- tiny models ---------------------------------------------------------------------------------------------------


def need(module: str, extra: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f'THIS ENCODER IS NOT TESTED: {module} is not installed; pip install "liant[{extra}]"')


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory):
    need("model2vec", "model2vec")
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace

    vocabulary = {word: number for number, word in enumerate(["[UNK]", *WORDS])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.random.default_rng(7).standard_normal((len(vocabulary), 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("static") / "tiny"
    StaticModel(vectors, tokenizer).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def transformer_folder(tmp_path_factory):
    need("sentence_transformers", "sentence-transformers")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("transformer")
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizerFast.from_pretrained(folder).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(32)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "tiny"))
    return folder / "tiny"


# --- the contract --------------------------------------------------------------------------------------------------


@pytest.fixture(params=["model2vec", "sentence-transformers", "endpoint"])
def spec(request) -> str:
    if request.param == "endpoint":
        return f"endpoint:{request.getfixturevalue('server').base}#small"
    folder = "static_folder" if request.param == "model2vec" else "transformer_folder"
    return f"{request.param}:{request.getfixturevalue(folder)}"


@pytest.fixture
def embedder(spec):
    return open_embedder(spec)


def test_gives_one_finite_row_per_text_in_single_precision(embedder) -> None:
    vectors = embedder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), vectors.shape[1])
    assert vectors.shape[1] > 0
    assert np.isfinite(vectors).all()


def test_keeps_the_order_of_the_texts(embedder) -> None:
    vectors = embedder.encode(TEXTS)
    np.testing.assert_allclose(embedder.encode(TEXTS[::-1]), vectors[::-1], atol=1e-5)
    assert len(np.unique(vectors.round(4), axis=0)) == len(TEXTS)


def test_gives_the_same_vectors_twice(spec) -> None:
    np.testing.assert_array_equal(open_embedder(spec).encode(TEXTS), open_embedder(spec).encode(TEXTS))


def test_a_text_has_one_vector_whatever_the_texts_beside_it(embedder) -> None:
    alone = np.concatenate([embedder.encode([text]) for text in TEXTS])
    among_many = embedder.encode(
        [*TEXTS, " ".join(TEXTS), *[f"{text} {n}" for n in range(40) for text in TEXTS], *TEXTS]
    )
    np.testing.assert_allclose(among_many[: len(TEXTS)], alone, atol=1e-5)
    np.testing.assert_allclose(among_many[-len(TEXTS) :], alone, atol=1e-5)


def test_a_blank_text_is_a_row_of_zeros_and_changes_no_other(embedder) -> None:
    vectors = embedder.encode(["", TEXTS[0], "  \n\t\u00a0", TEXTS[1]])
    assert not vectors[[0, 2]].any()
    np.testing.assert_allclose(vectors[[1, 3]], embedder.encode(TEXTS[:2]), atol=1e-5)


def test_blank_texts_alone_have_the_columns_of_the_others(embedder) -> None:
    vectors = embedder.encode(["", " "])
    assert vectors.shape == (2, embedder.encode(TEXTS).shape[1])
    assert vectors.dtype == np.float32
    assert not vectors.any()


def test_no_text_gives_no_row(embedder) -> None:
    vectors = embedder.encode([])
    assert vectors.ndim == 2
    assert len(vectors) == 0
    assert vectors.dtype == np.float32


def test_takes_any_sequence_and_leaves_it_as_it_was(embedder) -> None:
    np.testing.assert_array_equal(embedder.encode(tuple(TEXTS)), embedder.encode(list(TEXTS)))


def test_reads_french_and_what_is_no_letter(embedder) -> None:
    vectors = embedder.encode(["Ça a été reçu à Noël — naïf, cœur, Œuvre", "livraison 🚚 « à l’heure »", "x" * 5_000])
    assert np.isfinite(vectors).all()
    assert vectors[:2].any(axis=1).all()


def test_its_name_lasts(spec) -> None:
    first, second = open_embedder(spec), open_embedder(spec)
    name = first.name
    first.encode(TEXTS)
    assert first.name == second.name == name
    assert name.startswith(spec.partition(":")[0] + ":")


def test_prints_nothing(spec, capfd) -> None:
    open_embedder(spec).encode(TEXTS)
    assert capfd.readouterr() == ("", "")


# --- models on this machine ----------------------------------------------------------------------------------------


def test_a_model_is_named_by_what_its_folder_holds(static_folder, tmp_path) -> None:
    name = open_embedder(f"model2vec:{static_folder}").name
    moved = shutil.copytree(static_folder, tmp_path / "elsewhere" / "tiny")
    (moved / ".cache").mkdir()
    (moved / ".cache" / "downloaded").write_text("today")
    assert open_embedder(f"model2vec:{moved}").name == name
    assert str(static_folder) not in name
    config = json.loads((moved / "config.json").read_text())
    (moved / "config.json").write_text(json.dumps({**config, "normalize": True}))
    assert open_embedder(f"model2vec:{moved}").name != name


def test_a_static_model_in_half_precision_gives_single_precision(static_folder, tmp_path) -> None:
    from model2vec import StaticModel

    StaticModel.from_pretrained(static_folder, quantize_to="float16").save_pretrained(tmp_path / "half")
    vectors = open_embedder(f"model2vec:{tmp_path / 'half'}").encode(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, open_embedder(f"model2vec:{static_folder}").encode(TEXTS), atol=1e-2)


@pytest.mark.parametrize(
    ("module", "extra"), [("model2vec", "model2vec"), ("sentence_transformers", "sentence-transformers")]
)
class TestPackages:
    def test_a_missing_one_is_named_with_what_to_install(self, module, extra, monkeypatch) -> None:
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(Invalid, match=f"needs the package “{module}”") as refusal:
            open_embedder(f"{extra}:somewhere")
        assert refusal.value.code == "encoder.not_installed"
        assert refusal.value.hint % refusal.value.params == f"Install Liant with its extra {extra}."

    def test_a_folder_without_a_model_is_refused(self, module, extra, tmp_path) -> None:
        need(module, extra)
        with pytest.raises(Invalid, match=r"is neither the folder of a model of .+ nor the name of one") as refusal:
            open_embedder(f"{extra}:{tmp_path}")
        assert refusal.value.code == "encoder.not_a_model"


def test_no_heavy_package_is_imported_before_a_model_is_opened() -> None:
    heavy = "{'model2vec', 'sentence_transformers', 'torch', 'tokenizers'}"
    code = f"import sys, liant.engines.embedders; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    "spec",
    ["", "small", "model2vec", "model2vec:", "openai:https://h/v1#m", "endpoint:https://h/v1", "endpoint:#m", KEY],
)
def test_any_other_line_is_refused_with_the_three_forms(spec) -> None:
    with pytest.raises(Invalid) as refusal:
        open_embedder(spec, key=KEY)
    assert refusal.value.code == "encoder.unknown"
    for form in ("model2vec:PATH_OR_NAME", "sentence-transformers:PATH_OR_NAME", "endpoint:https://host/v1#model-name"):
        assert form in str(refusal.value)
    assert KEY not in str(refusal.value)


# --- what an endpoint is asked -------------------------------------------------------------------------------------


def test_asks_in_batches_without_the_blank_texts(server, asking) -> None:
    texts = [f"texte {n}" if n % 10 else " " for n in range(300)]
    vectors = asking.encode(texts)
    assert [len(body["input"]) for body in server.asked] == [128, 128, 14]
    assert {body["model"] for body in server.asked} == {"small"}
    expected = [vector_of(text) if text.strip() else [0] * 8 for text in texts]
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_gives_the_key_in_a_header_only(server, asking) -> None:
    asking.encode(["le prix"])
    ((path, headers),) = server.heard
    assert path == "/v1/embeddings"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(server.asked)


def test_without_a_key_gives_none(server) -> None:
    embedder = open_embedder(f"endpoint:{server.base}/#small")
    embedder.encode(["le prix"])
    ((path, headers),) = server.heard
    assert path == "/v1/embeddings"
    assert "Authorization" not in headers
    assert embedder.name == f"endpoint:{server.base}#small"


@pytest.mark.parametrize(
    "base",
    [
        "ftp://host/v1",
        "file:///etc/passwd",
        "host/v1",
        "https://",
        f"https://user:{KEY}@host/v1",
        "https://user@host/v1",
        f"https://host/v1?key={KEY}",
        "https://host/v 1",
        "https://ho\nst/v1",
        "https://a..b/v1",
        "https://host:port/v1",
    ],
)
def test_an_address_that_is_no_plain_one_is_refused(base) -> None:
    with pytest.raises(Invalid) as refusal:
        open_embedder(f"endpoint:{base}#small", key=KEY)
    assert refusal.value.code == "encoder.bad_address"
    assert KEY not in str(refusal.value)


@pytest.mark.parametrize("base", ["https://host", "http://[::1]:8080/v1/", "HTTPS://api.example.com:443/a/b~c/v1"])
def test_a_plain_address_is_taken(base) -> None:
    assert open_embedder(f"endpoint:{base}#org/model:2").name == f"endpoint:{base.rstrip('/')}#org/model:2"


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY} x", f"{KEY}é", f"{KEY}\r\nHost: elsewhere", f"{KEY}\x00"])
def test_a_key_that_no_header_can_hold_is_refused_unquoted(key) -> None:
    with pytest.raises(Invalid) as refusal:
        open_embedder("endpoint:https://host/v1#small", key=key)
    assert refusal.value.code == "encoder.bad_key"
    assert_never_told(refusal.value)


# --- what it may answer --------------------------------------------------------------------------------------------


def assert_never_told(refusal: Invalid) -> None:
    """The key is neither in the sentence nor in what a log would keep of it."""
    told = f"{refusal} {refusal!r} {refusal.hint} {refusal.params} {''.join(traceback.format_exception(refusal))}"
    assert KEY not in told


def refused(embedder: EndpointEmbedder, texts: list[str]) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        embedder.encode(texts)
    assert_never_told(refusal.value)
    return refusal.value


def test_the_key_is_in_no_repr(asking) -> None:
    assert KEY not in f"{asking!r} {asking} {asking.name}"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "encoder.request_refused"),
        (401, "encoder.key_refused"),
        (403, "encoder.key_refused"),
        (404, "encoder.not_found"),
        (413, "encoder.request_refused"),
        (422, "encoder.request_refused"),
    ],
)
def test_an_answer_that_says_no_is_refused_at_once(server, asking, waits, status, code) -> None:
    said = f'{{"error": "Incorrect API key provided: {KEY}"}}'.encode()
    server.answers = [Answer(status=status, reason=f"No {KEY}", content=said)]
    refusal = refused(asking, ["le prix"])
    assert refusal.code == code
    assert len(server.asked) == 1
    assert waits == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirection_is_followed(serve, server, asking, status) -> None:
    elsewhere = serve()
    server.answers = [Answer(status=status, headers={"Location": f"{elsewhere.base}/embeddings"}, content=b"")]
    assert refused(asking, ["le prix"]).code == "encoder.request_refused"
    assert elsewhere.asked == []


def content_of(*embeddings: object) -> bytes:
    """An answer with these embeddings, in order."""
    return json.dumps({"data": [{"index": n, "embedding": row} for n, row in enumerate(embeddings)]}).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "encoder.bad_answer"),
        (b"<html>" + KEY.encode(), "encoder.bad_answer"),
        (b"\xff\xfe\xfa", "encoder.bad_answer"),
        (b"[" * 100_000, "encoder.bad_answer"),
        (b"[]", "encoder.bad_answer"),
        (b"null", "encoder.bad_answer"),
        (b'{"error": "no"}', "encoder.bad_answer"),
        (b'{"data": null}', "encoder.bad_answer"),
        (b'{"data": [[1.0], [2.0]]}', "encoder.bad_answer"),
        (b'{"data": [{"embedding": [1.0]}, {"embedding": [2.0]}]}', "encoder.bad_answer"),
        (b'{"data": [{"index": [], "embedding": [1.0]}]}', "encoder.bad_answer"),
        (content_of(), "encoder.wrong_count"),
        (content_of([1.0]), "encoder.wrong_count"),
        (content_of([1.0], [2.0], [3.0]), "encoder.wrong_count"),
        (b'{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [2]}]}', "encoder.wrong_count"),
        (b'{"data": [{"index": 1, "embedding": [1]}, {"index": 2, "embedding": [2]}]}', "encoder.wrong_count"),
        (content_of([1.0, 2.0], [3.0]), "encoder.bad_vectors"),
        (content_of([1.0], [float("nan")]), "encoder.bad_vectors"),
        (content_of([1.0], [float("-inf")]), "encoder.bad_vectors"),
        (content_of([1.0], [1e300]), "encoder.bad_vectors"),
        (content_of([1.0], [10**400]), "encoder.bad_vectors"),
        (content_of([1.0], [None]), "encoder.bad_vectors"),
        (content_of([1.0], None), "encoder.bad_vectors"),
        (content_of([1.0], [KEY]), "encoder.bad_vectors"),
        (content_of(KEY, KEY), "encoder.bad_vectors"),
        (content_of(1.0, 2.0), "encoder.bad_vectors"),
        (content_of([], []), "encoder.bad_vectors"),
        (content_of([[1.0]], [[2.0]]), "encoder.bad_vectors"),
        (content_of({"0": 1.0}, {"0": 2.0}), "encoder.bad_vectors"),
    ],
)
def test_an_answer_without_one_vector_for_each_text_is_refused(server, asking, waits, content, code) -> None:
    server.answers = [Answer(content=content)]
    assert refused(asking, ["le prix", "la livraison"]).code == code
    assert waits == []


def test_batches_of_different_lengths_are_refused(server, asking) -> None:
    server.answers = [Answer(), Answer(content=content_of([1.0, 2.0]))]
    assert refused(asking, [f"texte {n}" for n in range(129)]).code == "encoder.bad_vectors"


def test_an_answer_without_end_is_refused(server, asking, monkeypatch) -> None:
    monkeypatch.setattr(endpoint, "MAX_BYTES", 1_000)
    server.answers = [Answer(content=b" " * 5_000)]
    assert refused(asking, ["le prix"]).code == "encoder.too_large"


# --- tries ---------------------------------------------------------------------------------------------------------


def test_asks_again_after_each_passing_failure(server, asking, waits) -> None:
    server.answers = [Answer(status=503), Answer(is_cut=True), Answer(status=429)]
    np.testing.assert_allclose(asking.encode(["le prix"]), [vector_of("le prix")], atol=1e-6)
    assert waits == [1, 2, 4]
    assert len(server.asked) == 4


def test_an_answer_cut_in_the_middle_is_asked_again(server, asking, waits) -> None:
    server.answers = [Answer(content=b'{"data": [', headers={"Content-Length": "1000"})]
    assert asking.encode(["le prix"]).any()
    assert waits == [1]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_gives_up_after_three_new_tries(server, asking, waits, status) -> None:
    server.answers = [Answer(status=status, reason=f"Busy {KEY}") for _ in range(9)]
    refusal = refused(asking, ["le prix"])
    assert refusal.code == "encoder.no_answer"
    assert str(refusal) == f"The endpoint does not answer: HTTP {status}."
    assert waits == [1, 2, 4]
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "-5"}, 1),
        ({"Retry-After": "soon"}, 1),
        ({"Retry-After": "nan"}, 1),
        ({"Retry-After": "Thu, 12 Mar 2026 09:30:20 GMT", "Date": "Thu, 12 Mar 2026 09:30:00 GMT"}, 20),
        ({"Retry-After": "Thu, 12 Mar 2026 09:30:20 GMT"}, 1),
        ({"Retry-After": "Thu, 12 Mar 2026 09:30:20", "Date": "Thu, 12 Mar 2026 09:30:00 GMT"}, 1),
    ],
)
def test_waits_for_as_long_as_it_is_told(server, asking, waits, headers, wait) -> None:
    server.answers = [Answer(status=429, headers=headers)]
    asking.encode(["le prix"])
    assert waits == [wait]


@pytest.mark.parametrize("told", ["3600", "9" * 4_000])
def test_gives_up_when_told_to_wait_for_long(server, asking, waits, told) -> None:
    server.answers = [Answer(status=429, headers={"Retry-After": told})]
    assert refused(asking, ["le prix"]).code == "encoder.no_answer"
    assert waits == []


def test_really_waits(server) -> None:
    server.answers = [Answer(status=503)]
    began = time.monotonic()
    EndpointEmbedder(server.base, "small").encode(["le prix"])
    assert time.monotonic() - began >= 1


def test_an_endpoint_that_is_not_there_is_told(serve, waits) -> None:
    closed = serve()
    closed.shutdown()
    closed.server_close()
    refusal = refused(EndpointEmbedder(closed.base, "small", key=KEY, pause=waits.append), ["le prix"])
    assert refusal.code == "encoder.no_answer"
    assert "refused" in str(refusal)
    assert waits == [1, 2, 4]


def test_an_endpoint_that_says_nothing_is_left(server, asking, waits, monkeypatch) -> None:
    monkeypatch.setattr(endpoint, "TIMEOUT_SECONDS", 0.05)
    server.answers = [Answer(delay_seconds=0.3) for _ in range(4)]
    assert refused(asking, ["le prix"]).code == "encoder.no_answer"
    assert waits == [1, 2, 4]
