"""JSON Schemas of the content files, for editors that complete and check while one writes."""

from __future__ import annotations

from pydantic import TypeAdapter

from bot.adapters.content.load import RoadmapFile, Synonyms
from bot.adapters.content.shape import shape
from bot.core.model.points import PointRules
from bot.core.model.practice import Prompt, QuizQuestion
from bot.core.model.reference import (
    ActionPlan,
    Careers,
    CertificationGuide,
    Community,
    Faq,
    InterviewQuestion,
    Portfolio,
    Term,
    Toolbox,
)
from bot.core.model.roadmap import Phase


def schemas() -> dict[str, dict[str, object]]:
    """The schema of each file, by its path below `content/`."""
    shapes: dict[str, TypeAdapter[object]] = {
        "roadmap.yaml": shape(RoadmapFile),
        "phases/*.yaml": shape(Phase),
        "faq/*.yaml": shape(tuple[Faq, ...]),
        "interview/*.yaml": shape(tuple[InterviewQuestion, ...]),
        "glossary/*.yaml": shape(tuple[Term, ...]),
        "tools.yaml": shape(Toolbox),
        "projects.yaml": shape(Portfolio),
        "certifications.yaml": shape(CertificationGuide),
        "careers.yaml": shape(Careers),
        "community.yaml": shape(Community),
        "plan.yaml": shape(ActionPlan),
        "points.yaml": shape(PointRules),
        "quiz/*.yaml": shape(tuple[QuizQuestion, ...]),
        "prompts/*.yaml": shape(tuple[Prompt, ...]),
        "synonyms.yaml": shape(Synonyms),
    }
    return {file: one.json_schema() for file, one in shapes.items()}
