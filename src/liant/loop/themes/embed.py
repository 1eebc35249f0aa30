"""Vectors of notes learnt on the notes themselves: no model to download, nothing leaves the machine.

Two views of the words are put side by side. PPMI says which words keep the same company ("delivery", "shipping"),
LSA says which notes share their words; each corrects the other on short texts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from liant.loop.themes.tokens import TokenisedNotes, number_languages, number_stems, stem_note, tokenise_notes

#: Dimensions of each of the two views.
DIM = 96
#: Part of the LSA view beside the PPMI one: measured, .5 to .7 do best on short texts.
LSA_SHARE = 0.7
#: Words that keep company are looked for inside stretches of this many tokens, so that a long note weighs no
#: more than its length.
STRETCH_TOKENS = 32
#: Below this many notes, a word seen once is kept: everything is rare.
SMALL_CORPUS = 100
#: Most frequent stems kept.
MAX_STEMS = 40_000
#: Smoothing of the contexts' frequencies, which tempers the taste of PPMI for rare words.
CONTEXT_POWER = 0.75
#: Directions looked for beyond those kept, and rounds of looking: more of either changes no theme.
N_SPARE, N_ROUNDS = 16, 4

#: What the plain log of a frequency lacks of the smoothed idf, but for a trace: no known word weighs nothing at all.
PLAIN_IDF = np.float32(1 - 1e-6)
#: A note nearer than this to the mean of its language is that mean.
LEAST_NORM = 1e-4

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Space:
    """Hold what was learnt on a corpus: enough to encode any note.

    Attributes
    ----------
    stems : the known stems, sorted.
    idf : (n_stems,) float32, smoothed inverse document frequency, at least 1.
    ppmi : (n_stems, dim_ppmi) float32, rows of norm 1 (or 0).
    lsa : (n_stems, dim_lsa) float32, projection of a weighted bag.
    centre_by_language : (dim,) float32, mean of the notes of each language, subtracted from them, so that two notes
        about the same thing are not kept apart by their language; "" holds the mean over languages, for one not met.
    """

    stems: tuple[str, ...]
    idf: FloatArray
    ppmi: FloatArray
    lsa: FloatArray
    centre_by_language: dict[str, FloatArray]

    @cached_property
    def number_by_stem(self) -> dict[str, int]:
        """Position of each stem."""
        return {stem: position for position, stem in enumerate(self.stems)}

    @property
    def dim(self) -> int:
        """Length of a note's vector."""
        return len(self.centre_by_language[""])

    @cached_property
    def rarest(self) -> float:
        """The largest idf, that of a word never met."""
        return float(self.idf.max(initial=1))


def encode(texts: Sequence[str], languages: Sequence[str], space: Space) -> FloatArray:
    """Encode notes as written: see :func:`encode_tokens`."""
    return encode_tokens(tokenise_notes(texts, languages), space)


def encode_one(text: str, language: str, space: Space) -> tuple[FloatArray, float]:
    """Encode one note, some ten times quicker than alone in a batch.

    Returns
    -------
    vector : (dim,) float32, of norm 1 or 0, that of :func:`encode_tokens`.
    known : share of the note that was said before, in [0, 1], as :func:`measure_known` tells it.
    """
    counts = Counter(stem_note(text, language))
    numbers = {space.number_by_stem[stem]: n for stem, n in counts.items() if stem in space.number_by_stem}
    if not numbers:
        return np.zeros(space.dim, dtype=np.float32), 0.0
    rows = np.fromiter(numbers.keys(), np.int64, len(numbers))
    said = np.fromiter(numbers.values(), np.float32, len(numbers))
    idf = space.idf[rows]
    n_unknown = counts.total() - sum(numbers.values())
    centre = space.centre_by_language.get(language, space.centre_by_language[""])
    plain: FloatArray = np.subtract(idf, PLAIN_IDF, dtype=np.float32)
    company = _centre_one(plain @ space.ppmi[rows], centre[: space.ppmi.shape[1]])
    shared = _centre_one(((1 + np.log(said)) * idf) @ space.lsa[rows], centre[space.ppmi.shape[1] :])
    weight_known = float(idf @ said)
    share = weight_known / (weight_known + n_unknown * space.rarest)
    return _unit(np.concatenate([company, LSA_SHARE * shared])), share


def _centre_one(view: FloatArray, centre: FloatArray) -> FloatArray:
    view = _unit(view)
    centred = view - centre
    norm = math.sqrt(centred @ centred)
    return view if norm < LEAST_NORM else centred / np.float32(norm)


def _unit(vector: FloatArray) -> FloatArray:
    norm = math.sqrt(vector @ vector)
    return vector / np.float32(norm) if norm > 0 else vector


