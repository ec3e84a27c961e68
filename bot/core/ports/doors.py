"""How a platform's connection ends."""

from __future__ import annotations


class Closed(Exception):
    """A platform's connection that ended; the message is a sentence for the operator that says what to do.

    `lasting` means that trying again cannot help before somebody changed a setting.
    """

    def __init__(self, words: str, *, lasting: bool = False) -> None:
        super().__init__(words)
        self.lasting = lasting
