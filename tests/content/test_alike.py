"""No two entries say the same: pairs that share most of their words are found, as a reader would find them tiresome."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from bot.adapters.content.load import load
from bot.core.model.library import Library
from bot.core.search.words import words
from bot.settings import Settings

ALIKE = 0.6
"""Two texts that share so much of their words (Jaccard, stems) are taken for one; real pairs measured below 0.5."""

TOLD_AGAIN = 0.42
"""Of any two kinds, rare words counting more: a skill and its tool measured 0.35, everything else less."""

FEW = 8
"""Words below which a text is a mere name, such as that of a category of tools."""


@pytest.fixture(scope="module")
def library() -> Library:
    return load(Settings().content_dir)


def alike(texts: dict[str, str]) -> list[tuple[str, str]]:
    """The pairs of ids whose texts share at least `ALIKE` of their words."""
    stems = {name: frozenset(words(text)) for name, text in texts.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    for name, found in stems.items():
        for word in found:
            holders[word].append(name)
    common: dict[tuple[str, str], int] = defaultdict(int)
    for names in holders.values():
        for pair in combinations(names, 2):
            common[pair] += 1
    return [
        (one, other)
        for (one, other), shared in common.items()
        if shared / len(stems[one] | stems[other]) >= ALIKE and min(len(stems[one]), len(stems[other])) >= 4
    ]


def test_it_would_find_a_pair() -> None:
    one = "When do you retrain a model that drifts, and who decides?"
    assert alike({"a": one, "b": "Who decides when you retrain a model that drifts?", "c": "What is a container?"}) == [
        ("a", "b")
    ]


def test_no_two_faqs_ask_the_same(library: Library) -> None:
    assert alike({faq.id: faq.question for faq in library.faqs}) == []


def test_no_two_faqs_answer_the_same(library: Library) -> None:
    assert alike({faq.id: faq.answer for faq in library.faqs}) == []


def test_no_two_interview_questions_are_the_same(library: Library) -> None:
    assert alike({one.id: one.question for one in library.questions}) == []
    assert alike({one.id: one.answer for one in library.questions}) == []


def test_no_two_terms_mean_the_same(library: Library) -> None:
    assert alike({term.id: term.meaning for term in library.terms}) == []


def test_no_two_quiz_questions_are_the_same(library: Library) -> None:
    assert alike({one.id: one.stem for one in library.quiz}) == []


def test_no_two_tasks_are_the_same(library: Library) -> None:
    assert alike({one.id: one.task for one in library.prompts}) == []


def told_again(texts: dict[str, str]) -> list[tuple[str, str]]:
    """The pairs of ids that share too much of what their words weigh; a word weighs more the fewer texts have it."""
    stems = {name: frozenset(words(text)) for name, text in texts.items()}
    spread = Counter(word for found in stems.values() for word in found)
    weight = {word: math.log(len(texts) / count) for word, count in spread.items()}
    whole = {name: sum(weight[word] for word in found) for name, found in stems.items()}
    found = []
    for one, other in combinations(texts, 2):
        less, more = sorted((whole[one], whole[other]))
        if less >= TOLD_AGAIN * more > 0 and min(len(stems[one]), len(stems[other])) >= FEW:
            shared = sum(weight[word] for word in stems[one] & stems[other])
            if shared >= TOLD_AGAIN * (less + more - shared):
                found.append((one, other))
    return found


SAME = "inputs moves them away from what the model saw in training, and may cost quality"


def test_it_would_find_a_pair_of_two_kinds() -> None:
    texts = {"term": f"Drift of the {SAME}", "task": f"{SAME} drift", "a": "Pods", "b": "Git branches", "c": "Folds"}
    assert told_again(texts) == [("term", "task")]


@pytest.mark.slow
def test_no_two_entries_of_any_kind_say_the_same(library: Library) -> None:
    told = "question title term name summary meaning answer stem task what about brief learn why".split()
    texts = {
        entry.id: " ".join(str(getattr(entry, field)) for field in told if hasattr(entry, field))
        for entry in library.all()
    }
    assert told_again(texts) == []
