"""What the words of a question may stand for: themselves, a misspelt word, its parts, a synonym; what they weigh."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.core.search.words import faint, raw_words, stem, telling_words, words

_SYNONYM, _MENDED = 0.5, 0.8
_FAINT, _UNKNOWN = 0.3, 0.4
"""How much words of conversation, and words that the content doesn't have, count towards what was asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question: the known words that may stand for it, each with its likeness, and its weight."""

    alternatives: dict[str, float]
    weight: float


class Vocabulary:
    """The words that the content knows: how they are spelt, how rare each stem is, and what stands for what."""

    def __init__(
        self,
        rarity: Mapping[str, float],
        spelt: Iterable[str],
        compounds: Mapping[str, tuple[str, str]],
        synonyms: Iterable[Sequence[str]],
    ) -> None:
        self._rarity = rarity
        self._rarest = max(rarity.values(), default=0.0)
        self._spelt = sorted(word for word in spelt if len(word) > 3)
        self._stems = sorted(word for word in rarity if len(word) > 3)
        self._compounds = compounds
        self._synonyms = _synonyms(synonyms)

    def read(self, question: str) -> list[Asked]:
        """Each word of the question; what is written apart here and together there stands for one another."""
        asked: dict[str, Asked] = {}
        for spelt in dict.fromkeys(telling_words(question)):
            word = stem(spelt)
            parts = self._compounds.get(word, ()) if word not in self._rarity else ()
            for one in parts or (word,):
                asked[one] = self._weighed(one, spelt)
        for first, second in pairwise(raw_words(question)):
            joined = stem(first + second)
            if joined in self._rarity:
                for part in (stem(first), stem(second)):
                    if part in asked:
                        asked[part].alternatives.setdefault(joined, 1.0)
        return list(asked.values())

    def _weighed(self, word: str, spelt: str) -> Asked:
        known = word in self._rarity or any(other in self._rarity for other in self._synonyms.get(word, ()))
        meant = {word: 1.0} if known else self._mended(spelt)
        alternatives = {other: likeness for other, likeness in meant.items() if other in self._rarity}
        for other, likeness in meant.items():
            for synonym in self._synonyms.get(other, ()):
                if synonym in self._rarity:
                    alternatives.setdefault(synonym, likeness * _SYNONYM)
        rarest = max((self._rarity[other] for other in alternatives), default=_UNKNOWN * self._rarest)
        weight = self._rarity.get(word, rarest)
        return Asked(alternatives, weight * _FAINT if faint(word) else weight)

    def _mended(self, spelt: str) -> dict[str, float]:
        """The known words that a misspelt one may be, by their spelling or else by their stems."""
        for wrong, right in ((spelt, self._spelt), (stem(spelt), self._stems)):
            close = _close(wrong, right)
            if close:
                return close
        return {}


def _close(wrong: str, right: Sequence[str]) -> dict[str, float]:
    """Stems of words like `wrong`, each with its likeness: one slip in a short word, two in a long one."""
    if len(wrong) < 4:
        return {}
    from rapidfuzz.distance import OSA  # 15 ms to import: only for those who misspell
    from rapidfuzz.process import extract

    slips = 1 if len(wrong) < 8 else 2
    found = extract(wrong, right, scorer=OSA.distance, score_cutoff=slips, limit=3)
    return {stem(word): _MENDED**distance for word, distance, _ in reversed(found)}


def rarity(documents: int, total: int) -> float:
    """How much a word says that stands in so many of all documents."""
    return math.log(1 + (total - documents + 0.5) / (documents + 0.5))


def _synonyms(lists: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """Words of one list stand for one another where each is a single word."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lists:
        single = {stems[0] for stems in map(words, line) if len(stems) == 1}
        for one in single:
            found[one] |= single - {one}
    return {one: sorted(others) for one, others in found.items()}
