from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.chat.blocks import Button, Buttons, Option
from bot.core.chat.command import Command, Group, Menu, Right, spoken
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import LINE_LENGTH, Choice, Parameter, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.chat.typed import read_line
from bot.core.chat.whole import Whole
from bot.core.dispatch import Dispatch
from tests.core.helpers import HOSTILE, marked, scene, words_of

HERE = scene()


@pytest.fixture(scope="session")
def menu(dispatch: Dispatch) -> Menu:
    return dispatch.menu


def refusal(menu: Menu, line: str, where: Scene = HERE) -> tuple[str, dict[str, Invocation]]:
    """What is said instead, and the buttons that lead on."""
    with pytest.raises(Refusal) as caught:
        read_line(menu, line, where)
    buttons = [button for block in caught.value.way_on if isinstance(block, Buttons) for button in block.buttons]
    return words_of(caught.value.words), {b.label: b.invocation for b in buttons if isinstance(b, Button)}


def test_every_example_reads_to_its_command(menu: Menu) -> None:
    examples = [(example, command) for command in menu for example in command.examples]
    assert len(examples) > 20
    for line, command in examples:
        for typed in (line, f"/{line}", f"!{line}", f"  / {line.replace(' ', '   ')} \n"):
            invocation = read_line(menu, typed, HERE)
            assert invocation.command == command.name, typed
            assert (invocation.page, invocation.shared) == (1, False)
            for parameter in command.all_parameters:
                if parameter.name in invocation.arguments:
                    parameter.kind.read(invocation.arguments[parameter.name], HERE)  # refuses none


