"""The search itself: which entries a question means, how surely, and when to say "I don't know".

Two things are weighed. How much of the question an entry covers: each word counts by how rare it is, and more where it
stands in the entry's name than in a phrasing, and more there than in its text. And how closely the question resembles
one single name or phrasing. Misspelt words are mended against the words that the content knows. The weights below were
found by trying on `tests/content/asked.yaml`; `make bench` prints what they achieve.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

from bot.core.model.entry import Entry
from bot.core.search.documents import Document
from bot.core.search.words import faint, raw_words, stem, words

SURE = 1.08
"""A match that is at least so certain is answered; what lies below is only offered."""
NEAR = 0.75
"""A match that is at least so certain is worth offering."""

_IN_NAME, _IN_PHRASING, _IN_KEYWORD, _IN_TEXT = 1.0, 1.0, 0.8, 0.55
_TEXT_SATURATION = 4.0
"""A word that stands so often in a text counts for half of what it can."""
_RESEMBLANCE = 0.4
"""The share of resembling one name or phrasing; the rest is the coverage of the question."""
_PHRASING_LIKENESS = 0.97
_SYNONYM, _MENDED = 0.5, 0.8
_FAINT, _UNKNOWN = 0.2, 0.4
"""How much words of conversation, and words that the content doesn't have, count towards what was asked."""
_OF_FIELD, _SHARED, _COMPLETE = 0.14, 0.44, 0.3
"""How certain it makes a match that the question speaks of the field, that several of its words fit, and that they are
all words of the field and all fit."""
_COMMON_IN_FIELD = 4
"""A word that stands in the texts of so many entries, or in a name, is a word of the field."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, how well it fits the question, and how certain it is that the question is about it at all."""

    entry: Entry
    score: float
    """0 is not at all, 1 is word for word."""
    certainty: float
    """To be compared with `SURE` and `NEAR`."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of a question: the known words that may stand for it, each with its likeness, and its weight."""

    alternatives: dict[str, float]
    weight: float


