"""Tables as Slack shows them well: columns side by side where they are narrow, else a line for each cell."""

from __future__ import annotations

from bot.adapters.slack.limits import TEXT, short
from bot.adapters.slack.rich import Kit, preformatted, section, seen, words
from bot.core.chat.blocks import Table

WIDEST = 76
"""Characters of a row that still stands on one line of a desktop client; a telephone shows about half, and scrolls."""
HEADING = 100
"""Characters of a column's name where it stands before each of its cells."""


def table(table: Table) -> list[Kit]:
    """The elements of a rich text."""
    rows = [[" ".join(seen(cell).split()) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    if sum(widths) + 2 * (len(widths) - 1) <= WIDEST:
        return [_beside(rows, widths)]
    return [_below(rows[0], row, last=row is rows[-1]) for row in rows[1:] or rows]


def _beside(rows: list[list[str]], widths: list[int]) -> Kit:
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return preformatted("\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]]))


def _below(columns: list[str], row: list[str], *, last: bool) -> Kit:
    """One row: its first cell as a heading, then what the others say, each behind the name of its column."""
    most = max(TEXT // len(row) - HEADING, 20)
    lines: list[Kit] = [words(short(row[0], most) or " ", "bold")]
    for column, value in zip(columns[1:], row[1:], strict=True):
        lines.append(words(f"\n{short(column, HEADING)}: {short(value, most)}"))
    return section(lines if last else [*lines, words("\n")])