@pytest.mark.parametrize(
    ("line", "command", "arguments"),
    [
        ("/roadmap", "roadmap overview", {}),
        ("/ROADMAP Phase 6", "roadmap phase", {"number": "6"}),
        ("/roadmap 6", "roadmap phase", {"number": "6"}),
        ("/Help!", "help", {}),
        ("//next?", "next", {}),
        ("/roadmap llmops 🚀", "roadmap phase", {"number": "llmops 🚀"}),
        ("/reminders", "remindme list", {}),
        ("/Remind me tomorrow 9:00 tea", "remindme set", {"what": "tomorrow 9:00 tea"}),
        ("/remindme stop", "remindme cancel", {}),
        ("/remindme delete 2", "remindme cancel", {"number": "2"}),
        ("/remindme stop smoking tomorrow 9:00", "remindme set", {"what": "stop smoking tomorrow 9:00"}),
        ("/checkin delete", "checkin undo", {}),
        ("/checkin delete old images", "checkin write", {"did": "delete old images"}),
        ("/check-in read", "checkin write", {"did": "read"}),
        ("/groups", "group show", {}),
        ("/group all", "group list", {}),
        ("/group all stars", "group show", {"group": "all stars"}),
        ("/meetup plan Demo tomorrow 19:00", "meetup schedule", {"title": "Demo tomorrow 19:00"}),
        ("/salary", "career salary", {}),
        ("/meetup Paper club", "meetup show", {"meetup": "Paper club"}),
        ("/meetup going Paper club", "meetup answer", {"answer": "going", "meetup": "Paper club"}),
        ("/meetup not going", "meetup answer", {"answer": "not going"}),
        ("/plan ten hours a week from 4 january", "plan dates",
         {"hours": "ten hours a week", "start": "from 4 january"}),
        ("/break tomorrow till friday", "break plan", {"from": "tomorrow", "to": "friday"}),
        ("/break 24.12. - 2.1. family", "break plan", {"from": "24.12.", "to": "2.1.", "reason": "family"}),
        ("/break starting monday until: friday", "break plan", {"from": "monday", "to": "friday"}),
        ("/break monday reading until dawn", "break plan", {"from": "monday", "reason": "reading until dawn"}),
        ("/break stop", "break end", {}),
        ("/tool mlflow", "tools", {"name": "mlflow"}),
        ("/roadmap llmops", "roadmap phase", {"number": "llmops"}),
        ("/roadmap phase number:6", "roadmap phase", {"number": "6"}),
        ("/Interview Phase:6 LEVEL:senior", "interview browse", {"phase": "6", "level": "senior"}),
        ("/ask what is drift User:@test:ben", "ask", {"question": "what is drift", "user": "@test:ben"}),
        ("/ask Question:what is drift", "ask", {"question": "what is drift"}),
        ("/roadmap phase ML Fundamentals", "roadmap phase", {"number": "ML Fundamentals"}),
        ('/roadmap phase "ML Fundamentals"', "roadmap phase", {"number": "ML Fundamentals"}),
        ("/roadmap phase “ML Fundamentals”", "roadmap phase", {"number": "ML Fundamentals"}),
        ("/roadmap phase number:“ML Fundamentals”", "roadmap phase", {"number": "ML Fundamentals"}),
        ("/roadmap phase", "roadmap phase", {}),
        ("/group edit group:1 hours:9", "group edit", {"group": "1", "hours": "9"}),
        ("/group edit group:1", "group edit", {"group": "1"}),
        ("/group create name:Night Owls 2 phase:2", "group create", {"name": "Night Owls 2", "phase": "2"}),
        ("/roadmap data-drift", "roadmap skill", {"skill": "data-drift"}),
        ("/roadmap what next", "roadmap next", {}),
        ("/what next", "next", {}),
        ("/roadmap next after:git", "roadmap next", {"after": "git"}),
        ("/roadmap next git", "roadmap next", {"after": "git"}),
        ("/roadmap user:@test:ben", "roadmap overview", {"user": "@test:ben"}),
        ("/roadmap user:@test:ben 6", "roadmap phase", {"user": "@test:ben", "number": "6"}),
        ("/roadmap 6 user:test:ben", "roadmap phase", {"user": "test:ben", "number": "6"}),
        ("/career user:@test:ben", "career day", {"user": "@test:ben"}),
        ("/career devops engineer", "career roles", {"role": "devops engineer"}),
        ("/interview senior 6", "interview browse", {"level": "senior", "phase": "6"}),
        ("/interview 6 senior", "interview browse", {"phase": "6", "level": "senior"}),
        ("/interview 6 senior 3", "interview browse", {"phase": "6", "level": "senior", "number": "3"}),
        ("/interview senior debugging 6 3", "interview browse",
         {"level": "senior", "kind": "debugging", "phase": "6", "number": "3"}),
        ("/interview senoir 6", "interview browse", {"level": "senoir", "phase": "6"}),
        ("/glossary feature stoer", "glossary", {"term": "feature stoer"}),
        ("/roadmap skill data drfit", "roadmap skill", {"skill": "data drfit"}),
        ("/interview number:3 6", "interview browse", {"number": "3", "phase": "6"}),
        ("/interview kind:design phase:6 level:mid", "interview browse",
         {"kind": "design", "phase": "6", "level": "mid"}),
        ("/plan 8 next monday", "plan dates", {"hours": "8", "start": "next monday"}),
        ("/plan next monday 8", "plan dates", {"start": "next monday", "hours": "8"}),
        ("/plan start:2027-01-04 8", "plan dates", {"start": "2027-01-04", "hours": "8"}),
        ('/plan 8 start:"1 december"', "plan dates", {"hours": "8", "start": "1 december"}),
        ("/plan 8 1 december 2026", "plan dates", {"hours": "8", "start": "1 december 2026"}),
        ('/faq topic:"ML Fundamentals"', "faq", {"topic": "ML Fundamentals"}),
        ("/faq getting hird", "faq", {"topic": "getting hird"}),
        ("/faq airflow zzz", "faq", {"question": "airflow zzz"}),
        ("/faq ml fundamentals", "faq", {"topic": "ml fundamentals"}),
        ('/faq topic:""', "faq", {"topic": ""}),
        ("/help roadmap phase", "help", {"command": "roadmap phase"}),
        ("/help /roadmap", "help", {"command": "/roadmap"}),
        ("/ask", "ask", {}),
        ('/ask ""', "ask", {"question": ""}),
        ("/ask what is drift?", "ask", {"question": "what is drift?"}),
        ('/ask "what is drift?"', "ask", {"question": "what is drift?"}),
        ('/ask question:"what is drift?"', "ask", {"question": "what is drift?"}),
        ("/ask question:what is drift?", "ask", {"question": "what is drift?"}),
        ("/ask question: what is drift?", "ask", {"question": "what is drift?"}),
        ("/ask what is question:5 in the exam", "ask", {"question": "what is question:5 in the exam"}),
        ('/ask is question:"x" a "y"', "ask", {"question": 'is question:"x" a "y"'}),
        ('/ask "drift" or "skew"', "ask", {"question": '"drift" or "skew"'}),
        ('/ask error:"connection refused"', "ask", {"question": 'error:"connection refused"'}),
        ("/ask error:timeout in airflow", "ask", {"question": "error:timeout in airflow"}),
        ("/ask what does test:ben mean", "ask", {"question": "what does test:ben mean"}),
        ("/ask see https://x.org/a?b=c&d=e:f why", "ask", {"question": "see https://x.org/a?b=c&d=e:f why"}),
        ("/ask https://x.org", "ask", {"question": "https://x.org"}),
        ("/ask what is drift user:@test:ben", "ask", {"question": "what is drift", "user": "@test:ben"}),
        ("/ask user:@test:ben what is drift", "ask", {"question": "what is drift", "user": "@test:ben"}),
        ("/ask question:what is drift user:@test:ben", "ask", {"question": "what is drift", "user": "@test:ben"}),
        ("/ask user:@test:ben who is user:root", "ask", {"question": "who is user:root", "user": "@test:ben"}),
        ("/ask why user: is empty", "ask", {"question": "why user: is empty"}),
        ("/ask a superuser:x", "ask", {"question": "a superuser:x"}),
        ('/ask "unclosed quote', "ask", {"question": '"unclosed quote'}),
        ("/ask two\nlines\there", "ask", {"question": "two\nlines\there"}),
        ("/ask 🚀 שלום \u202e @everyone <!channel> **b** <b>", "ask",
         {"question": "🚀 שלום \u202e @everyone <!channel> **b** <b>"}),
    ],
)  # fmt: skip
def test_lines(menu: Menu, line: str, command: str, arguments: dict[str, str]) -> None:
    assert read_line(menu, line, HERE) == Invocation(command, arguments)


