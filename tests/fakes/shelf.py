"""A shelf in memory, and a curriculum small enough to hold in one's head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.core.model.entry import Link
from bot.core.model.library import Library
from bot.core.model.points import PointRule, PointRules
from bot.core.model.practice import Prompt, QuizOption, QuizQuestion
from bot.core.model.reference import (
    ActionPlan,
    ActionStep,
    Careers,
    Certification,
    CertificationGuide,
    Community,
    Duty,
    Faq,
    InterviewQuestion,
    Level,
    Pay,
    Place,
    PlaceGroup,
    Portfolio,
    Project,
    QuestionKind,
    Role,
    SalaryBand,
    StarterStack,
    Term,
    Tool,
    Toolbox,
    ToolCategory,
)
from bot.core.model.roadmap import Criterion, Milestone, Phase, Roadmap, Skill, Span
from bot.core.ports.shelf import Loaded

READ = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
DOCS = Link(title="The docs", url="https://docs.example.org/")


@dataclass
class FakeShelf:
    """The port `Shelf` over a library that a test may exchange."""

    library: Library
    loaded: Loaded = Loaded(READ)  # noqa: RUF009 - frozen


def skill(
    name: str, title: str, *, area: str = "Basics", needs: tuple[str, ...] = (), links: tuple[Link, ...] = ()
) -> Skill:
    """A skill of which only the name matters."""
    return Skill(
        id=name,
        title=title,
        area=area,
        summary=f"{title} in short.",
        know=(f"{title} one", f"{title} two", f"{title} three"),
        practice=f"Practise {title}.",
        proof=f"Show {title}.",
        links=links,
        needs=needs,
    )


def phase(name: str, title: str, weeks: Span, skills: tuple[Skill, ...], *, aliases: tuple[str, ...] = ()) -> Phase:
    """A phase with its milestone."""
    return Phase(
        id=name,
        aliases=aliases,
        title=title,
        weeks=weeks,
        learn=f"What {title} teaches",
        tools=("Hammer", "Saw"),
        why=f"Because of {title}.",
        skills=skills,
        milestone=Milestone(
            id=f"{name}-project",
            title=f"{title} project",
            brief=f"Build {title}.",
            deliverables=("A repository", "A page"),
            criteria=tuple(
                Criterion(
                    id=f"{name}-{place}",
                    title=f"{title} criterion {place}",
                    scores=("absent", "poor", "fair", "good", "great"),
                    skills=(skills[0].id,),
                )
                for place in range(4)
            ),
            checklist=("Runs", "Tested", "Documented"),
            stretch=("More",),
            pitfalls=("Haste", "Waste"),
        ),
    )


def interview_question(
    name: str, phase: str, level: Level, kind: QuestionKind, *, sources: tuple[Link, ...] = ()
) -> InterviewQuestion:
    """A question for an interview."""
    return InterviewQuestion(
        id=name,
        phase=phase,
        level=level,
        kind=kind,
        question=f"What of {name}?",
        answer=f"The answer of {name}.",
        points=("point one", "point two", "point three"),
        follow_ups=("And then?",),
        mistake="Guessing.",
        skill="git",
        sources=sources,
    )


def quiz_question(name: str, phase: str, skill: str) -> QuizQuestion:
    """A question whose second answer is right."""
    return QuizQuestion(
        id=name,
        phase=phase,
        skill=skill,
        stem=f"Which of {name}?",
        options=(
            QuizOption(text="This", feedback="Not this."),
            QuizOption(text="That", feedback="Just that.", right=True),
            QuizOption(text="Neither", feedback="One of them."),
        ),
    )


def prompt(name: str, phase: str, skill: str) -> Prompt:
    """A task of which only the name matters."""
    return Prompt(
        id=name,
        phase=phase,
        skill=skill,
        title=f"Task {name}",
        minutes=10,
        task=f"Do {name}.",
        show="A picture.",
        reveal=f"How {name} is done.",
    )


def tiny_library() -> Library:
    """Two phases, four skills, and one or two of everything else."""
    first = phase(
        "basics",
        "Basics",
        Span(min=4, max=8),
        (
            skill("git", "Git", area="Tools", links=(DOCS,)),
            skill("python", "Python", area="Tools"),
            skill("sql", "SQL", area="Data"),
        ),
        aliases=("beginnings",),
    )
    last = phase(
        "serving",
        "Serving",
        Span(min=6, max=6),
        (skill("docker", "Docker"), skill("http", "HTTP", needs=("docker", "git"))),
    )
    return Library(
        roadmap=Roadmap(title="Tiny roadmap", summary="Two phases.", months=Span(min=6, max=12), phases=(first, last)),
        faqs=(
            Faq(
                id="faq-first",
                question="What first?",
                answer="Git.",
                reviewed=date(2026, 5, 4),
                topic="Start",
                phase="basics",
                sources=(DOCS,),
                phrasings=("where do i begin", "first thing to learn"),
            ),
            Faq(id="faq-why", question="Why at all?", answer="Because.", reviewed=date(2026, 5, 4), topic="Sense"),
        ),
        questions=(
            interview_question("iq-one", "basics", "junior", "concept", sources=(DOCS,)),
            interview_question("iq-two", "basics", "junior", "debugging"),
            interview_question("iq-three", "serving", "senior", "design"),
        ),
        terms=(
            Term(id="drift-term", term="Drift", also=("Shift",), meaning="Change over time.", skill="http"),
            Term(id="registry-term", term="Registry", meaning="Where models lie.", component=True),
        ),
        toolbox=Toolbox(
            starter=StarterStack(tools=("Hammer",), advice="Take it."),
            categories=(
                ToolCategory(
                    id="hitting-tools",
                    title="Hitting",
                    does="Hits things.",
                    choosing="By weight.",
                    tools=(tool("hammer"), tool("mallet")),
                ),
            ),
        ),
        portfolio=Portfolio(
            intro="Build something.",
            projects=(
                Project(
                    id="project-shed",
                    title="A shed",
                    stack=("Wood", "Nails"),
                    shows="Patience.",
                    phase="basics",
                    steps=("Plan", "Saw", "Nail", "Paint"),
                    present="Open the door.",
                ),
            ),
            more=(Place(id="place-barn", title="The barn", about="Full of sheds."),),
        ),
        certifications=CertificationGuide(
            order=("Woodwork first",),
            advice="One is enough.",
            certifications=(
                Certification(
                    id="cert-wood",
                    title="Woodwork",
                    provider="The guild",
                    level="Easy",
                    cost=150,
                    best_for="Beginners",
                    facts="Two hours.",
                    as_of=date(2026, 3, 1),
                    link=DOCS,
                ),
                Certification(
                    id="cert-steel",
                    title="Steelwork",
                    provider="The guild",
                    level="Hard",
                    cost=None,
                    best_for="Masters",
                    facts="Two days.",
                    as_of=date(2026, 3, 1),
                    link=DOCS,
                ),
            ),
        ),
        careers=Careers(
            intro="A trade.",
            market="It grows.",
            roles=(
                Role(id="role-mason", title="Mason", focus="Stone", overlap="Both build", difference="Stone is hard."),
            ),
            duties=(Duty(id="duty-saw", title="Sawing", about="All morning."),),
            pay=Pay(
                id="pay-all",
                title="What it pays",
                bands=(SalaryBand(experience="0-2", role="Apprentice", salary="5 LPA", cities=("Pune", "Delhi")),),
                premium="More than rest.",
                as_of=date(2026, 2, 1),
            ),
        ),
        community=Community(
            intro="Meet others.",
            groups=(
                PlaceGroup(
                    id="group-forums",
                    title="Forums",
                    places=(Place(id="place-forum", title="The forum", about="Ask there.", link=DOCS),),
                ),
            ),
            benefits=("Friends",),
        ),
        plan=ActionPlan(
            intro="Step by step.",
            steps=(ActionStep(id="step-one", title="Measure twice", about="Today.", phases=("basics",)),),
        ),
        points=PointRules(
            a_day=30,
            acts=(
                PointRule(act="skill", points=10, a_day=20, about="A skill."),
                PointRule(act="checkin", points=5, a_day=5, about="A day."),
                PointRule(act="milestone", points=25, about="A project."),
            ),
        ),
        quiz=(
            quiz_question("quiz-one", "basics", "git"),
            quiz_question("quiz-two", "basics", "python"),
            quiz_question("quiz-three", "serving", "http"),
        ),
        prompts=(prompt("prompt-one", "basics", "git"), prompt("prompt-two", "basics", "python")),
        synonyms=(("begin", "start"),),
    )


def tool(name: str) -> Tool:
    """A tool of which only the name matters."""
    return Tool(
        id=f"tool-{name}",
        name=name.capitalize(),
        what=f"A {name}.",
        choose_when=f"You need a {name}.",
        maker="The smith",
        licence="Free",
        link=DOCS,
    )
