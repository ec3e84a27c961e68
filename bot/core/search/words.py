"""Words as the search compares them: folded, stemmed, without those that every question has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_JOINED = (("ci/cd", "cicd"), ("ci-cd", "cicd"), ("ci cd", "cicd"), ("a/b", "ab"), ("k8's", "k8s"), ("vs.", "vs"))
_WORD = re.compile(r"[a-z0-9]+(?:[+#]+)?")
_MARKS = re.compile(r"[\u0300-\u036f]")
"""Accents, once they are taken off their letters."""
_EMPTY = frozenset(
    (
        "a an the is are was were be been being am do does did doing have has had having i me my mine we us our you "
        "your he she it its they them their this that these those there here of in on at to for from with by as into "
        "about and or but if then so than too very can could will would shall may might must just also any some all "
        "each every what whats which who whom whose when where why how hows im ive id dont doesnt isnt cant s t re ve "
        "ll d m really actually please tell explain give show know need want wanna gonna get got someone anyone "
        "something anything thing things guys hi hello hey thanks exactly mean means meant called use used using make "
        "makes made"
    ).split()
)


def words(text: str) -> list[str]:
    """The stems of a text in their order, without empty words; a text of empty words only keeps them."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    for written, joined in _JOINED:
        folded = folded.replace(written, joined)
    found = _WORD.findall(folded.replace("'", "").replace("’", ""))
    return [stem(word) for word in found if word not in _EMPTY] or [stem(word) for word in found]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a word in lower case."""
    return _stemming()(word)


@lru_cache(maxsize=1)
def _stemming() -> Callable[[str], str]:
    import snowballstemmer  # 40 ms to import, for thirty languages: only for those who search

    stemming: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return stemming
