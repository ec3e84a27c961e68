"""Projects for a portfolio, step by step, and where to find more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Button, Buttons, Facts, Items, Option, Select, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.community import place_line
from bot.core.features.naming import entry_kind, phase_name, short
from bot.core.features.roadmap import open_phase
from bot.core.model.library import Library
from bot.core.model.reference import Project
from bot.core.ports.shelf import Shelf

LIST = Invocation("projects")


def open_project(project: Project) -> Invocation:
    """What shows a project."""
    return Invocation("projects", {"project": project.id})


@dataclass(frozen=True, slots=True)
class ProjectsFeature:
    """`/projects`: the list, and one project with its steps."""

    shelf: Shelf

    def menu(self) -> Iterable[Command]:
        """The command."""
        project = Parameter(
            "project",
            "Which project",
            entry_kind(
                "project", lambda: [(one, one.title, one.shows) for one in self.shelf.library.portfolio.projects]
            ),
            required=False,
        )

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(project)
            if chosen is None:
                return project_list(library)
            return project_card(library, library.one(Project, chosen))

        yield Command(
            "projects",
            "Portfolio projects with their steps, and where to find more",
            show,
            (project,),
            addressable=True,
            examples=("projects", "projects rag"),
            also=("project",),
        )


def project_list(library: Library) -> Reply:
    """All projects, and where to find more."""
    portfolio = library.portfolio
    return Reply(
        "Projects for your portfolio",
        (
            Text(portfolio.intro),
            Items(tuple(f"**{one.title}** ({', '.join(one.stack)})" for one in portfolio.projects)),
            Items(tuple(place_line(place) for place in portfolio.more), title="Where to find more"),
            Select(
                "Open a project",
                LIST,
                "project",
                tuple(Option(one.id, one.title, short(one.shows)) for one in portfolio.projects),
            ),
        ),
        permalink=LIST,
    )


def project_card(library: Library, project: Project) -> Reply:
    """One project: what it proves, how to build it, how to show it."""
    phase = library.phases[project.phase]
    return Reply(
        project.title,
        (
            Facts((("Built with", ", ".join(project.stack)), ("It shows", project.shows))),
            Items(project.steps, style="numbers", title="Steps"),
            Text(f"**Show it**\n\n{project.present}"),
            Buttons((Button("All projects", LIST), Button(phase_name(library, phase), open_phase(library, phase)))),
        ),
        permalink=open_project(project),
    )
