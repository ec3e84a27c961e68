"""The curriculum carries every fact and figure of the roadmap that it was made from."""

from __future__ import annotations

import re

import pytest

from bot.adapters.content.load import load
from bot.core.model.library import Library
from bot.settings import Settings


@pytest.fixture(scope="module")
def library() -> Library:
    return load(Settings().content_dir)


PHASES = (
    ("Foundations", 4, 6, ("Python", "Git", "Linux", "SQLite"), "Versioned data-processing script with Git"),
    (
        "ML Fundamentals",
        4,
        6,
        ("scikit-learn", "NumPy", "Pandas", "PyTorch", "TensorFlow"),
        "Trained and evaluated ML model with cross-validation",
    ),
    (
        "DevOps Core",
        6,
        6,
        ("Docker", "GitHub Actions", "AWS", "Google Cloud", "Azure"),
        "Containerised app with an automated CI/CD pipeline",
    ),
    ("MLOps Core", 6, 8, ("MLflow", "DVC", "Kedro"), "Tracked experiments with versioned models in a registry"),
    (
        "Orchestration & Serving",
        6,
        8,
        ("Kubeflow", "Apache Airflow", "BentoML", "KServe"),
        "ML pipeline orchestrated on",
    ),
    (
        "Monitoring & Production",
        4,
        4,
        ("Prometheus", "Grafana", "Evidently", "Argo Workflows"),
        "Drift-monitored pipeline with automatic retraining triggers",
    ),
    (
        "LLMOps",
        4,
        6,
        ("LangChain", "LangGraph", "LangSmith", "vLLM", "Pinecone", "Chroma", "Weaviate"),
        "Production RAG application with monitoring and evaluation",
    ),
)


@pytest.mark.parametrize("number", range(1, 8))
def test_each_phase_has_its_weeks_tools_and_project(library: Library, number: int) -> None:
    title, least, most, tools, milestone = PHASES[number - 1]
    phase = library.roadmap.phases[number - 1]

    assert (phase.title, phase.weeks.min, phase.weeks.max) == (title, least, most)
    named = " ".join(phase.tools).lower()
    assert [tool for tool in tools if tool.lower() not in named] == []
    assert phase.milestone.title.startswith(milestone)


def test_the_path_takes_six_to_twelve_months(library: Library) -> None:
    assert (library.roadmap.months.min, library.roadmap.months.max) == (6, 12)


SKILLS = {
    1: ("Python", "Go", "IDE", "Bash", "Docker", "Kubernetes", "SQL", "Pandas", "Git", "CI/CD", "Linux"),
    2: ("paradigm", "algorithm", "split", "training", "hyperparameter", "cross-validation", "evaluation", "framework"),
    3: ("Linux administration", "cloud", "CI/CD for ML", "infrastructure as code"),
    4: ("experiment tracking", "model registry", "data versioning", "pipeline automation"),
    5: ("Kubernetes for ML", "orchestrating ML workflows", "real-time model APIs", "batch prediction", "A/B", "canary"),
    6: ("performance monitoring", "drift", "retraining", "dashboards"),
    7: ("serving", "RAG", "prompt", "evaluation", "guardrails", "cost"),
}


@pytest.mark.parametrize("number", SKILLS)
def test_each_skill_of_the_breakdown_is_there(library: Library, number: int) -> None:
    titles = " | ".join(skill.title for skill in library.roadmap.phases[number - 1].skills).lower()

    assert [skill for skill in SKILLS[number] if skill.lower() not in titles] == []


def test_the_tools_in_nine_categories(library: Library) -> None:
    tools = (
        "MLflow, Weights & Biases, DVC, LakeFS, Airflow, Kubeflow, Prefect, TensorFlow Extended, Kedro, BentoML, "
        "KServe, SageMaker, Triton, Prometheus, Grafana, Evidently, WhyLabs, Feast, Tecton, Hopsworks, LangChain, "
        "LangSmith, vLLM, LlamaIndex, Pinecone, Chroma, Weaviate, Milvus"
    ).split(", ")
    names = " | ".join(tool.name for category in library.toolbox.categories for tool in category.tools).lower()

    assert len(library.toolbox.categories) == 9
    assert [tool for tool in tools if tool.lower() not in names] == []
    assert library.toolbox.starter.tools == ("MLflow", "DVC", "Docker", "GitHub Actions")


def test_six_projects_with_their_stacks(library: Library) -> None:
    stacks = [" ".join(project.stack).lower() for project in library.portfolio.projects]
    wanted = (
        ("scikit-learn", "fastapi", "docker", "aws", "gcp"),
        ("github actions", "dvc", "mlflow", "pytest"),
        ("evidently", "prometheus", "grafana", "airflow"),
        ("kubeflow", "kubernetes", "minikube"),
        ("feast", "redis", "postgresql", "scikit-learn"),
        ("langchain", "pinecone", "vllm", "langsmith"),
    )

    assert len(stacks) == 6
    for stack, tools in zip(stacks, wanted, strict=True):
        assert [tool for tool in tools if tool not in stack] == []


def test_seven_certifications_with_their_costs(library: Library) -> None:
    costs = [(one.provider, one.cost) for one in library.certifications.certifications]

    assert [cost for _, cost in costs] == [300, 200, 165, 395, 100, None, 200]
    assert len(library.certifications.order) == 3


def test_pay_in_five_bands_and_the_figures_around_it(library: Library) -> None:
    careers = library.careers
    figures = [(band.experience, band.salary) for band in careers.pay.bands]

    assert figures == [
        ("0–2 years", "₹6–12 LPA"),
        ("2–5 years", "₹12–25 LPA"),
        ("5–8 years", "₹25–45 LPA"),
        ("8+ years", "₹45–70+ LPA"),
        ("Any (Global Remote)", "$100K–$200K+"),
    ]
    assert "20–35" in careers.pay.premium
    assert [figure for figure in ("3.8", "2021", "21.1", "2026") if figure not in careers.market] == []
    assert len(careers.roles) == 4
    assert len(careers.duties) == 8


def test_the_community_and_the_plan(library: Library) -> None:
    places = " ".join(f"{place.title} {place.about}" for group in library.community.groups for place in group.places)
    named = (
        "r/MLOps, r/MachineLearning, Stack Overflow, MLOps Community, Discord, Meetup, KubeCon, MLOps World, ODSC, "
        "NeurIPS, re:Invent, MLflow, DVC, Kubeflow, LangChain"
    ).split(", ")

    assert [name for name in named if name.lower() not in places.lower()] == []
    assert len(library.community.benefits) == 4
    assert len(library.plan.steps) == 8
    assert sum(term.component for term in library.terms) == 7


def test_the_eight_questions_come_first(library: Library) -> None:
    first = " | ".join(faq.question for faq in library.faqs[:8])
    about = ("future", "LLMOps", "How long", "day to day", "Which tools", "interview questions", "salary", "DevOps")

    assert [words for words in about if words not in first] == []


def test_no_advertising_came_along(library: Library) -> None:
    everything = str(library)

    assert re.search(r"\bScaler\b(?!\()|[Mm]asterclass|IIT Roorkee", everything) is None
