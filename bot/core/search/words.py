"""Words as the search compares them: folded, stemmed, without those that every question has."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_JOINED = (
    (re.compile(r"\bci\s*[/&-]?\s*cd\b"), "cicd"),
    (re.compile(r"\ba\s*/\s*b\b"), "ab"),
    (re.compile(r"\b(?:k8'?s|kube)\b"), "kubernetes"),
    (re.compile(r"\b(?:makes?|making|made) (?:(?:things|stuff|it|facts) )?up\b"), "hallucinates"),
    (re.compile(r"\bphase\s*(?:number |no |#)?([1-7])\b"), r"phase\1"),
    (re.compile(r"\b([1-7])(?:st|nd|rd|th) phase\b"), r"phase\1"),
)
"""What belongs together although signs or spaces, or words that alone say nothing, stand within it."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven")
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)}) phase\b|\bphase ({'|'.join(_NUMBERS)})\b")
_ACCENT = re.compile(r"[\u0300-\u036f]")  # as it stands behind its letter, once the two are taken apart
_WORD = re.compile(r"[a-z0-9]+(?:[+#]+)?")
_EMPTY = frozenset(
    (
        "a an the is are was were be been being am do does did doing have has had having i me my mine we us our you "
        "your he she it its they them their this that these those there here of in on at to for from with by as into "
        "about and or but if then so than too very can could will would shall may might must just also any some all "
        "each every what whats wat wats which who whom whose when where why how hows im ive id dont doesnt isnt cant s "
        "t re ve ll d m really actually explain give show know want wanna gonna get got something anything thing "
        "things hi hello hey thanks exactly mean means meant called use used using make makes made"
    ).split()
)
"""Words that say nothing about what is asked."""

_FAINT = frozenset(
    (
        "need needed pls plz please u ur ok okay like stuff lol omg btw etc one two good right way kind sort bit lot "
        "lots much "
        "many even still again always never ever now today going go come say said tell told think thought guess idea "
        "question ask asking wonder wondering help look looking try trying tried let lets put take taking sure people "
        "ppl folks guy guys man bro someone anyone everyone everybody nobody whole same own old last next really only "
        "yet already maybe else yes no per via point sense new big small "
        "wtf irl rn imo tbh idk dude rly goes done out up down far apart year years min mins life possible "
        "totally weird mess other others later middle real nothing found while until since though without away "
        "around often once twice follow follows keep keeps give gives given problem problems happen happens"
    ).split()
)
"""Words of conversation, which count a little."""


def words(text: str) -> list[str]:
    """The stems of a text in their order, without empty words; a text of empty words only keeps them."""
    return stems(telling_words(text))


def telling_words(text: str) -> list[str]:
    """The words of a text before they are stemmed, without empty ones; a text of empty words only keeps them."""
    found = raw_words(text)
    return [word for word in found if word not in _EMPTY] or found


def raw_words(text: str) -> list[str]:
    """The words of a text as they were written, folded to plain lower-case letters."""
    folded = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold())).replace("’", "'")
    folded = _ORDINAL.sub(_phase, folded)
    for written, joined in _JOINED:
        folded = written.sub(joined, folded)
    return _WORD.findall(folded.replace("'", ""))


def _phase(match: re.Match[str]) -> str:
    place = _ORDINALS.index(match[1]) if match[1] else _NUMBERS.index(match[2])
    return f"phase{place + 1}"


def faint(stemmed: str) -> bool:
    """Whether a stem is only a word of conversation."""
    return stemmed in _faint_stems()


def stem(word: str) -> str:
    """The stem of a word in lower case."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


def stems(words: list[str]) -> list[str]:
    """The stems of words in lower case, in their order."""
    stemmed: list[str] = _stemmer().stemWords(words)
    return stemmed


@lru_cache(maxsize=1)
def _faint_stems() -> frozenset[str]:
    return frozenset(map(stem, _FAINT))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
