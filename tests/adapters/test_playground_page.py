"""The playground's page, used as members use it: a real browser against the real server and the real curriculum."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, WebSocketRoute, async_playwright, expect

from bot.adapters import clock
from bot.adapters.playground.server import Playground
from bot.app import App, build
from bot.settings import Settings

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
DESKTOP, PHONE, NARROW = (1280, 800), (390, 844), (360, 740)
HOSTILE = "<img src=x onerror=alert(1)> **@everyone**"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no `chromium` on the PATH: install it to test the playground's page"),
]

CONTRASTS = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const paint = (colours) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest(".unseen, noscript, option, .skips")) continue;
    const grounds = [];
    for (let one = element; one; one = one.parentElement) grounds.unshift(getComputedStyle(one).backgroundColor);
    const style = getComputedStyle(element);
    const under = light(paint(["white", ...grounds]));
    const over = light(paint(["white", ...grounds, style.color]));
    const ratio = (Math.max(under, over) + 0.05) / (Math.min(under, over) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return found;
}"""


@dataclass
class House:
    """The running playground with a browser before it; `tab` opens a page in a fresh window."""

    url: str
    playground: Playground
    browser: Browser
    troubles: list[str] = field(default_factory=list)

    async def tab(
        self,
        size: tuple[int, int] = DESKTOP,
        scheme: Any = "light",
        before: Callable[[Page], Awaitable[None]] | None = None,
    ) -> Page:
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            timezone_id="UTC",
        )
        page = await context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", self._local)
        page.on("dialog", lambda dialog: self.troubles.append(f"a dialog of the browser: {dialog.message}"))
        if before:
            await before(page)
        await page.goto(self.url)
        await expect(page.get_by_role("combobox", name=re.compile("^Message"))).to_be_visible()
        await expect(page.locator(".persona")).to_have_count(4)
        return page

    def _local(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.troubles.append(f"a request to somewhere else: {request.url}")


@pytest.fixture(scope="module")
def app() -> App:
    return build(Settings())


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    SCREENSHOTS.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def house(app: App, browser: Browser) -> AsyncIterator[House]:
    playground = Playground(app.dispatch, clock.now)
    runner = web.AppRunner(playground.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        there = House(f"http://127.0.0.1:{runner.addresses[0][1]}/", playground, browser)
        yield there
        for context in browser.contexts:
            await context.close()
        assert there.troubles == []
    finally:
        await runner.cleanup()


def line(page: Page) -> Locator:
    return page.locator("#line")


def options(page: Page) -> Locator:
    return page.locator("#options").get_by_role("option")


def reply(page: Page, title: str | re.Pattern[str]) -> Locator:
    """The newest reply with this title."""
    return page.get_by_role("article").filter(has=page.get_by_role("heading", level=3, name=title)).last


def button(place: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return place.get_by_role("button", name=name, exact=isinstance(name, str))


async def say(page: Page, text: str) -> None:
    await line(page).fill(text)
    await line(page).press("Escape")
    await line(page).press("Enter")


async def be(page: Page, name: str) -> None:
    await page.locator(".persona").filter(has_text=name).click()
    await expect(page.locator(".persona[aria-pressed=true]")).to_contain_text(name)


async def shot(page: Page, name: str) -> None:
    await page.screenshot(path=SCREENSHOTS / f"{name}.png")


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))


async def fits(page: Page) -> bool:
    """Whether neither the page nor what it holds is wider than it may be; tables and code scroll for themselves."""
    wide = "[document.documentElement, ...document.querySelectorAll('#messages, .reply, #popup, #form')]"
    return bool(await page.evaluate(f"{wide}.every(one => one.scrollWidth <= one.clientWidth)"))


def fed(
    change: Callable[[dict[str, Any]], dict[str, Any] | None], sent: list[dict[str, Any]] | None = None
) -> Callable[[Page], Awaitable[None]]:
    """Stand between page and server: every event goes through `change`, which may keep it back.

    What the page sends is also noted in `sent`.
    """

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(data: str | bytes) -> None:
            changed = change(json.loads(data))
            if changed is not None:
                route.send(json.dumps(changed))

        def note(data: str | bytes) -> None:
            if sent is not None:
                sent.append(json.loads(data))
            server.send(data)

        server.on_message(pass_on)
        route.on_message(note)

    async def before(page: Page) -> None:
        await page.route_web_socket("**/socket", between)

    return before


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


async def test_what_is_too_long_stays_in_the_box(house: House) -> None:
    page = await house.tab()
    await say(page, "x" * 20_001)
    await expect(page.get_by_role("alert").filter(has_text="20,001")).to_be_visible()
    assert len(await line(page).input_value()) == 20_001
    await line(page).fill("x" * 20_000)
    await line(page).press("Enter")
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.locator("#notice")).to_be_hidden()


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
