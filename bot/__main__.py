"""The command line: `python -m bot`, or `mlops-bot` where it is installed.

Each command imports only what it needs, so that a single answer in a script comes fast.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence

from bot.settings import BadSettings, Settings, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 if all is well, 1 if something is wrong, 2 if it was called wrongly."""
    act = _read(list(sys.argv[1:] if arguments is None else arguments))
    try:
        settings = read_settings()
    except BadSettings as problem:
        print(problem, file=sys.stderr)
        return 1
    try:
        status = act(settings)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _read(line: list[str]) -> Callable[[Settings], int]:
    """What a line asks for. Members wait for `run`: it needs no parser, and little of what it loads is garbage."""
    if line == ["run"]:
        gc.disable()
        from bot.hosting import host

        return host
    from bot.command_line import read

    return read(line)


if __name__ == "__main__":
    sys.exit(main())
