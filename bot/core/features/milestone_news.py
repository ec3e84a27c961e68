"""What members are told about projects who asked to be told: theirs was reviewed, or a new version came in."""

from __future__ import annotations

from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.reply import Reply
from bot.core.features.milestone_words import REVIEW, about_phase, about_project, project_name
from bot.core.model.library import Library
from bot.core.model.milestone import APPROVALS, News, NewsKind


def news_card(library: Library, news: News) -> Reply:
    """The message for whom `news.to` names. It names nobody."""
    name, phase = project_name(library, news.submission), library.phases.get(news.submission.phase)
    if news.kind is NewsKind.HANDED_IN:
        steps = [Button("Review it", about_project("review", news.submission.number), main=True)]
        steps.append(Button("All that wait", REVIEW))
        words = f"You reviewed a project of **{name}**; version {news.submission.version} of it is here now."
        return Reply("A project waits for review", (Text(words), Buttons(tuple(steps))))
    words = {
        NewsKind.REVIEWED: f"A reviewer approved your project of **{name}**. It has {news.count.approvals} of "
        f"{APPROVALS} approvals now.{_set_aside(news)}",
        NewsKind.CHANGES: f"A reviewer of your project of **{name}** asks for changes. Read what they say, and hand in "
        "a new version when it is ready.",
        NewsKind.PASSED: f"Your project of **{name}** has passed its review: the phase is completed, and the badge is "
        f"yours.{f' You get {news.points} points.' if news.points else ''}",
    }[news.kind]
    steps = [Button("What reviewers said", about_phase("status", library, phase), main=True)] if phase else []
    steps.append(Button("Review a peer", REVIEW))
    title = "Your project has passed" if news.kind is NewsKind.PASSED else "Your project was reviewed"
    return Reply(title, (Text(words), Buttons(tuple(steps))))


def _set_aside(news: News) -> str:
    if not news.count.set_aside:
        return ""
    return (
        " Approvals by people whose work you approved before count only once somebody else approves it too, or an "
        "organiser does."
    )
