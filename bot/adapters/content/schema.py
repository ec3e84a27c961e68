"""JSON Schemas of the content files, for editors that complete and check while one writes."""

from __future__ import annotations

from pydantic import TypeAdapter

from bot.adapters.content.load import RoadmapFile, Synonyms
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
        "roadmap.yaml": TypeAdapter(RoadmapFile),
        "phases/*.yaml": TypeAdapter(Phase),
        "faq/*.yaml": TypeAdapter(tuple[Faq, ...]),
        "interview/*.yaml": TypeAdapter(tuple[InterviewQuestion, ...]),
        "glossary/*.yaml": TypeAdapter(tuple[Term, ...]),
        "tools.yaml": TypeAdapter(Toolbox),
        "projects.yaml": TypeAdapter(Portfolio),
        "certifications.yaml": TypeAdapter(CertificationGuide),
        "careers.yaml": TypeAdapter(Careers),
        "community.yaml": TypeAdapter(Community),
        "plan.yaml": TypeAdapter(ActionPlan),
        "points.yaml": TypeAdapter(PointRules),
        "quiz/*.yaml": TypeAdapter(tuple[QuizQuestion, ...]),
        "prompts/*.yaml": TypeAdapter(tuple[Prompt, ...]),
        "synonyms.yaml": TypeAdapter(Synonyms),
    }
    return {file: shape.json_schema() for file, shape in shapes.items()}
