"""What can be said on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import __version__


def parser() -> argparse.ArgumentParser:
    """Reads a line, or says what is wrong with it and ends the process with 2."""
    top = argparse.ArgumentParser(
        prog="mlops-bot", description="A bot for people who learn MLOps together.", allow_abbrev=False
    )
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot on every platform that has a token in the settings")
    play = commands.add_parser("play", help="try the bot in a web page on this machine, without any account")
    play.add_argument(
        "--port", type=int, help="the port of the page (default: HTTP_PORT, or the next one that is free)"
    )
    shell = commands.add_parser("shell", help="try the bot in this terminal")
    shell.add_argument("--organiser", action="store_true", help="be an organiser, who may use every command")
    say = commands.add_parser("say", help="print one answer and leave, for scripts")
    say.add_argument("line", help="what you would type in the chat, such as '/roadmap phase 6'")
    say.add_argument("--json", action="store_true", help="print the answer as JSON instead of text")
    agenda = commands.add_parser("agenda", help="print what is due when, and what failed and why; changes nothing")
    agenda.add_argument("--days", type=int, choices=range(1, 367), default=7, metavar="N", help="1 to 366 (default: 7)")
    backup = commands.add_parser("backup", help="copy what members did into a file, while the bot runs or not")
    backup.add_argument("file", type=Path, nargs="?", help="default: beside the database, with the date in its name")
    backup.add_argument("--force", action="store_true", help="replace the file where it exists")
    restore = commands.add_parser("restore", help="bring such a file back; what it replaces is kept")
    restore.add_argument("file", type=Path)
    manifest = commands.add_parser("manifest", help="print what a platform wants to know of the bot")
    manifest.add_argument("platform", choices=("discord", "slack"))
    check = commands.add_parser("check", help="check the settings and all content, and list every problem")
    check.add_argument("--record", action="store_true", help="note new ids, so that removing one later is noticed")
    commands.add_parser("schema", help="print the JSON Schemas of the content files, for your editor")
    return top
