"""What every piece of content has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from typing import Annotated

    from bot.core.model.limits import Keyword, Len, Slug, Title, WebAddress, Wording


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that can be looked up: it has an id that is never reused."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    id: Slug
    aliases: tuple[Slug, ...] = ()
    """Ids that this entry had before; everything said of them now means this entry."""
    phrasings: Annotated[tuple[Wording, ...], Len(0, 8)] = ()
    """How members ask for it in their own words; these feed `/ask`."""
    keywords: Annotated[tuple[Keyword, ...], Len(0, 40)] = ()
    """Words that members use for it and that its name and phrasings lack: slang, errors, products. They feed `/ask`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A page that we are sure of: official documentation, a project's home, a paper."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    title: Title
    url: WebAddress
