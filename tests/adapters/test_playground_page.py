"""The playground's page, used as members use it: a real browser against the real server and the real curriculum."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.adapters.pages import CHROMIUM, NO_CHROMIUM, House, be, button, fed, focused, line, options, reply, say, shot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]


async def test_an_empty_chat_says_hello_and_offers_three_things(house: House) -> None:
    page = await house.tab()
    await shot(page, "hello-light")
    assert await page.locator(".tries button").all_inner_texts() == ["/roadmap", "/ask what is drift?", "/plan"]
    await button(page, "/ask what is drift?").click()
    await expect(page.get_by_role("article").first).to_contain_text("/ask what is drift?")
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.locator(".hello")).to_have_count(0)


async def test_completing_a_command_and_stepping_on_in_the_private_reply(house: House) -> None:
    page = await house.tab()
    await line(page).press_sequentially("/ro")
    await expect(options(page).first).to_contain_text("/roadmap")
    await expect(options(page).first).to_have_attribute("aria-selected", "true")
    await expect(line(page)).to_have_attribute("aria-expanded", "true")
    active = await line(page).get_attribute("aria-activedescendant")
    assert active == await options(page).first.get_attribute("id")
    await shot(page, "completion-light")
    await line(page).press("Enter")
    await expect(line(page)).to_have_value("/roadmap ")
    await line(page).press("Enter")
    overview = reply(page, re.compile("roadmap"))
    await expect(overview).to_contain_text("Only you can see this")
    await expect(overview.locator("thead th[scope=col]")).to_have_count(4)
    assert await page.get_by_role("article").count() == 2
    await shot(page, "overview-light")

    await button(overview, "What next?").focus()
    top = await page.locator("#messages").evaluate("list => list.scrollTop")
    await button(overview, "What next?").click()
    await expect(reply(page, re.compile("^Next: "))).to_be_visible()
    assert await page.get_by_role("article").count() == 2
    assert await focused(page) != ""
    assert await page.evaluate("document.activeElement.closest('article') !== null")
    assert await page.locator("#messages").evaluate("list => list.scrollTop") <= top


async def test_a_replaced_message_keeps_focus_and_place(house: House) -> None:
    page = await house.tab()
    for number in range(1, 5):
        await say(page, f"/roadmap {number}")
        await expect(reply(page, re.compile(f"Phase {number} "))).to_be_visible()
    first, third = page.get_by_role("article").nth(1), page.get_by_role("article").nth(5)
    await button(first, "All phases").focus()
    await third.evaluate("one => one.scrollIntoView()")
    place = "one => one.getBoundingClientRect().top"
    before = await third.evaluate(place)
    await button(first, re.compile("^Next: ")).dispatch_event("click")  # a click that doesn't scroll
    await expect(first.get_by_role("heading", level=3)).to_contain_text("Phase 2")
    assert await focused(page) == "All phases"
    assert abs(await third.evaluate(place) - before) < 2


async def test_private_replies_stay_private_until_shared(house: House) -> None:
    page = await house.tab()
    await say(page, "/roadmap 6")
    mine = reply(page, re.compile("Phase 6"))
    await expect(mine).to_contain_text("Only you can see this")
    await be(page, "Ben")
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_text("/roadmap 6")).to_be_visible()
    await be(page, "Ana")
    await button(mine, "Share").click()
    await expect(page.get_by_role("article")).to_have_count(3)
    await be(page, "Ben")
    theirs = reply(page, re.compile("Phase 6"))
    await expect(theirs).to_contain_text("@Ana shared this.")
    await expect(theirs).not_to_contain_text("Only you can see this")
    times = [await one.inner_text() for one in await page.locator(".who time").all()]
    await be(page, "Devi")
    assert times != [await one.inner_text() for one in await page.locator(".who time").all()]


async def test_what_is_too_long_stays_in_the_box(house: House) -> None:
    page = await house.tab()
    await say(page, "x" * 20_001)
    await expect(page.get_by_role("alert").filter(has_text="20,001")).to_be_visible()
    assert len(await line(page).input_value()) == 20_001
    await line(page).fill("x" * 20_000)
    await line(page).press("Enter")
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.locator("#notice")).to_be_hidden()


async def test_with_the_keyboard_alone(house: House) -> None:
    page = await house.tab()
    await page.keyboard.press("Tab")
    assert await focused(page) == "Skip to the messages"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(line(page)).to_be_focused()
    await page.keyboard.type("/skill")
    await expect(options(page).first).to_contain_text("/roadmap skill")
    await page.keyboard.press("Tab")
    await page.keyboard.type("dri")
    await expect(options(page).first).to_contain_text(re.compile("drift", re.IGNORECASE))
    await expect(page.locator(".hint-now")).to_have_text("skill")
    await expect(options(page).first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(line(page)).to_have_value(re.compile(r"^/roadmap skill skill:\S+ $"))
    await page.keyboard.press("Escape")
    await expect(page.locator("#popup")).to_be_hidden()
    await page.keyboard.press("Enter")
    skill = page.get_by_role("article").last
    await expect(skill.get_by_role("heading", level=3)).to_be_visible()
    await expect(line(page)).to_have_value("")
    await page.keyboard.press("Shift+Tab")
    assert await focused(page) == "Share"
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(ring) == "solid"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article").last).to_contain_text("@Ana shared this.")
    await page.locator(".persona").last.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".persona").last).to_have_attribute("aria-pressed", "true")
    assert "Devi" in await focused(page)


async def test_history_new_lines_and_mentions(house: House) -> None:
    page = await house.tab()
    await say(page, "good morning")
    await line(page).press("ArrowUp")
    await expect(line(page)).to_have_value("good morning")
    await line(page).press("Shift+Enter")
    await line(page).press_sequentially("@be")
    await expect(options(page)).to_have_count(1)
    await line(page).press("Tab")
    await expect(line(page)).to_have_value("good morning\n@ben ")
    await line(page).press("Enter")
    await expect(page.locator(".said .mention")).to_have_text("@ben")
    await expect(page.get_by_role("article").last.locator(".said")).to_have_text(
        "good morning\n@ben", use_inner_text=True
    )
    await line(page).press_sequentially("/roadmap overview user:@ch")
    await line(page).press("Tab")
    await expect(line(page)).to_have_value("/roadmap overview user:@chidi ")
    await line(page).press("Enter")
    await expect(page.get_by_role("article").last).to_contain_text("@Chidi this is for you.")


async def test_what_completion_offers(house: House) -> None:
    page = await house.tab()
    await line(page).press_sequentially("/")
    await expect(options(page).first).to_contain_text("/roadmap")
    await expect(options(page).filter(has_text="/content")).to_have_count(0)
    await line(page).fill("/rdmpmlst")
    await expect(options(page)).to_have_count(1)
    await expect(options(page)).to_contain_text("/roadmap milestone")
    await line(page).fill("/faq topic:")
    await expect(page.locator(".hint-now")).to_contain_text("topic")
    spaced = options(page).filter(has_text=re.compile(r"\w \w")).first
    topic = await spaced.locator(".option-name").inner_text()
    await spaced.click()
    await expect(line(page)).to_have_value(f'/faq topic:"{topic}" ')
    await line(page).press("Escape")
    await expect(page.locator("#popup")).to_be_hidden()
    await be(page, "Devi")
    await line(page).fill("/cont")
    await expect(options(page)).to_contain_text(["/content"])


async def test_late_suggestions_are_dropped(house: House) -> None:
    kept: list[dict[str, Any]] = []

    def late(event: dict[str, Any]) -> dict[str, Any] | None:
        if event["event"] != "suggestions":
            return event
        kept.append(event)
        return {**kept[0], "options": [{"value": "old", "label": "Too late", "about": ""}]} if len(kept) > 1 else None

    page = await house.tab(before=fed(late))
    await line(page).press_sequentially("/roadmap skill git")
    await page.wait_for_timeout(300)
    await line(page).press_sequentially("x")
    await page.wait_for_timeout(400)
    assert len(kept) == 2
    await expect(options(page).filter(has_text="Too late")).to_have_count(0)


async def test_two_tabs_stay_in_step(house: House) -> None:
    ana, ben = await house.tab(), await house.tab()
    await be(ben, "Ben")
    await button(ben, "# help").click()
    await say(ana, "hello from the other side")
    await expect(button(ben, re.compile("# general.*something new"))).to_be_visible()
    await shot(ben, "unread-light")
    await button(ben, re.compile("# general")).click()
    await expect(ben.get_by_text("hello from the other side")).to_be_visible()
    await expect(button(ben, re.compile("something new"))).to_have_count(0)
    await say(ana, "/roadmap 2")
    await button(reply(ana, re.compile("Phase 2")), "Share").click()
    await expect(reply(ben, re.compile("Phase 2"))).to_contain_text("@Ana shared this.")


async def test_a_lost_connection_comes_back_by_itself(house: House) -> None:
    page = await house.tab()
    await say(page, "before the storm")
    await expect(page.get_by_text("before the storm")).to_be_visible()
    await line(page).fill("half a sent")
    for tab in tuple(house.playground._tabs):
        await tab.close()
    await expect(page.locator("#notice")).to_contain_text("The connection is lost")
    await expect(page.locator("#notice")).to_contain_text("Connected again")
    await expect(line(page)).to_have_value("half a sent")
    await expect(page.get_by_text("before the storm")).to_have_count(1)
    await say(page, "after the storm")
    await expect(page.get_by_text("after the storm")).to_be_visible()


async def test_the_direct_message_is_each_persona_s_own(house: House) -> None:
    page = await house.tab()
    await button(page, "Direct message with the bot").click()
    await say(page, "what is a feature store?")
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_text("Only you can see this")).to_have_count(0)
    await expect(button(page, "Share")).to_have_count(0)
    await be(page, "Ben")
    await expect(page.get_by_role("article")).to_have_count(0)
