"""Every piece of code in the content, with what the tests must know to judge it: where it stands, and what it needs."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from bot.adapters.content.load import load
from bot.core.chat.markup import Bullets, Fence, Node, Quote, parse
from bot.core.model.entry import Entry
from bot.settings import Settings

PACKAGES = frozenset(("pydantic", "pytest", "yaml"))
"""What Python snippets may import beside the standard library, since the tests install it anyway."""

COMMANDS = frozenset(
    # of the shell
    "[ [[ : . break cd continue echo eval exec exit export false jobs kill mapfile printf pwd read return set shift "
    "shopt source test times trap true type ulimit umask unset wait command "
    # of coreutils and what stands beside them on every developer's machine
    "awk basename bash cat chmod cksum cp cut date df diff dirname du env find flock git grep gzip head id ln ls make "
    "mkdir mktemp mv nproc od paste ps python python3 rm rmdir sed seq sh sleep sort split stat tail tar tee timeout "
    "touch tr uname uniq wc xargs".split()
)
"""What shell snippets may call: nothing that has to be installed, and nothing that leaves the machine."""


@dataclass(frozen=True)
class Snippet:
    """One piece of code; its name is that of its entry and its number among the fences there, from 1."""

    entry: Entry
    number: int
    language: str
    text: str
    output: str
    """The text that stands next in the entry, which may be what it prints; empty where there is none."""

    @property
    def name(self) -> str:
        return f"{self.entry.id}/{self.number}"

    @property
    def phase(self) -> str:
        """The phase of its entry; files of one phase belong to one folder."""
        return str(getattr(self.entry, "phase", None) or "")


def _snippets() -> Iterator[Snippet]:
    for entry in load(Settings().content_dir).all():
        found = [fence for text in texts(entry) if "```" in text for fence in _within(parse(text))]
        for number, fence in enumerate(found, 1):
            rest = [one.text for one in found[number:] if one.language == "text"]
            yield Snippet(entry, number, fence.language, fence.text, rest[0] if rest else "")


def texts(value: object) -> Iterator[str]:
    """Every text of an entry, without the entries inside it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            if not isinstance(part, Entry):
                yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            if not isinstance(getattr(value, field.name), Entry):
                yield from texts(getattr(value, field.name))


def _within(nodes: tuple[Node, ...]) -> Iterator[Fence]:
    for node in nodes:
        match node:
            case Fence():
                yield node
            case Quote():
                yield from _within(node.nodes)
            case Bullets():
                for item in node.items:
                    yield from _within(item)
            case _:
                pass


ALL = {snippet.name: snippet for snippet in _snippets()}


def of(language: str) -> list[Snippet]:
    """All snippets in a language."""
    return [snippet for snippet in ALL.values() if snippet.language == language]


def imported(code: str) -> set[str]:
    """The modules that a program imports, without those of the standard library and what the tests install."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." if node.level else str(node.module).partition(".")[0])
    return found - sys.stdlib_module_names - PACKAGES


def undefined(code: str) -> set[str]:
    """The names that a program uses and nowhere defines: what a fragment takes from the code around it."""
    top = symtable.symtable(code, "snippet", "exec")
    defined, used = set(dir(builtins)) | {"__file__"}, set()
    waiting = [top]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        for symbol in table.get_symbols():
            assigned = symbol.is_assigned() or symbol.is_imported()
            if assigned and (table is top or symbol.is_declared_global()):
                defined.add(symbol.get_name())
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                used.add(symbol.get_name())
    return used - defined


_HEREDOC = re.compile(r"(?ms)<<-?\s*(['\"]?)(\w+)\1(.*?)\n(.*?)^\s*\2\s*$")
_SUBSTITUTED = re.compile(r"\$\(([^()]*)\)")
_QUOTED = re.compile(r"\$?'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_EXPANDED = re.compile(r"\$\{[^{}]*\}")
_REDIRECTED = re.compile(r"\d*(?:<<<|[<>]{1,2})(?:&[\d-]|\s*[^\s;|&()]+)")
_COMMENT = re.compile(r"(?m)(?:^|(?<=[\s;]))#.*$")
_FUNCTION = re.compile(r"\b(\w+)\s*\(\)")
_PARTS = re.compile(r"\n|;|&&|\|\||\||&|\(|\)|(?<=\s)\{|\}")
_BEFORE = re.compile(r"^(?:(?:if|elif|then|while|until|do|else|time|exec|!)\s+|\w+=\S*\s*)+")
_NO_COMMAND = frozenset("if fi then else elif for do done while until case esac in function { }".split())


def called(code: str) -> set[str]:
    """The commands that a shell script calls by name, without its own functions and files that it names by their path.

    No whole grammar of the shell: what it misses, the shell itself doesn't find, for nothing else is on its path.
    """
    own = set(_FUNCTION.findall(code))
    code = _HEREDOC.sub(r"\3", code.replace("\\\n", " "))
    found: set[str] = set()
    while (inner := _SUBSTITUTED.search(code)) is not None:
        found |= called(inner[1])
        code = code[: inner.start()] + "SUBSTITUTED" + code[inner.end() :]
    for pattern, instead in ((_EXPANDED, "EXPANDED"), (_QUOTED, "QUOTED"), (_COMMENT, ""), (_REDIRECTED, " ")):
        code = pattern.sub(instead, code)
    for part in _PARTS.split(_FUNCTION.sub("", code)):
        words = _BEFORE.sub("", part.strip()).split()
        if words and words[0] not in _NO_COMMAND and re.match(r"[a-z:.\[][^/]*$", words[0]):
            found.add(words[0])
    return found - own
