"""What the playground's page shows: every block, on every screen, in every colour, and nothing slipped in."""

from __future__ import annotations

import base64
import itertools
import json
import re
from typing import Any

import pytest
from playwright.async_api import expect

from bot.adapters import clock
from tests.adapters.pages import (
    CHROMIUM,
    CONTRASTS,
    NARROW,
    NO_CHROMIUM,
    PHONE,
    House,
    be,
    button,
    fed,
    fits,
    line,
    options,
    reply,
    say,
    shot,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]

HOSTILE = "<img src=x onerror=alert(1)> **@everyone**"


WORDS = [{"node": "paragraph", "inside": [{"node": "words", "text": "Some words"}]}]
NODES = [
    {"node": "list", "start": 3, "items": [WORDS]},
    {"node": "quote", "inside": WORDS},
    {"node": "fence", "text": "x = 1", "language": "python"},
    {"node": "paragraph", "inside": [{"node": "link", "inside": [], "url": "javascript:alert(1)"}, {"node": "new"}]},
]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
FILE = {"name": "a.txt", "about": "A file.", "data": base64.b64encode(b"hi").decode(), "media_type": "text/plain"}
BLOCKS = [
    {"block": "text", "text": [*WORDS, *NODES]},
    {"block": "facts", "facts": [["A label", WORDS]]},
    {"block": "items", "title": "A list", "style": "numbers", "items": [WORDS]},
    {"block": "table", "columns": ["One", "Two"], "rows": [["1", "2"]]},
    {"block": "code", "text": "print()", "language": "python"},
    {"block": "picture", "alt": "A dot", "data": PIXEL, "media_type": "image/png"},
    {"block": "file", **FILE},
    {"block": "spoiler", "label": "the end", "text": WORDS, "token": "end"},
    {"block": "buttons", "buttons": [{"label": "Read", "url": "https://example.org/"}]},
    {"block": "buttons", "buttons": [{"label": "Go", "token": "go", "main": True}]},
    {
        "block": "select",
        "label": "Pick",
        "token": "pick?a=",
        "options": [{"value": "a", "label": "A", "about": "First"}],
    },
    {
        "block": "select",
        "label": "Tick",
        "token": "tick?a=",
        "many": True,
        "options": [{"value": "a", "label": "Alpha", "about": "First"}, {"value": "b", "label": "Beta", "about": ""}],
    },
    {"block": "divider"},
    {"block": "mention", "person": "playground:ben", "text": WORDS},
    {"block": "hologram"},
]


async def test_an_interview_answer_is_hidden_until_asked_for(house: House) -> None:
    page = await house.tab()
    await say(page, "/interview 6")
    question = reply(page, re.compile("^Interview question"))
    await expect(question).not_to_contain_text("A good answer mentions")
    await question.get_by_role("combobox", name="Only one level").select_option("junior")
    await expect(question).to_contain_text("Level")
    await button(question, "Show the answer").click()
    answer = reply(page, "Interview answer")
    await expect(answer).to_contain_text("A good answer mentions")
    await button(answer, "Share").click()
    await be(page, "Chidi")
    covered = reply(page, "Interview answer")
    reveal = button(covered, "Show the answer")
    await expect(reveal).to_have_attribute("aria-expanded", "false")
    await expect(covered.locator(".spoiler-text")).to_be_hidden()
    await reveal.click()
    await expect(covered.locator(".spoiler-text")).to_be_visible()
    await expect(button(covered, "Hide the answer")).to_have_attribute("aria-expanded", "true")


async def test_hostile_words_show_as_they_are(house: House) -> None:
    page = await house.tab()
    await say(page, HOSTILE)
    await expect(page.get_by_role("article").last).to_contain_text(HOSTILE)
    await say(page, f"@bot {HOSTILE}")
    await expect(page.get_by_role("article")).to_have_count(3)
    await expect(page.get_by_role("article").last).to_contain_text("<img src=x onerror=alert(1)>")
    await say(page, f"/roadmap {HOSTILE}")
    await expect(page.get_by_role("article")).to_have_count(5)
    assert await page.locator("#messages img, #messages script").count() == 0


async def test_details_show_what_a_reply_is_made_of(house: House) -> None:
    page = await house.tab()
    await say(page, "/roadmap 4")
    opener = button(reply(page, re.compile("Phase 4")), re.compile("^Details"))
    await opener.click()
    panel = page.get_by_role("complementary", name="Details")
    shown = json.loads(await panel.locator("pre").inner_text())
    assert shown["answer"] == "reply"
    assert shown["title"].startswith("Phase 4")
    await shot(page, "details-light")
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(opener).to_be_focused()


