from __future__ import annotations

from bot.core.model.library import Library
from bot.core.model.practice import Prompt, QuizQuestion
from bot.core.model.reference import InterviewQuestion
from bot.core.search.documents import documents
from tests.fakes.shelf import tiny_library

TINY = tiny_library()
FOUND = {document.entry.id: document for document in documents(TINY)}


def test_all_but_what_one_practises_with_can_be_found(library: Library) -> None:
    hidden = (InterviewQuestion, QuizQuestion, Prompt)
    for some in (TINY, library):
        assert [document.entry for document in documents(some)] == [
            entry for entry in some.all() if not isinstance(entry, hidden)
        ]


def test_what_entries_are_called() -> None:
    assert FOUND["faq-first"].names == ("What first?",)
    assert FOUND["drift-term"].names == ("Drift", "Shift")
    assert FOUND["tool-hammer"].names == ("Hammer",)
    assert set(FOUND["serving"].names) >= {"Serving", "phase 2"}
    assert "Serving project" in FOUND["serving-project"].names
    for name, title in (
        ("git", "Git"), ("hitting-tools", "Hitting"), ("project-shed", "A shed"), ("cert-wood", "Woodwork"),
        ("role-mason", "Mason"), ("place-forum", "The forum"), ("group-forums", "Forums"), ("duty-saw", "Sawing"),
        ("pay-all", "What it pays"), ("step-one", "Measure twice"),
    ):  # fmt: skip
        assert title in FOUND[name].names


def test_how_people_ask_for_entries() -> None:
    assert FOUND["faq-first"].asked == ("where do i begin", "first thing to learn")
    assert FOUND["git"].asked == ()


def test_what_is_asked_of_every_entry_of_a_kind_is_among_its_keywords(library: Library) -> None:
    assert "meaning" in FOUND["drift-term"].keywords
    assert FOUND["faq-first"].keywords == ()
    kept = {document.entry.id: document.keywords for document in documents(library)}
    assert set(library.skills["git"][1].keywords) < set(kept["git"])


def test_what_is_said_first_is_its_summary(library: Library) -> None:
    assert FOUND["faq-first"].summary == "Git."
    assert FOUND["drift-term"].summary == "Change over time."
    assert FOUND["pay-all"].summary == ""
    assert [document.entry.id for document in documents(library) if document.summary not in document.text] == []


def test_texts_hold_all_words_but_no_ids_addresses_or_inner_entries() -> None:
    skill = FOUND["http"].text
    assert skill == "HTTP Basics HTTP in short. HTTP one HTTP two HTTP three Practise HTTP. Show HTTP."
    faq = FOUND["faq-first"].text
    assert "Git." in faq
    assert "Start" in faq
    assert "https" not in faq
    assert "faq-first" not in faq
    assert "begin" not in faq
    phase = FOUND["basics"].text
    assert "What Basics teaches" in phase
    assert "Practise Git." not in phase
    assert "Build Basics." not in phase
    milestone = FOUND["basics-project"].text
    assert "Basics criterion 3" in milestone
    assert "great" in milestone
    assert "basics-3" not in milestone
    category = FOUND["hitting-tools"].text
    assert "By weight." in category
    assert "mallet" not in category
    assert "5 LPA" in FOUND["pay-all"].text
