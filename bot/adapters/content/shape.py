"""What checks a kind of content: its fields, their types and the limits of their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import TypeAdapter

from bot.core.model import entry, limits

T = TypeVar("T")

NAMES: Mapping[str, object] = {**vars(limits), "Annotated": Annotated, "Link": entry.Link}
"""What the annotations of entries name, and their modules import for type checkers alone."""


def shape(kind: type[T]) -> TypeAdapter[T]:
    """What reads a document as this kind, or says everything that is wrong with it."""
    adapter = TypeAdapter(kind)
    adapter.rebuild(force=True, raise_errors=True, _types_namespace=NAMES)
    return adapter