@pytest.mark.parametrize(
    ("line", "words", "buttons"),
    [
        ("", "Type a command behind the slash.", ["Help"]),
        (" / ", "Type a command behind the slash.", ["Help"]),
        ("/!", "Type a command behind the slash.", ["Help"]),
        ("/halp", "I know no command called “halp”. Shall I look for an answer?", ["Look for an answer", "Help"]),
        (
            "/raodmap",
            "I know no command called “raodmap”. Did you mean one of these?",
            ["/roadmap overview", "Help"],
        ),
        ("/raodmap 6", "I know no command called “raodmap”.", ["/roadmap phase number:6", "Help"]),
        ("/raodmap overview x", "I know no command called “raodmap”.", ["/roadmap overview", "Help"]),
        ("/raodmap x y z", "I know no command called “raodmap”.", ["/roadmap overview", "Help"]),
        (f"/checkn {'x' * 80}", "I know no command called “checkn”.", ["/checkin write", "Help"]),
        ("/done git", "I know no command called “done”.", ["/progress done skill:git", "/prompts done", "Help"]),
        ("/Join", "I know no command called “Join”.", ["/group join", "Help"]),
        ("/leave", "Did you mean one of these?", ["/group leave", "/privacy leave", "Help"]),
        ("/GLOSARY x", "I know no command called “GLOSARY”. Did you mean one of these?", ["/glossary", "Help"]),
        ("/zzz", "I know no command called “zzz”. Shall I look for an answer?", ["Look for an answer", "Help"]),
        ("/zzz " + "x" * 80, "I know no command called “zzz”. /help lists what I can do.", ["Help"]),
        (
            "/**zzz** @everyone",
            "I know no command called “**zzz**”. Shall I look for an answer?",
            ["Look for an answer", "Help"],
        ),
        ("/about bash", "I don't know what “bash” means here.", ["/about", "Help"]),
        ("/road map 6", "I know no command called “road”.", ["/roadmap phase number:6", "Help"]),
        ("/progress git done", "/progress knows nothing called “git done”.", ["/progress done skill:git", "Help"]),
        (
            "/roadmap mileston 1",
            "/roadmap knows nothing called “mileston 1”. Did you mean one of these?",
            ["/roadmap milestone phase:1", "Help"],
        ),
        (
            "/interview 6 senior design 3 what",
            "/interview knows nothing called “6 senior design 3 what”. It knows browse, answer.",
            ["/interview browse", "How to use /interview"],
        ),
        ("/season last", "/season knows nothing called “last”.", ["/season show", "How to use /season"]),
        ("/privacy private", "Did you mean", ["/privacy set visibility:private", "Help"]),
        ("/privacy alias Quiet Fox", "Did you mean", ['/privacy set alias:"Quiet Fox"', "Help"]),
        ("/privacy off", "It knows show, set, export, leave, delete.", ["/privacy show", "How to use /privacy"]),
        ("/privacy alias " + "x" * 80, "It knows show", ["/privacy show", "How to use /privacy"]),
        (
            "/milestone 1 https://example.org/a",
            "Did you mean",
            ["/milestone submit phase:1 link:https://example.org/a", "Help"],
        ),
        ("/about me", "I don't know what “me” means here. /about takes nothing more.", ["/about", "Help"]),
        (
            "/roadmap phase 6 7",
            "I don't know what “7” means here. /roadmap phase takes number.",
            ["/roadmap phase", "Help"],
        ),
        (
            "/roadmap overview @test:ben",
            "“@test:ben” means here. /roadmap overview takes nothing more.",
            ["/roadmap overview", "Help"],
        ),
        ("x" * 4_001, "That is 4,001 characters long; I read up to 4,000. Please say it shorter.", []),
        ("/ask " + "x" * 10_000, "That is 10,005 characters long; I read up to 4,000. Please say it shorter.", []),
    ],
)
def test_lines_that_are_refused(menu: Menu, line: str, words: str, buttons: list[str]) -> None:
    said, offered = refusal(menu, line)
    assert words in said
    assert list(offered) == buttons
    for label, invocation in offered.items():
        assert label in ("Help", "Look for an answer", spoken(invocation)) or label.startswith("How to use /")
        assert menu.command(invocation.command)


