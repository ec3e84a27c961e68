"""What the playground's page asks in forms, and what becomes of the answers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.adapters.pages import (
    CHROMIUM,
    CONTRASTS,
    DESKTOP,
    NO_CHROMIUM,
    House,
    be,
    button,
    fed,
    line,
    reply,
    say,
    shot,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]


async def test_a_plan_asks_in_a_form_and_gives_a_file(house: House) -> None:
    page = await house.tab()
    await say(page, "/plan")
    form = page.get_by_role("dialog")
    await expect(form.get_by_role("spinbutton", name="hours you have")).to_be_focused()
    await shot(page, "form-light")
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await expect(line(page)).to_be_focused()

    await say(page, "/plan")
    await form.get_by_role("spinbutton", name="hours you have").fill("8")
    await form.get_by_role("textbox", name="first day").fill("next monday")
    await button(form, "Send").click()
    plan = reply(page, re.compile("8 hours a week"))
    await expect(plan).to_be_visible()
    async with page.expect_download() as downloading:
        await plan.get_by_role("link", name="Download mlops-roadmap.ics").click()
    download = await downloading.value
    assert download.suggested_filename == "mlops-roadmap.ics"
    assert (await download.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
    await shot(page, "plan-light")


@pytest.mark.slow
async def test_only_the_tab_of_who_is_asked_shows_the_form(house: House) -> None:
    ana, ben = await house.tab(), await house.tab()
    await be(ben, "Ben")
    await say(ana, "/plan")
    await expect(ana.get_by_role("dialog")).to_be_visible()
    await expect(ben.get_by_role("article")).to_have_count(1)
    await expect(ben.get_by_role("dialog")).to_be_hidden()


async def test_a_form_has_a_field_for_every_kind(house: House) -> None:
    few = [{"value": "a", "label": "Alpha", "about": "The first"}, {"value": "b", "label": "Beta", "about": ""}]
    many = [{"value": f"v{number}", "label": f"Value {number}", "about": ""} for number in range(40)]
    kinds: list[tuple[str, str, list[dict[str, str]], bool]] = [
        ("topic", "words", [], False),
        ("story", "words", [], True),
        ("hours", "whole", [], False),
        ("level", "choice", few, False),
        ("skill", "entryid", many, False),
        ("start", "day", [], False),
        ("sure", "yesno", [{"value": "yes", "label": "Yes", "about": ""}], False),
        ("who", "someone", [], False),
        ("where", "somewhere", [], False),
        ("at", "moment", [], False),
    ]
    questions = [
        {
            "name": n,
            "about": f"About {n}",
            "required": n != "at",
            "kind": k,
            "lines": many_lines,
            "options": o,
            "value": "",
        }
        for n, k, o, many_lines in kinds
    ]
    questions[0]["value"] = "given before"

    def asking(event: dict[str, Any]) -> dict[str, Any]:
        form = {
            "title": "All kinds",
            "words": "Something was wrong",
            "token": "ask",
            "submit": "Off",
            "questions": questions,
        }
        return {**event, "form": form} if event["event"] == "form" else event

    sent: list[dict[str, Any]] = []
    page = await house.tab((1280, 1300), before=fed(asking, sent))
    await say(page, "/plan")
    form = page.get_by_role("dialog", name="All kinds")
    await expect(form.get_by_role("alert")).to_have_text("Something was wrong")
    await expect(form.get_by_role("textbox", name="Topic")).to_have_value("given before")
    await form.get_by_role("textbox", name="Story").fill("two\nlines")
    await form.get_by_role("spinbutton", name="Hours").fill("8")
    await form.get_by_role("combobox", name="Level").select_option("Beta")
    await form.get_by_role("combobox", name="Skill").fill("v31")
    await form.get_by_role("textbox", name="Start").fill("next monday")
    await form.get_by_role("combobox", name="Sure").select_option("Yes")
    await form.get_by_role("combobox", name="Who").select_option("Devi")
    await form.get_by_role("combobox", name="Where").select_option("# help")
    await expect(form.get_by_text("(optional)")).to_have_count(1)
    assert await page.evaluate(CONTRASTS) == []
    await shot(page, "form-every-kind-light")
    await button(form, "Off").click()
    await expect(form).to_be_hidden()
    fill = next(one for one in sent if one["do"] == "fill")
    assert (fill["persona"], fill["channel"], fill["token"], fill["message"]) == ("ana", "general", "ask", None)
    assert fill["filled"] == {
        "topic": "given before",
        "story": "two\nlines",
        "hours": "8",
        "level": "b",
        "skill": "v31",
        "start": "next monday",
        "sure": "yes",
        "who": "playground:devi",
        "where": "playground:help",
    }


async def test_several_skills_are_marked_at_once(house: House) -> None:
    page = await house.tab(DESKTOP)
    await say(page, "/progress phase 1")
    shown = reply(page, re.compile("^Your Phase 1"))
    boxes = shown.get_by_role("group", name="Mark as done")
    take = button(boxes, "Take these")
    await expect(take).to_be_disabled()
    await boxes.get_by_role("checkbox", name="Git", exact=True).check()
    await boxes.get_by_role("checkbox", name="SQL", exact=True).check()
    await shot(page, "several")
    await take.click()
    await expect(reply(page, "2 skills done")).to_be_visible()
