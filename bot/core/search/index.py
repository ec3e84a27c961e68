"""The search itself: which entries a question means, how surely, and when to say "I don't know".

Two things are weighed. How much of the question an entry covers: each word counts by how rare it is and by where the
entry has it, as in BM25F: a mention in its name is worth more than one in a phrasing or a keyword, and that far more
than one in its text; mentions add up, ever less, and the less the more words the entry claims for itself. And how
closely the question resembles one single name or phrasing. The weights below were found by trying on
`tests/content/asked.yaml`; `make bench` prints what they achieve.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

from bot.core.model.entry import Entry
from bot.core.search.documents import Document
from bot.core.search.vocabulary import Asked, Vocabulary, rarity
from bot.core.search.words import raw_words, stem, stems, telling_words

SURE = 1.08
"""A match that is at least so certain is answered; what lies below is only offered."""
NEAR = 0.7
"""A match that is at least so certain is worth offering."""

_NAME, _PHRASING, _KEYWORD, _SUMMARY, _TEXT = 4.0, 3.0, 3.0, 0.4, 0.2
"""What one mention of a word is worth, by where it stands; at a worth of 1 a word counts for half of what it can."""
_LENGTH = 0.4
"""How much more worth the same takes in an entry that has twice as many names, phrasings and keywords as is usual."""
_IN_PASSING = 0.3
"""A word that counts for less than that in an entry doesn't make the word any more common."""
_RESEMBLANCE = 0.35
"""The share of resembling one name or phrasing; the rest is the coverage of the question."""
_PHRASING_LIKENESS = 0.97
_OF_FIELD, _SHARED, _COMPLETE = 0.14, 0.44, 0.3
"""How certain it makes a match that the question speaks of the field, that several of its words fit, and that they are
all words of the field and all fit."""
_COMMON_IN_FIELD = 4
"""A word that stands in the texts of so many entries, or in a name, or is all that somebody asks, is of the field."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, how well it fits the question, and how certain it is that the question is about it at all."""

    entry: Entry
    score: float
    """0 is not at all; word for word is nearly 1."""
    certainty: float
    """To be compared with `SURE` and `NEAR`."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A document in stems, phrase by phrase."""

    names: list[list[str]]
    asked: list[list[str]]
    keywords: list[list[str]]
    summary: list[str]
    text: list[str]

    def claimed(self) -> set[str]:
        """The words by which the entry asks to be found."""
        return {word for phrase in (*self.names, *self.asked, *self.keywords) for word in phrase}

    def mentions(self) -> Iterator[tuple[Iterable[str], float]]:
        """The words of each part, and what a mention there is worth."""
        yield {word for name in self.names for word in name}, _NAME
        yield from ((set(phrase), _PHRASING) for phrase in self.asked)
        yield {word for keyword in self.keywords for word in keyword}, _KEYWORD
        yield set(self.summary), _SUMMARY
        yield self.text, _TEXT