def encode_tokens(notes: TokenisedNotes, space: Space) -> FloatArray:
    """Encode tokenised notes.

    Returns
    -------
    (n_notes, dim) float32, rows of norm 1; a row of zeros for a note without a known word.
    """
    raw = _side_by_side(count_stems(notes, space.number_by_stem), space.idf, space.ppmi, space.lsa)
    known, codes = number_languages(notes.languages)
    by_language = [space.centre_by_language.get(language, space.centre_by_language[""]) for language in known]
    centres = np.array(by_language, dtype=np.float32).reshape(len(known), space.dim)[codes]
    company, shared = slice(0, space.ppmi.shape[1]), slice(space.ppmi.shape[1], space.dim)
    vectors = np.hstack(
        [
            _centre_rows(raw[:, company], centres[:, company]),
            LSA_SHARE * _centre_rows(raw[:, shared], centres[:, shared]),
        ]
    )
    return unit_rows(vectors)


def learn_space(notes: TokenisedNotes, *, seed: int, dim: int = DIM) -> Space:
    """Learn word vectors on distinct notes.

    Parameters
    ----------
    notes : distinct notes (see :func:`liant.loop.themes.tokens.find_distinct`), in canonical order.
    seed : start of the iterative decomposition; cosines between vectors differ by thousandths from one seed to
        another.
    dim : dimensions of each view, fewer when the corpus is too small for them.

    Notes
    -----
    Cost O(nnz x dim) with nnz the non-zero cells of the two matrices.

    References
    ----------
    Levy, Goldberg, Dagan (2015), "Improving distributional similarity with lessons learned from word embeddings",
    TACL 3, equations 3 and 5. Deerwester et al. (1990), "Indexing by latent semantic analysis", JASIS 41.
    """
    stems = _known_stems(notes)
    number_by_stem = {stem: position for position, stem in enumerate(stems)}
    counts = count_stems(notes, number_by_stem)
    idf = _inverse_document_frequency(counts)
    rng = np.random.default_rng(seed)
    ppmi = unit_rows(_ppmi_vectors(notes, number_by_stem, dim, rng))
    lsa = _lsa_projection(counts, idf, dim, rng)
    raw = _side_by_side(counts, idf, ppmi, lsa)
    return Space(
        stems=stems, idf=idf, ppmi=ppmi, lsa=lsa, centre_by_language=_centres(raw, np.diff(counts.indptr) > 0, notes)
    )


def _centres(raw: FloatArray, known: NDArray[np.bool_], notes: TokenisedNotes) -> dict[str, FloatArray]:
    """Average the notes of each language; "" is the average of the languages."""
    languages = np.array(notes.languages, dtype=object)
    centres: dict[str, FloatArray] = {}
    for language in sorted(set(languages[known].tolist())):
        rows = known & (languages == language)
        # A note alone in its language is its own mean: centring would leave nothing of it.
        centres[language] = raw[rows].mean(axis=0) if rows.sum() > 1 else np.zeros(raw.shape[1], dtype=np.float32)
    centres[""] = np.mean(list(centres.values()), axis=0) if centres else np.zeros(raw.shape[1], dtype=np.float32)
    return centres


def count_stems(notes: TokenisedNotes, number_by_stem: dict[str, int]) -> sparse.csr_array:
    """Count stems note by note: (n_notes, n_stems) float32, columns sorted in each row."""
    numbers = number_stems(notes, number_by_stem)
    rows = np.repeat(np.arange(len(notes)), np.diff(notes.starts))
    return _count_cells(rows, numbers, (len(notes), len(number_by_stem)))


def _count_cells(rows: NDArray[np.int64], numbers: NDArray[np.int32], shape: tuple[int, int]) -> sparse.csr_array:
    known = numbers >= 0
    cells = sparse.coo_array((np.ones(int(known.sum()), dtype=np.float32), (rows[known], numbers[known])), shape=shape)
    counts = cells.tocsr()
    counts.sum_duplicates()
    return counts


def _known_stems(notes: TokenisedNotes) -> tuple[str, ...]:
    counts = count_stems(notes, {stem: position for position, stem in enumerate(notes.stems)})
    n_notes_by_stem = np.bincount(counts.indices, minlength=len(notes.stems))
    floor = 2 if len(notes) >= SMALL_CORPUS else 1
    kept = np.flatnonzero(n_notes_by_stem >= floor)
    if len(kept) > MAX_STEMS:
        kept = np.sort(kept[np.argsort(-n_notes_by_stem[kept], kind="stable")[:MAX_STEMS]])
    return tuple(notes.stems[position] for position in kept.tolist())


def _inverse_document_frequency(counts: sparse.csr_array) -> FloatArray:
    n_notes_by_stem = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + n_notes_by_stem)) + 1, dtype=np.float32)


