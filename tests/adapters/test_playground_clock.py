"""The clock of the playground's page, used as people use it: time passes, and what arrives is found."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.adapters.database.sqlite import open_sqlite
from bot.app import App
from tests.adapters.bellhouse import BellHouse, bell_house
from tests.adapters.pages import (
    CHROMIUM,
    CONTRASTS,
    NO_CHROMIUM,
    PHONE,
    House,
    be,
    button,
    fits,
    focused,
    reply,
    say,
    shot,
    visited,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]

DAY, HOUR = re.compile(r"\+1 day"), re.compile(r"\+1 hour")
NEXT = re.compile("Next thing due")


@pytest_asyncio.fixture(loop_scope="module")
async def bells(app: App, tmp_path: Path) -> AsyncIterator[BellHouse]:
    database = await open_sqlite(tmp_path / "bot.db")
    async with bell_house(app, database) as there:
        yield there
    await database.close()


@pytest_asyncio.fixture(loop_scope="module")
async def house(bells: BellHouse, browser: Browser) -> AsyncIterator[House]:
    async with visited(f"{bells.address}/", bells.playground, browser) as there:
        yield there


def clock(page: Page) -> Locator:
    return page.get_by_role("group", name="The playground's clock")


def status(page: Page) -> Locator:
    return page.locator("#passed-words")


async def test_what_arrives_is_told_and_found_in_every_tab(house: House) -> None:
    ana, ben = await house.tab(), await house.tab()
    await be(ben, "Ben")
    await button(ana, "# study-group").click()
    await say(ana, "/bell")
    await expect(reply(ana, "The bell rings at nine")).to_be_visible()
    await say(ana, "/alarm")
    await expect(reply(ana, "It rings in an hour")).to_be_visible()
    await button(clock(ana), DAY).click()
    for page in (ana, ben):
        await expect(status(page)).to_contain_text("2 messages arrived:")
    await expect(reply(ana, "Ding dong")).to_be_in_viewport()
    await shot(ana, "arrived-light")
    await expect(button(ben, re.compile("# study-group.*something new"))).to_be_visible()

    await button(ben, "Direct message for Ana").click()
    await expect(ben.locator(".persona[aria-pressed=true]")).to_contain_text("Ana")
    await expect(ben.get_by_role("heading", level=2, name="Direct message with the bot")).to_be_visible()
    await expect(reply(ben, "Ding dong")).to_be_visible()
    await expect(ben.get_by_role("log")).to_be_focused()
    await button(ben.get_by_role("list", name="Where something arrived"), "# study-group").click()
    await button(reply(ben, "Ding dong"), "I hear it").click()
    await expect(reply(ana, "Ding dong")).to_contain_text("Ana hears it.")

    await button(ben, "Close this note").click()
    await expect(status(ben)).to_be_empty()
    await expect(status(ana)).to_contain_text("arrived")


async def test_by_keyboard_alone_and_the_focus_stays(house: House) -> None:
    page = await house.tab()
    await button(clock(page), HOUR).focus()
    before = await clock(page).locator("time").get_attribute("datetime")
    await page.keyboard.press("Enter")
    await expect(status(page)).to_contain_text("Nothing arrived.")
    assert await focused(page) == "Let time pass: +1 hour"
    after = await clock(page).locator("time").get_attribute("datetime")
    assert before is not None
    assert after is not None
    passed = datetime.fromisoformat(after) - datetime.fromisoformat(before)
    assert 3_600 <= passed.total_seconds() < 3_660
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    assert await focused(page) == "Let time pass until the Next thing due (nothing is due)"
    await expect(button(clock(page), NEXT)).to_have_attribute("aria-disabled", "true")
    await page.keyboard.press("Enter")
    await expect(page.locator("#trouble")).to_be_empty()
    await page.keyboard.press("Tab")
    assert await focused(page) == "passed-close"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_be_focused()


async def test_the_next_thing_due_is_named_and_waited_for(house: House, bells: BellHouse) -> None:
    page = await house.tab()
    bells.clock.move(datetime(2026, 12, 1, 7, 30, tzinfo=UTC))
    await button(page, "# study-group").click()
    await say(page, "/bell")
    await expect(button(clock(page), NEXT)).to_contain_text("Tue 1 Dec, 10:00")
    await expect(clock(page).locator("time")).to_have_text("Tue 1 Dec, 08:30")
    await button(clock(page), NEXT).click()
    await expect(status(page)).to_have_text(re.compile("It is now Tuesday,? 1 December 2026 at 10:00. One message"))
    await expect(page.locator(".persona").first).to_contain_text("10:00")
    await expect(page.locator(".day")).to_have_text(["Today"])
    await be(page, "Devi")
    await expect(clock(page).locator("time")).to_have_text("Tue 1 Dec, 14:30")
    await expect(status(page)).to_contain_text("at 14:30")
    await button(clock(page), DAY).click()
    await expect(page.locator(".day")).to_have_text(["Yesterday", "Today"])


async def test_a_wait_that_fails_says_why_and_can_be_repeated(house: House, bells: BellHouse) -> None:
    page = await house.tab()
    bells.database.away = True
    await button(clock(page), DAY).click()
    await expect(page.get_by_role("alert").filter(has_text="The clock stopped on its way")).to_be_visible()
    bells.database.away = False
    await button(clock(page), DAY).click()
    await expect(status(page)).to_contain_text("Nothing arrived.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_a_phone_and_every_colour_can_be_read(house: House, scheme: str) -> None:
    page = await house.tab(PHONE, scheme=scheme)
    await say(page, "/alarm")
    await expect(reply(page, "It rings in an hour")).to_be_visible()
    await button(clock(page), DAY).click()
    await expect(status(page)).to_contain_text("One message arrived:")
    assert await fits(page)
    assert await page.evaluate(CONTRASTS) == []
    await shot(page, f"arrived-phone-{scheme}")
    box = await clock(page).bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= PHONE[0]


async def test_a_screen_reader_hears_names_and_news(house: House) -> None:
    page = await house.tab()
    session = await page.context.new_cdp_session(page)
    await button(clock(page), HOUR).click()
    await expect(status(page)).to_contain_text("It is now")
    tree = await session.send("Accessibility.getFullAXTree")
    seen = {
        (node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree["nodes"] if not node["ignored"]
    }
    assert ("group", "The playground's clock") in seen
    assert ("button", "Let time pass: +1 hour") in seen
    assert ("button", "Let time pass: +1 day") in seen
    assert any(role == "button" and name.startswith("Let time pass until the Next thing due") for role, name in seen)
    assert "status" in {role for role, _ in seen}
