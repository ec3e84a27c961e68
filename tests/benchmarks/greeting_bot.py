"""`bot run` with one more kind of post, in a process of its own: what the fan-out is measured on."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from bot.adapters import clock
from bot.app import build, database_at
from bot.log import start_log
from bot.running import run
from bot.settings import read_settings
from tests.crash.fan_out import Hello


def main(environment: dict[str, str]) -> int:
    """Run until told to stop, with these settings and no others."""
    settings = read_settings(environment, Path(os.devnull))
    start_log(settings)
    app = build(settings, database_at(settings.database_url.get_secret_value()))
    app.kinds = {**app.kinds, "hello": Hello()}
    return asyncio.run(run(app, settings, clock.seconds))


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
