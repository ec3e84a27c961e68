"""The search itself: which entries a question means, how surely, and when to say "I don't know".

Each name and each phrasing of an entry is compared with the question on its own, weighted by how rare its words are;
the entry's text only helps to decide. Misspelt words are mended against the words that the content knows.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.model.entry import Entry
from bot.core.search.documents import Document
from bot.core.search.words import words

SURE = 0.5
"""A match at or above this is answered; what lies below is only offered."""
NEAR = 0.25
"""A match at or above this is worth offering."""

_NAME, _ASKED = 1.0, 0.97
_TEXT_SHARE = 0.25
_SYNONYM = 0.85
_MENDED = 0.9
_SATURATION = 1.5


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, and how well it fits the question: 0 is not at all, 1 is word for word."""

    entry: Entry
    score: float


class Index:
    """Built once from all documents; then only read."""

    def __init__(self, documents: Iterable[Document], synonyms: Sequence[Sequence[str]]) -> None:
        self._documents = tuple(documents)
        self._variants: list[tuple[int, float, frozenset[str]]] = []
        self._in_variants: dict[str, list[int]] = defaultdict(list)
        self._in_texts: dict[str, list[tuple[int, float]]] = defaultdict(list)
        seen: Counter[str] = Counter()
        for place, document in enumerate(self._documents):
            everything: set[str] = set()
            for weight, phrases in ((_NAME, document.names), (_ASKED, document.asked)):
                for phrase in phrases:
                    stems = frozenset(words(phrase))
                    for one in stems:
                        self._in_variants[one].append(len(self._variants))
                    self._variants.append((place, weight, stems))
                    everything |= stems
            for one, count in Counter(words(document.text)).items():
                self._in_texts[one].append((place, count / (count + _SATURATION)))
                everything.add(one)
            seen.update(everything)
        total = len(self._documents) + 1
        self._rarity = {one: math.log(1 + total / (count + 0.5)) for one, count in seen.items()}
        self._unknown = math.log(1 + total / 0.5)
        self._variant_weight = [math.fsum(self._rarity[one] for one in stems) for _, _, stems in self._variants]
        self._vocabulary = sorted(one for one in self._rarity if len(one) > 3)
        self._synonyms = _synonyms(synonyms, [document.names for document in self._documents])

    def find(self, question: str, most: int = 3) -> list[Match]:
        """The best entries for a question, the best first; only those worth offering."""
        asked = self._asked(question)
        whole = sum(weight for _, weight in asked)
        if not whole:
            return []
        matched: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        in_text: dict[int, float] = defaultdict(float)
        for alternatives, weight in asked:
            best_variant: dict[int, float] = {}
            best_text: dict[int, float] = {}
            for one, likeness in alternatives.items():
                for variant in self._in_variants.get(one, ()):
                    best_variant[variant] = max(best_variant.get(variant, 0.0), likeness)
                for place, strength in self._in_texts.get(one, ()):
                    best_text[place] = max(best_text.get(place, 0.0), likeness * strength)
            for variant, likeness in best_variant.items():
                matched[variant] += weight * likeness
                covered[variant] += max(self._rarity[o] for o in alternatives if o in self._variants[variant][2])
            for place, strength in best_text.items():
                in_text[place] += weight * strength
        scores: dict[int, float] = {}
        for variant, weight in matched.items():
            place, kind, _ = self._variants[variant]
            recall = weight / whole
            precision = min(covered[variant] / self._variant_weight[variant], 1.0)
            score = kind * 5 * precision * recall / (4 * precision + recall)
            scores[place] = max(scores.get(place, 0.0), score)
        matches = [
            Match(
                self._documents[place].entry,
                (1 - _TEXT_SHARE) * scores.get(place, 0.0) + _TEXT_SHARE * in_text.get(place, 0.0) / whole,
            )
            for place in sorted(scores.keys() | in_text.keys())
        ]
        matches.sort(key=lambda match: -match.score)
        return [match for match in matches[:most] if match.score >= NEAR]

    def _asked(self, question: str) -> list[tuple[dict[str, float], float]]:
        """Each word of the question with what may stand for it, and how much the word matters."""
        asked = []
        for one in dict.fromkeys(words(question)):
            alternatives = {one: 1.0} if one in self._rarity else self._mended(one)
            for other, likeness in list(alternatives.items()):
                for synonym in self._synonyms.get(other, ()):
                    if synonym in self._rarity:
                        alternatives.setdefault(synonym, likeness * _SYNONYM)
            weight = max((self._rarity[other] for other in alternatives), default=self._unknown)
            if one in self._rarity:
                weight = self._rarity[one]
            asked.append((alternatives, weight))
        return asked

    def _mended(self, word: str) -> dict[str, float]:
        """The known words that a misspelt one may be: one slip in a short word, two in a long one."""
        if len(word) < 4:
            return {}
        from rapidfuzz.distance import OSA  # 15 ms to import: only for those who misspell
        from rapidfuzz.process import extract

        slips = 1 if len(word) < 8 else 2
        close = extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=3)
        return {other: _MENDED**distance for other, distance, _ in close}


def _synonyms(lists: Sequence[Sequence[str]], names: Iterable[Sequence[str]]) -> dict[str, set[str]]:
    """Words of one line stand for one another, and so do an entry's other names where each is a single word."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (*lists, *names):
        single = {stems[0] for stems in map(words, line) if len(stems) == 1}
        for one in single:
            found[one] |= single - {one}
    return found