def test_a_line_as_long_as_a_message_is_read(menu: Menu) -> None:
    text = "x" * (LINE_LENGTH - len("/ask "))
    assert read_line(menu, f"/ask {text}", HERE).arguments == {"question": text}


@pytest.mark.parametrize("line", ["/roadmap 8", "/roadmap phase eight", "/interview level:boss", "/roadmap zzz"])
def test_an_argument_that_nothing_reads_is_left_to_its_command(menu: Menu, line: str) -> None:
    invocation = read_line(menu, line, HERE)
    command = menu.command(invocation.command)
    assert command is not None
    (unreadable,) = [one for one in command.parameters if one.name in invocation.arguments]
    with pytest.raises(Refusal):
        unreadable.kind.read(invocation.arguments[unreadable.name], HERE)


def _lines(menu: Menu) -> st.SearchStrategy[str]:
    names = [command.name for command in menu] + [group.name for group in menu.groups]
    words = [
        "6",
        "senior",
        "user:@test:ben",
        "user:x",
        'number:"6',
        "phase:",
        "question:",
        '""',
        "“",
        "”",
        "next",
        "monday",
    ]
    word = st.sampled_from([*words, *HOSTILE]) | st.text(max_size=12)
    return st.builds(
        lambda start, name, rest, gap: f"{start}{name}{gap}{gap.join(rest)}",
        st.sampled_from(["", "/", "!", " / "]),
        st.sampled_from(names) | st.text(max_size=8),
        st.lists(word, max_size=7),
        st.sampled_from([" ", "  ", "\n", "\t", "\u3000"]),
    )


@given(data=st.data())
def test_any_line_is_read_or_refused_in_words(menu: Menu, data: st.DataObject) -> None:
    line = data.draw(_lines(menu) | st.text(st.characters(exclude_categories=()), max_size=200))
    invocation, refused = Invocation("help"), Refusal("Read.")
    try:
        invocation = read_line(menu, line, HERE)
    except Refusal as refusal:
        refused = refusal
    command = menu.command(invocation.command)
    assert command is not None
    assert set(invocation.arguments) <= {parameter.name for parameter in command.all_parameters}
    assert Reply("That didn't work", refused.way_on).blocks == refused.way_on  # no two buttons are the same
    assert refused.words.endswith((".", "?"))
    commands = {f"/{command.name}" for command in menu} | {f"/{group.name}" for group in menu.groups}
    assert set(marked(refused.words)) <= commands | {one.name for command in menu for one in command.parameters}


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"“”'), min_size=1, max_size=60).filter(
        lambda text: text.strip() == text and "user:" not in text
    )
)
@example(text="question:question:x")
@example(text="a  b\nc")
def test_a_question_is_read_word_for_word_however_it_is_typed(menu: Menu, text: str) -> None:
    wanted = Invocation("ask", {"question": text})
    assert read_line(menu, f'/ask "{text}"', HERE) == wanted
    assert read_line(menu, f"/ask question:“{text}”", HERE) == wanted
    assert read_line(menu, spoken(wanted), HERE) == wanted
    if not text.startswith("question:"):
        assert read_line(menu, f"/ask {text}", HERE) == wanted


