"""What a feature is handed: who asks what, with arguments that were already checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.scene import Caller, Place, Scene

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one feature."""

    invocation: Invocation
    scene: Scene
    values: Mapping[str, object]
    """The typed value of each argument, by the parameter's name; use `request[PARAMETER]` instead."""

    @property
    def caller(self) -> Caller:
        """Who asks."""
        return self.scene.caller

    @property
    def place(self) -> Place:
        """Where."""
        return self.scene.place

    def __getitem__(self, parameter: Parameter[T]) -> T:
        """The value of a required parameter."""
        return cast("T", self.values[parameter.name])

    def get(self, parameter: Parameter[T]) -> T | None:
        """The value of an optional parameter, or None where it wasn't given."""
        return cast("T | None", self.values.get(parameter.name))
