"""One human, several accounts: joining them by a one-time code, and taking one off again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.acts.codes import GOOD_FOR, NewCode, NotGood, issue
from bot.core.acts.linking import ACCOUNTS, AlreadyOne, Joined, Other, TooMany, link, look, unlink
from bot.core.chat.blocks import Block, Button, Buttons, Code, Facts, Items, Option, Select, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter, Words, YesNo, shown
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Person, Scene
from bot.core.features.badges import earned
from bot.core.features.meetup_desk import Changed
from bot.core.ports.database import Database, Stores

LINK, UNLINK = Invocation("link"), Invocation("unlink")
MINUTES = int(GOOD_FOR.total_seconds() // 60)
CODE_WORDS = 40
"""Longest text that is read as a code."""


@dataclass(frozen=True, slots=True)
class LinkFeature:
    """`/link` and `/unlink`; `new_code` makes codes by chance."""

    database: Database
    new_code: NewCode
    changed: Changed

    def menu(self) -> Iterable[Command]:
        """The commands."""
        code = Parameter("code", "The code that you got from me on your other account", Words(CODE_WORDS), False)
        account = Parameter("account", "Which account to take off, as platform:id", Words(CODE_WORDS * 2), False)
        sure = Parameter("sure", "Yes to do it at once, without being asked again", YesNo(), required=False)

        async def joined(request: Request) -> Reply:
            said = request.get(code)
            if said is None:
                return await self._new_code(request.scene)
            return await (self._join if request.get(sure) else self._ask)(request.scene, said)

        async def parted(request: Request) -> Reply:
            return await self._part(request.scene, request.get(account), bool(request.get(sure)))

        yield Command(
            "link",
            "Be one person here with your other account, on any platform: progress and points together",
            joined,
            (code, sure),
            shareable=False,
            examples=("link", "link ABCD-EFGH"),
        )
        yield Command(
            "unlink",
            "Take one of your accounts off again; it starts afresh",
            parted,
            (account, sure),
            shareable=False,
            examples=("unlink",),
        )

    async def _new_code(self, scene: Scene) -> Reply:
        code = await self.database.write(lambda stores: issue(stores, scene, self.new_code, "link"))
        return Reply(
            "Join your accounts",
            (
                Text("Write this to me **from your other account**, on Slack, on Discord, or in another workspace:"),
                Code(f"/link code:{code}"),
                Items(
                    (
                        f"It is good for {MINUTES} minutes, and once. A new one makes it useless.",
                        "Then both accounts are one person: progress, points and groups come together, and what "
                        "you did under both counts once.",
                        "**Give it to nobody.** Whoever enters it becomes you.",
                    )
                ),
                Buttons((Button("A new code", LINK), Button("My accounts", UNLINK))),
            ),
            permalink=UNLINK,
        )

    async def _ask(self, scene: Scene, code: str) -> Reply:
        found = await self.database.write(lambda stores: look(stores, scene, code))
        if not isinstance(found, Other):
            raise _refused(found, code)
        yes = LINK.with_arguments({"code": code, "sure": "yes"})
        return Reply(
            "Is this you, too?",
            (
                Text(f"The code was made by {escape(found.name)}:"),
                Items(tuple(account_line(one) for one in found.accounts)),
                Text(
                    "If that is you, I make one person of both accounts. If somebody gave you this code, don't: they "
                    "would have everything that is yours here."
                ),
                Buttons((Button("Yes, both are me", yes, main=True), Button("No, leave it", UNLINK))),
            ),
            permalink=UNLINK,
        )

    async def _join(self, scene: Scene, code: str) -> Reply:
        found = await self.database.write(lambda stores: link(stores, scene, code))
        self.changed(scene.at)
        if not isinstance(found, Joined):
            raise _refused(found, code)
        carried = [(words.capitalize(), str(amount)) for words, amount in found.carried if words != "accounts"]
        blocks: list[Block] = [Text("Your accounts are one person now:"), _accounts(found.accounts)]
        if carried:
            blocks += [Text("This came along from the one that joined later:"), Facts(tuple(carried))]
        else:
            blocks.append(Text("The one that joined later had nothing yet that had to come along."))
        blocks += earned(found.badges)
        blocks.append(
            Buttons((Button("What next?", Invocation("roadmap next"), main=True), Button("My accounts", UNLINK)))
        )
        return Reply("Joined", tuple(blocks), permalink=UNLINK)

    async def _part(self, scene: Scene, said: str | None, sure: bool) -> Reply:
        accounts = await self._mine(scene)
        if said is None:
            return _my_accounts(accounts)
        chosen = next((one for one in accounts if one.reference == said.strip().removeprefix("@")), None)
        if chosen is None:
            raise Refusal(f"“{shown(said)}” is none of your accounts.", Buttons((Button("My accounts", UNLINK),)))
        if len(accounts) < 2:
            return _my_accounts(accounts)
        if not sure:
            return _really(chosen)
        await self.database.write(lambda stores: unlink(stores, scene, chosen))
        here = chosen == scene.caller.person
        words = "This account starts afresh" if here else "That account starts afresh"
        return Reply(
            "Taken off",
            (
                Text(f"{words}, with nothing of its own yet. Everything so far stays with your other accounts."),
                Buttons((Button("What next?", Invocation("roadmap next"), main=True), Button("My accounts", UNLINK))),
            ),
            permalink=UNLINK,
        )

    async def _mine(self, scene: Scene) -> Sequence[Person]:
        async def work(stores: Stores) -> Sequence[Person]:
            member = await stores.people.known(scene.caller.person)
            return await stores.people.accounts(member.number) if member else [scene.caller.person]

        return await self.database.read(work)


def account_line(account: Person) -> str:
    """An account in one line of Markdown: `Slack: T0123.U0456`."""
    platform, _, number = account.reference.partition(":")
    return f"**{platform.capitalize()}** `{number}`"


def account_words(account: Person) -> str:
    """The same in plain words."""
    platform, _, number = account.reference.partition(":")
    return f"{platform.capitalize()} {number}"


def _accounts(accounts: Sequence[Person]) -> Items:
    return Items(tuple(account_line(one) for one in accounts))


def _my_accounts(accounts: Sequence[Person]) -> Reply:
    if len(accounts) < 2:
        return Reply(
            "Your accounts",
            (
                Text("This is your only account here:"),
                _accounts(accounts),
                Text("With a code you can be the same person on another platform, too."),
                Buttons((Button("Join another account", LINK, main=True),)),
            ),
            permalink=UNLINK,
        )
    options = tuple(Option(one.reference, account_words(one)) for one in accounts)
    return Reply(
        "Your accounts",
        (
            Text("These are all you:"),
            _accounts(accounts),
            Text("You can take one off. It then starts afresh, and everything so far stays with the others."),
            Select("Take one off", UNLINK, "account", options),
            Buttons((Button("Join another account", LINK),)),
        ),
        permalink=UNLINK,
    )


def _really(account: Person) -> Reply:
    yes = UNLINK.with_arguments({"account": account.reference, "sure": "yes"})
    return Reply(
        "Take it off?",
        (
            Text(f"{account_line(account)} would start afresh: no progress, no points, no groups."),
            Text("All of that stays with your other accounts. You can join it again with a new code."),
            Buttons((Button("Yes, take it off", yes), Button("No, keep it", UNLINK))),
        ),
        permalink=UNLINK,
    )


def _refused(why: AlreadyOne | TooMany | NotGood, code: str) -> Refusal:
    match why:
        case AlreadyOne():
            words = "That code is your own. Write it to me from your **other** account."
        case TooMany():
            words = (
                f"Together you would have more than {ACCOUNTS} accounts, and that is as many as one person may have."
            )
        case NotGood.TOO_OFTEN:
            words = "That were too many wrong codes. Wait an hour, then try again with a new one."
        case _:
            words = (
                f"“{shown(code)}” is no code that is good now. They work once, for {MINUTES} minutes: get a new one "
                "with `/link` on your other account."
            )
    return Refusal(words, Buttons((Button("My accounts", UNLINK),)))