def _ppmi_vectors(
    notes: TokenisedNotes, number_by_stem: dict[str, int], dim: int, rng: np.random.Generator
) -> FloatArray:
    """Factorise the positive pointwise mutual information of stems seen in the same stretch of a note."""
    numbers = number_stems(notes, number_by_stem)
    lengths = np.diff(notes.starts)
    offsets = np.arange(len(numbers)) - np.repeat(notes.starts[:-1], lengths)
    n_stretches_before = np.concatenate([[0], np.cumsum(-(-lengths // STRETCH_TOKENS))])
    stretches = np.repeat(n_stretches_before[:-1], lengths) + offsets // STRETCH_TOKENS
    present = _count_cells(stretches, numbers, (int(n_stretches_before[-1]), len(number_by_stem)))
    present.data[:] = 1
    together = (present.T @ present).tocoo()
    apart = together.row != together.col
    rows, columns, n_together = together.row[apart], together.col[apart], together.data[apart].astype(np.float64)
    n_pairs_by_stem = np.bincount(rows, weights=n_together, minlength=len(number_by_stem))
    contexts = n_pairs_by_stem**CONTEXT_POWER
    contexts /= max(contexts.sum(), 1e-300)
    information = np.log(n_together / (n_pairs_by_stem[rows] * contexts[columns]))
    positive = information > 0
    matrix = sparse.csr_array(
        (information[positive], (rows[positive], columns[positive])), shape=(len(number_by_stem), len(number_by_stem))
    )
    left, values, _right = _truncated_svd(matrix, dim, rng)
    return (left * values).astype(np.float32)


def _lsa_projection(counts: sparse.csr_array, idf: FloatArray, dim: int, rng: np.random.Generator) -> FloatArray:
    """Find the projection that sends a weighted bag to U·sqrt(s), so that a new note is encoded as the old ones."""
    _left, values, right = _truncated_svd(_weighted(counts, idf), dim, rng)
    return (right / np.sqrt(values)).astype(np.float32)


def _weighted(counts: sparse.csr_array, idf: FloatArray) -> sparse.csr_array:
    """Weight counts by (1 + log count) x idf, rows of norm 1."""
    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * idf[weighted.indices]
    return _scale_rows(weighted)


def _side_by_side(counts: sparse.csr_array, idf: FloatArray, ppmi: FloatArray, lsa: FloatArray) -> FloatArray:
    """Put both views of each note side by side, each of norm 1 (or 0), before centring."""
    present = counts.copy()
    # The plain log of the frequency: a word that every note holds must weigh nothing in a mean of words.
    present.data = (idf - PLAIN_IDF)[present.indices]
    return np.hstack([unit_rows(present @ ppmi), unit_rows(_weighted(counts, idf) @ lsa)])


def _centre_rows(view: FloatArray, centres: FloatArray) -> FloatArray:
    """Subtract its centre from each row that is not zero; rows of norm 1."""
    centred = view - centres
    # Identical notes are their own mean: keep their direction instead of rounding noise.
    kept = np.linalg.norm(centred, axis=1) < LEAST_NORM
    centred[kept] = view[kept]
    centred[~view.any(axis=1)] = 0
    return unit_rows(centred)


def _truncated_svd(
    matrix: sparse.csr_array, dim: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Decompose: left (n, k), values (k,) descending and positive, right (m, k); k ≤ dim, 0 for an empty matrix.

    Notes
    -----
    Subspace iteration on the smaller side, which costs a few products with a block of vectors, where the usual Lanczos
    method costs hundreds with one.

    References
    ----------
    Halko, Martinsson, Tropp (2011), "Finding structure with randomness", SIAM Review 53, algorithm 4.4.
    """
    if matrix.nnz == 0:
        return np.zeros((matrix.shape[0], 0)), np.zeros(0), np.zeros((matrix.shape[1], 0))
    if matrix.shape[0] < matrix.shape[1]:
        left, values, right = _truncated_svd(matrix.T.tocsr(), dim, rng)
        return right, values, left
    wide = matrix.astype(np.float64)
    tall = wide.T.tocsr()
    basis = rng.standard_normal((matrix.shape[1], min(dim + N_SPARE, matrix.shape[1])))
    for _ in range(N_ROUNDS):
        basis, _upper = np.linalg.qr(tall @ (wide @ basis))
    projected = wide @ basis
    squares, turn = np.linalg.eigh(projected.T @ projected)
    values = np.sqrt(np.maximum(squares[::-1], 0))
    kept = int(min(dim, np.sum(values > values[0] * 1e-6)))
    turn, values = turn[:, ::-1][:, :kept], values[:kept]
    return projected @ turn / values, values, basis @ turn


def unit_rows(vectors: FloatArray) -> FloatArray:
    """Give each row norm 1; a row of zeros stays."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), dtype=np.float32)


def _scale_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    norms = np.sqrt(np.bincount(rows, weights=matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0]))
    matrix.data = (matrix.data / np.where(norms > 0, norms, 1)[rows]).astype(np.float32)
    return matrix