async def test_every_block_is_shown(house: House) -> None:
    def with_all(event: dict[str, Any]) -> dict[str, Any]:
        if event["event"] != "welcome":
            return event
        answer = {"answer": "reply", "title": "Everything", "audience": "everyone", "replaces": False, "blocks": BLOCKS}
        message = {
            "id": 1,
            "channel": "general",
            "author": "bot",
            "at": clock.now().isoformat(),
            "text": "",
            "only_for": None,
        }
        return {**event, "messages": [{**message, "reply": answer}]}

    page = await house.tab((1280, 1900), before=fed(with_all))
    shown = reply(page, "Everything")
    await expect(shown.locator(".reply > *")).to_have_count(len(BLOCKS) + 2)
    await expect(shown.get_by_text("I can't show this part")).to_have_count(2)
    await expect(shown.get_by_role("row")).to_have_count(2)
    await expect(shown.get_by_role("img", name="A dot")).to_be_visible()
    await expect(shown.get_by_role("link", name=re.compile("^Read"))).to_have_attribute("rel", re.compile("noopener"))
    await expect(shown.get_by_role("link", name=re.compile("^Read"))).to_have_attribute("target", "_blank")
    await expect(shown.get_by_role("link")).to_have_count(2)
    await expect(button(shown, "Copy this code")).to_have_count(2)
    await expect(shown.get_by_role("combobox", name="Pick")).to_have_value("")
    await expect(shown.locator(".mention")).to_have_text("@Ben")
    await expect(shown.locator("ol[start='3']")).to_be_visible()
    await shot(page, "every-block-light")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_names_headings_and_contrast(house: House, scheme: str) -> None:
    page = await house.tab(scheme=scheme)
    assert await page.evaluate(CONTRASTS) == []
    for text in ("/roadmap", "/interview 6", "/plan 8", "hello @ana, this is `code`"):
        await say(page, text)
    await expect(page.get_by_role("article")).to_have_count(7)
    await button(page, re.compile("^Details")).last.click()
    await line(page).press_sequentially("/roadmap skill ")
    await expect(options(page).nth(3)).to_be_visible()
    await line(page).press("ArrowDown")
    assert await page.evaluate(CONTRASTS) == []
    await shot(page, f"everything-{scheme}")

    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    controls = {"button", "combobox", "textbox", "link", "radio", "spinbutton", "checkbox", "listbox", "dialog", "log"}
    for node in tree["nodes"]:
        role = node.get("role", {}).get("value")
        if role in controls and not node["ignored"]:
            assert node.get("name", {}).get("value", "").strip(), node
    levels = await page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(one => one.checkVisibility()).map(one => +one.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    await say(page, "/plan")
    await expect(page.get_by_role("dialog", name=re.compile("hours"))).to_be_visible()
    await shot(page, f"form-{scheme}")
    assert await page.evaluate(CONTRASTS) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [NARROW, PHONE], ids=["360", "390"])
async def test_on_a_phone_nothing_overflows(house: House, size: tuple[int, int]) -> None:
    page = await house.tab(size)
    name = f"phone-{size[0]}"
    assert await fits(page)
    await shot(page, f"{name}-hello")
    await button(page, "Open the menu").click()
    await expect(page.locator(".persona").first).to_be_visible()
    await shot(page, f"{name}-drawer")
    await page.keyboard.press("Escape")
    await expect(page.locator(".persona").first).to_be_hidden()
    await expect(button(page, "Open the menu")).to_be_focused()
    for text, title in (
        ("/roadmap", "roadmap"),
        ("/plan 8", "8 hours"),
        ("/career salary", ""),
        ("/tools mlflow", "MLflow"),
    ):
        await say(page, text)
        await expect(reply(page, re.compile(title))).to_be_visible()
        assert await fits(page), text
        await shot(page, f"{name}-{text.strip('/').replace(' ', '-')}")
    await say(page, "w" * 400)
    await expect(page.get_by_role("article").last).to_contain_text("wwww")
    assert await fits(page)
    await line(page).press_sequentially("/roadmap skill ")
    await expect(options(page).nth(3)).to_be_visible()
    assert await fits(page)
    await shot(page, f"{name}-completion")
    await say(page, "/plan")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await fits(page)
    await shot(page, f"{name}-form")
    await page.keyboard.press("Escape")
    box = await line(page).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= size[1]
    assert box["width"] > 180


async def test_colours_follow_the_system_and_the_choice(house: House) -> None:
    page = await house.tab(scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(ground)
    await say(page, "/roadmap 1")
    await expect(reply(page, re.compile("Phase 1"))).to_be_visible()
    await shot(page, "phase-dark")
    await page.get_by_role("radio", name="Light").check()
    light = await page.evaluate(ground)
    assert light != dark
    await page.reload()
    await expect(page.get_by_role("radio", name="Light")).to_be_checked()
    assert await page.evaluate(ground) == light
    await page.get_by_role("radio", name="System").check()
    assert await page.evaluate(ground) == dark