class Index:
    """Built once from all documents; then only read."""

    def __init__(self, documents: Iterable[Document], synonyms: Sequence[Sequence[str]]) -> None:
        self._documents = tuple(documents)
        self._variants: list[tuple[int, float, frozenset[str]]] = []
        self._in_variants: dict[str, list[int]] = defaultdict(list)
        self._in_documents: dict[str, dict[int, float]] = defaultdict(dict)
        spelt: set[str] = set()
        parsed = [_parsed(document, spelt) for document in self._documents]
        self._add(parsed)
        in_texts = Counter(word for one in parsed for word in set(one.text))
        in_names = {word for one in parsed for name in one.names for word in name}
        alone = {phrase[0] for one in parsed for phrase in one.asked if len(phrase) == 1}
        self._field = in_names | alone | {word for word, count in in_texts.items() if count >= _COMMON_IN_FIELD}
        self._rarity = {
            one: rarity(sum(strength >= _IN_PASSING for strength in places.values()), len(parsed))
            for one, places in self._in_documents.items()
        }
        self._variant_weight = [math.fsum(self._rarity[one] for one in phrase) for _, _, phrase in self._variants]
        names = (document.names for document in self._documents)
        self._vocabulary = Vocabulary(self._rarity, spelt, _compounds(self._documents), [*synonyms, *names])

    def find(self, question: str, most: int = 3) -> list[Match]:
        """The best entries for a question, the best first; only those worth offering."""
        asked = self._vocabulary.read(question)
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

    def _speaks_of_field(self, one: Asked) -> bool:
        return any(likeness == 1.0 and word in self._field for word, likeness in one.alternatives.items())

    def _certainty(self, asked: Sequence[Asked], place: int, score: float, of_field: float) -> float:
        """Two words in common may be chance, six are none; a question without a word of the field is about another."""
        shared = sum(any(place in self._in_documents[word] for word in one.alternatives) for one in asked)
        complete = of_field > 0.99 and all(
            any(likeness == 1.0 and place in self._in_documents[word] for word, likeness in one.alternatives.items())
            for one in asked
        )
        return score + _OF_FIELD * of_field + _SHARED * math.log(shared) + _COMPLETE * complete

    def _add(self, parsed: Sequence[_Parsed]) -> None:
        lengths = [len(one.claimed()) for one in parsed]
        usual = sum(lengths) / max(len(parsed), 1) or 1.0
        for place, (one, length) in enumerate(zip(parsed, lengths, strict=True)):
            half = 1 + _LENGTH * (length / usual - 1)
            worth: dict[str, float] = defaultdict(float)
            for mentioned, value in one.mentions():
                for word in mentioned:
                    worth[word] += value
            for word, value in worth.items():
                self._in_documents[word][place] = value / (value + half)
            for phrases, likeness in ((one.asked, _PHRASING_LIKENESS), (one.names, 1.0)):
                for phrase in map(frozenset, phrases):
                    for word in phrase:
                        self._in_variants[word].append(len(self._variants))
                    self._variants.append((place, likeness, phrase))

    def _coverage(self, asked: Sequence[Asked]) -> dict[int, float]:
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

    def _resemblance(self, asked: Sequence[Asked], whole: float) -> dict[int, float]:
        """How closely the question resembles the best single name or phrasing of each document, from 0 to 1."""
        shared: dict[int, tuple[float, float]] = {}
        for one in asked:
            best: dict[int, tuple[float, float]] = {}
            for word, likeness in one.alternatives.items():
                for variant in self._in_variants.get(word, ()):
                    if likeness > best.get(variant, (0.0, 0.0))[0]:
                        best[variant] = (likeness, self._rarity[word])
            for variant, (likeness, rareness) in best.items():
                weight, own = shared.get(variant, (0.0, 0.0))
                shared[variant] = (weight + one.weight * likeness, own + rareness)
        found: dict[int, float] = {}
        for variant, (weight, own) in shared.items():
            place, likeness, _ = self._variants[variant]
            recall, precision = weight / whole, min(own / self._variant_weight[variant], 1.0)
            found[place] = max(found.get(place, 0.0), likeness * 2 * precision * recall / (precision + recall))
        return found


def _parsed(document: Document, spelt: set[str]) -> _Parsed:
    """A document in stems; `spelt` gathers how its words are written."""

    def read(text: str) -> list[str]:
        told = telling_words(text)
        spelt.update(told)
        return stems(told)

    return _Parsed(
        names=[read(name) for name in document.names],
        asked=[read(phrase) for phrase in document.asked],
        keywords=[read(keyword) for keyword in document.keywords],
        summary=read(document.summary),
        text=read(document.text),
    )


def _compounds(documents: Iterable[Document]) -> dict[str, tuple[str, str]]:
    """What two words in a row become when somebody writes them as one."""
    found: dict[str, tuple[str, str]] = {}
    for document in documents:
        for phrase in (*document.names, *document.asked, *document.keywords):
            for first, second in pairwise(raw_words(phrase)):
                found.setdefault(stem(first + second), (stem(first), stem(second)))
    return found
