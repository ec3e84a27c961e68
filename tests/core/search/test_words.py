from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.search.words import faint, raw_words, stem, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("???", []),
        ("дрейф 🚀", []),
        ("What is Data-Drift?", ["data", "drift"]),
        ("monitoring monitors monitored", ["monitor", "monitor", "monitor"]),
        ("what is the", ["what", "is", "the"]),  # nothing else is said
        ("I don't know what's CI/CD", ["cicd"]),
        ("ci cd CI-CD ci&cd ci / cd", ["cicd"] * 4),
        ("a/b test, A / B test", ["ab", "test", "ab", "test"]),
        ("k8's, K8s and kube", ["kubernet"] * 3),
        ("phase three, the second phase", ["phase3", "phase2"]),
        ("phase 3, phase3, phase #3, phase no 3, 3rd phase, third phase", ["phase3"] * 6),
        ("it makes things up, making up facts, made it up", ["hallucin", "hallucin", "fact", "hallucin"]),
        ("phase 9", ["phase", "9"]),
        ("C++ and C#", ["c++", "c#"]),
        ("naïve Bayes, café, Zürich", ["naiv", "bay", "cafe", "zurich"]),
        ("ﬁne-tuning １２", ["fine", "tune", "12"]),
        ("STRASSE Straße", ["strass", "strass"]),
        ("the model’s drift", ["model", "drift"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_raw_words_keep_everything_unstemmed() -> None:
    assert raw_words("What is the Monitoring of CI/CD?") == ["what", "is", "the", "monitoring", "of", "cicd"]


@pytest.mark.parametrize(("word", "is_faint"), [("please", True), ("looking", True), ("drift", False), ("", False)])
def test_words_of_conversation(word: str, is_faint: bool) -> None:
    assert faint(stem(word)) is is_faint


@given(st.text(max_size=100))
def test_any_text_has_words_that_do_not_depend_on_case_or_spaces(text: str) -> None:
    found = words(text)
    assert all(word and word.isascii() and word == word.lower() for word in found)
    assert words(f"  {text}\n") == found
    assert len(found) <= len(raw_words(text))
    assert bool(found) is bool(raw_words(text))
