"""The playground's page in a real browser: opening it, finding what stands on it, and using it as people do."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, WebSocketRoute, async_playwright, expect

from bot.adapters.playground.server import Playground

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
DESKTOP, PHONE, NARROW = (1280, 800), (390, 844), (360, 740)
NO_CHROMIUM = "no `chromium` on the PATH: install it to test the playground's page"

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


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser."""
    SCREENSHOTS.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def visited(url: str, playground: Playground, browser: Browser) -> AsyncIterator[House]:
    """A playground with this address; whatever the page complains of fails the test."""
    there = House(url, playground, browser)
    yield there
    for context in browser.contexts:
        await context.close()
    assert there.troubles == []


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