async def _run(request: Request) -> Reply:
    return Reply(request.invocation.command)


COLOURS = Choice((Option("red", "Red"), Option("dark green", "Dark green")))
SMALL = Menu(
    (
        Command(
            "note",
            "Note something",
            _run,
            (
                Parameter("title", "Its title", Words()),
                Parameter("text", "Its text", Words(), required=False),
                Parameter("colour", "Its colour", COLOURS, required=False),
                Parameter("stars", "Its stars", Whole(1, 5), required=False),
                Parameter("alias", "Its other name", Words(), required=False, by_name=True),
            ),
        ),
        Command(
            "paint",
            "Paint something",
            _run,
            (Parameter("colour", "Which", COLOURS), Parameter("coats", "How many", Whole(1, 5), required=False)),
        ),
        Group("stand", "Standing", "stand up"),
        Command("stand up", "Stand up", _run),
        Command("stand on head", "Stand on your head", _run),
        Command("stand guard", "Stand guard", _run, right=Right.ORGANISER),
        Command("judge", "Judge", _run, right=Right.ORGANISER),
    )
)


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("note a b c", {"title": "a b c"}),
        ("note title:a b text:c d", {"title": "a b", "text": "c d"}),
        ("note text:c title:a b", {"text": "c", "title": "a b"}),
        ("note text:c d title:a b", {"text": "c d", "title": "a b"}),
        ("note text:c d 5 title:a b", {"text": "c d", "stars": "5", "title": "a b"}),
        ("note red text:c dark green", {"colour": "red", "text": "c dark green"}),
        ('note text:"c" d', {"text": "c", "title": "d"}),
        ("note text: c d stars: 5", {"text": "c d", "stars": "5"}),
        ("note a b stars 5", {"title": "a b", "stars": "5"}),
        ("note a b stars many", {"title": "a b stars many"}),
        ("note colour dark green a", {"colour": "dark green", "title": "a"}),
        ("note stars: x", {"title": "stars: x"}),
        ("note a text b", {"title": "a text b"}),
        ("note stars", {"title": "stars"}),
        ("note a alias Quiet Fox", {"title": "a", "alias": "Quiet Fox"}),
        ("note alias:Quiet Fox 5", {"alias": "Quiet Fox", "stars": "5"}),
        ('note "a b" "c d"', {"title": '"a b" "c d"'}),
        ("note red a b", {"colour": "red", "title": "a b"}),
        ("note dark green a b", {"colour": "dark green", "title": "a b"}),
        ('note "dark green" 5 a', {"colour": "dark green", "stars": "5", "title": "a"}),
        ("note a b stars:5", {"title": "a b", "stars": "5"}),
        ("note a b stars:5 c", {"title": "a b", "stars": "5", "text": "c"}),
        ("note 6 a", {"title": "6 a"}),
        ("paint 3 redd", {"coats": "3", "colour": "redd"}),
        ("paint redd 3", {"colour": "redd", "coats": "3"}),
        ("paint blue 3", {"colour": "blue", "coats": "3"}),
        ("paint dark greem 3", {"colour": "dark greem", "coats": "3"}),
        ("paint blue", {"colour": "blue"}),
        ("paint blue and yellow", {"colour": "blue and yellow"}),
    ],
)
def test_unnamed_words_go_where_they_can_be_read(line: str, arguments: dict[str, str]) -> None:
    assert read_line(SMALL, line, HERE).arguments == arguments


def test_what_must_be_named_takes_no_words_that_are_left_over() -> None:
    said, _ = refusal(SMALL, "/note title:a text:b c red 5 colour:red stars:5 zzz")
    assert "I don't know what" in said


def test_a_group_without_shorthand_knows_only_its_commands() -> None:
    assert read_line(SMALL, "/stand", HERE).command == "stand up"
    assert read_line(SMALL, "/stand on head", HERE).command == "stand on head"
    said, offered = refusal(SMALL, "/stand zzz")
    assert said == "/stand knows nothing called “zzz”. It knows up, on head."
    assert list(offered.values()) == [Invocation("stand up"), Invocation("help", {"command": "stand"})]


@pytest.mark.parametrize(("line", "offered"), [("/judgee", "/judge"), ("/stand gard", "/stand guard")])
def test_nobody_is_offered_what_they_may_not_use(line: str, offered: str) -> None:
    assert offered not in refusal(SMALL, line)[1]
    assert offered in refusal(SMALL, line, scene(organiser=True))[1]