class Index:
    """Built once from all documents; then only read."""

    def __init__(self, documents: Iterable[Document], synonyms: Sequence[Sequence[str]]) -> None:
        self._documents = tuple(documents)
        self._variants: list[tuple[int, float, frozenset[str]]] = []
        self._in_variants: dict[str, list[int]] = defaultdict(list)
        self._in_documents: dict[str, dict[int, float]] = defaultdict(dict)
        self._compounds: dict[str, tuple[str, str]] = {}
        in_texts: Counter[str] = Counter()
        in_names: set[str] = set()
        for place, document in enumerate(self._documents):
            self._add(place, document)
            in_texts.update(set(words(document.text)))
            in_names.update(word for name in document.names for word in words(name))
        self._field = in_names | {word for word, count in in_texts.items() if count >= _COMMON_IN_FIELD}
        total = len(self._documents)
        self._rarity = {
            one: math.log(1 + (total - len(places) + 0.5) / (len(places) + 0.5))
            for one, places in self._in_documents.items()
        }
        self._unknown = _UNKNOWN * math.log(1 + total / 0.5)
        self._variant_weight = [math.fsum(self._rarity[one] for one in stems) for _, _, stems in self._variants]
        self._vocabulary = sorted(one for one in self._rarity if len(one) > 3)
        self._synonyms = _synonyms([*synonyms, *(document.names for document in self._documents)])

    def find(self, question: str, most: int = 3) -> list[Match]:
        """The best entries for a question, the best first; only those worth offering."""
        asked = self._asked(question)
        whole = sum(one.weight for one in asked)
        if not whole:
            return []
        covered, resembling = self._coverage(asked), self._resemblance(asked, whole)
        scores = {
            place: _RESEMBLANCE * resembling.get(place, 0.0) + (1 - _RESEMBLANCE) * weight / whole
            for place, weight in covered.items()
        }
        best = nsmallest(most, scores, key=lambda place: (-scores[place], place))
        of_field = sum(one.weight for one in asked if self._speaks_of_field(one)) / whole
        matches = [
            Match(self._documents[place].entry, scores[place], self._certainty(asked, place, scores[place], of_field))
            for place in best
        ]
        return [match for match in matches if match.certainty >= NEAR]

    def _speaks_of_field(self, one: _Asked) -> bool:
        return any(likeness == 1.0 and word in self._field for word, likeness in one.alternatives.items())

    def _certainty(self, asked: Sequence[_Asked], place: int, score: float, of_field: float) -> float:
        """Two words in common may be chance, six are none; a question without a word of the field is about another."""
        shared = sum(any(place in self._in_documents[word] for word in one.alternatives) for one in asked)
        complete = of_field > 0.99 and all(
            any(likeness == 1.0 and place in self._in_documents[word] for word, likeness in one.alternatives.items())
            for one in asked
        )
        return score + _OF_FIELD * of_field + _SHARED * math.log(shared) + _COMPLETE * complete

    def _add(self, place: int, document: Document) -> None:
        missing: dict[str, float] = defaultdict(lambda: 1.0)
        for word, count in Counter(words(document.text)).items():
            missing[word] *= 1 - _IN_TEXT * count / (count + _TEXT_SATURATION)
        for word in {word for phrase in document.keywords for word in words(phrase)}:
            missing[word] *= 1 - _IN_KEYWORD
        kinds = ((document.asked, _IN_PHRASING, _PHRASING_LIKENESS), (document.names, _IN_NAME, 1.0))
        for phrases, strength, likeness in kinds:
            for phrase in phrases:
                stems = frozenset(words(phrase))
                for word in stems:
                    missing[word] *= 1 - strength
                    self._in_variants[word].append(len(self._variants))
                self._variants.append((place, likeness, stems))
        for phrase in (*document.names, *document.asked, *document.keywords):
            for first, second in pairwise(raw_words(phrase)):
                self._compounds.setdefault(stem(first + second), (stem(first), stem(second)))
        for word, chance in missing.items():
            self._in_documents[word][place] = 1 - chance

    def _coverage(self, asked: Sequence[_Asked]) -> dict[int, float]:
        """How much weight of the question each document has words for."""
        covered: dict[int, float] = defaultdict(float)
        for one in asked:
            best: dict[int, float] = {}
            for word, likeness in one.alternatives.items():
                for place, strength in self._in_documents[word].items():
                    value = likeness * strength
                    if value > best.get(place, 0.0):
                        best[place] = value
            for place, value in best.items():
                covered[place] += one.weight * value
        return covered

    def _resemblance(self, asked: Sequence[_Asked], whole: float) -> dict[int, float]:
        """How closely the question resembles the best single name or phrasing of each document, from 0 to 1."""
        shared: dict[int, tuple[float, float]] = {}
        for one in asked:
            best: dict[int, tuple[float, float]] = {}
            for word, likeness in one.alternatives.items():
                for variant in self._in_variants.get(word, ()):
                    if likeness > best.get(variant, (0.0, 0.0))[0]:
                        best[variant] = (likeness, self._rarity[word])
            for variant, (likeness, rarity) in best.items():
                weight, own = shared.get(variant, (0.0, 0.0))
                shared[variant] = (weight + one.weight * likeness, own + rarity)
        found: dict[int, float] = {}
        for variant, (weight, own) in shared.items():
            place, likeness, _ = self._variants[variant]
            recall, precision = weight / whole, min(own / self._variant_weight[variant], 1.0)
            found[place] = max(found.get(place, 0.0), likeness * 2 * precision * recall / (precision + recall))
        return found

    def _asked(self, question: str) -> list[_Asked]:
        """Each word of the question; what is written apart here and together there stands for one another."""
        asked: dict[str, _Asked] = {}
        for word in dict.fromkeys(words(question)):
            parts = self._compounds.get(word, ()) if word not in self._rarity else ()
            for one in parts or (word,):
                asked[one] = self._weighed(one)
        for first, second in pairwise(raw_words(question)):
            joined = stem(first + second)
            if joined in self._rarity:
                for part in (stem(first), stem(second)):
                    if part in asked:
                        asked[part].alternatives.setdefault(joined, 1.0)
        return list(asked.values())

    def _weighed(self, word: str) -> _Asked:
        known = word in self._rarity or any(other in self._rarity for other in self._synonyms.get(word, ()))
        meant = {word: 1.0} if known else self._mended(word)
        alternatives = {other: likeness for other, likeness in meant.items() if other in self._rarity}
        for other, likeness in meant.items():
            for synonym in self._synonyms.get(other, ()):
                if synonym in self._rarity:
                    alternatives.setdefault(synonym, likeness * _SYNONYM)
        rarest = max((self._rarity[other] for other in alternatives), default=self._unknown)
        weight = self._rarity.get(word, rarest)
        return _Asked(alternatives, weight * _FAINT if faint(word) else weight)

    def _mended(self, word: str) -> dict[str, float]:
        """The known words that a misspelt one may be: one slip in a short word, two in a long one."""
        if len(word) < 4:
            return {}
        from rapidfuzz.distance import OSA  # 15 ms to import: only for those who misspell
        from rapidfuzz.process import extract

        slips = 1 if len(word) < 8 else 2
        close = extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=3)
        return {other: _MENDED**distance for other, distance, _ in close}


def _synonyms(lists: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """Words of one list stand for one another where each is a single word."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lists:
        single = {stems[0] for stems in map(words, line) if len(stems) == 1}
        for one in single:
            found[one] |= single - {one}
    return {one: sorted(others) for one, others in found.items()}
