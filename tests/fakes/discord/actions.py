"""What Discord's client sends when somebody uses it, checked as the client checks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.exchange import Posted
from tests.fakes.discord.people import Someone

STRING, INTEGER, BOOLEAN, USER, CHANNEL = 3, 4, 5, 6, 7


@dataclass(frozen=True)
class Using:
    """A command with its options, as they are chosen from Discord's list."""

    name: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Choosing:
    """An option of a message's menu."""

    message: Posted
    menu: str
    option: str

    def data(self) -> dict[str, Any]:
        """What the client sends for it."""
        menu = self.message.menu(self.menu)
        labels = self.option.split(" + ")
        assert len(labels) <= menu.get("max_values", 1)
        values = [next(one["value"] for one in menu["options"] if one["label"] == label) for label in labels]
        return {"custom_id": menu["custom_id"], "component_type": 3, "values": values}


def typed_options(commands: list[dict[str, Any]], name: str, arguments: Mapping[str, str]) -> Using | None:
    """Arguments of the core as options of a registered command; None where the client would not let them through."""
    declared = _declared(commands, name)
    if declared is None or any(one.get("required") and one["name"] not in arguments for one in declared.values()):
        return None
    options: dict[str, Any] = {}
    for argument, text in arguments.items():
        value = _value(declared[argument], text) if argument in declared else None
        if value is None:
            return None
        options[argument] = value
    return Using(name, options)


def command(commands: list[dict[str, Any]], used: Using, focused: str | None = None) -> dict[str, Any]:
    """What the client sends for a registered command; `focused` is the option that is being typed."""
    declared = _declared(commands, used.name)
    assert declared is not None, f"/{used.name} is not registered"
    options: list[dict[str, Any]] = []
    for name, value in used.options.items():
        option = {"name": name, "type": declared[name]["type"], "value": value}
        options.append({**option, "focused": True} if name == focused else option)
    root, *sub = used.name.split(" ")
    data = next(one for one in commands if one["name"] == root)
    if sub:
        options = [{"name": sub[0], "type": 1, "options": options}]
    return {"id": data["id"], "name": root, "type": data["type"], "options": options}


def on_message(commands: list[dict[str, Any]], name: str, message: Mapping[str, Any]) -> dict[str, Any]:
    """What the client sends when somebody chooses from a message's menu."""
    data = next(one for one in commands if one["name"] == name and one["type"] == 3)
    number = message["id"]
    return {
        "id": data["id"],
        "name": name,
        "type": 3,
        "target_id": number,
        "resolved": {"messages": {number: message}},
    }


def on_person(commands: list[dict[str, Any]], name: str, person: Someone) -> dict[str, Any]:
    """What the client sends when somebody chooses from a person's menu."""
    data = next(one for one in commands if one["name"] == name and one["type"] == 2)
    resolved = {"users": {str(person.id): person.user()}}
    return {"id": data["id"], "name": name, "type": 2, "target_id": str(person.id), "resolved": resolved}


def fill(modal: dict[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """What the client sends for a modal with these answers."""
    rows = [one for one in modal["components"] if one["type"] == 18]
    names = {row["component"]["custom_id"] for row in rows}
    assert names.issuperset(answers), f"the form asks for {names}"
    components = []
    for row in rows:
        field = row["component"]
        answer = answers.get(field["custom_id"], "")
        assert answer or not field["required"], f"{field['custom_id']} is required"
        shown: dict[str, Any] = {"type": field["type"], "id": 1, "custom_id": field["custom_id"]}
        if field["type"] == 4:
            assert len(answer) <= field["max_length"]
            shown["value"] = answer
        elif field["type"] == 3:
            shown["values"] = [one["value"] for one in field["options"] if one["label"] == answer] if answer else []
        else:
            shown["values"] = [answer] if answer else []
        components.append({"type": 18, "id": 1, "component": shown})
    return {"custom_id": modal["custom_id"], "components": components}


def _declared(commands: list[dict[str, Any]], name: str) -> dict[str, dict[str, Any]] | None:
    """The options of a registered command, by name."""
    root, *sub = name.split(" ")
    found = next((one for one in commands if one["name"] == root and one["type"] == 1), None)
    if found is not None and sub:
        found = next((one for one in found.get("options", []) if one["type"] == 1 and one["name"] == sub[0]), None)
    return None if found is None else {one["name"]: one for one in found.get("options", [])}


def _value(option: dict[str, Any], text: str) -> Any:
    """A text as the client turns it into an option's value; None where it wouldn't."""
    match option["type"]:
        case 3:
            values = [one["value"] for one in option.get("choices", [])]
            return text if not values or text in values else None
        case 4:
            fits = text.lstrip("-").isdigit() and option["min_value"] <= int(text) <= option["max_value"]
            return int(text) if fits else None
        case 5:
            return {"yes": True, "no": False}.get(text)
        case _:
            number = text.lstrip("@#").removeprefix("discord:")
            return number if number.isdigit() else None
