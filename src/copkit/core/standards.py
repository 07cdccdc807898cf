"""The figures that the rule book and the composer share: how grave each rule is, and from when on it speaks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copkit.core.typed import Number, Text, Typed
from copkit.problem import Severity

About = Literal["convening", "community", "capture", "file"]
RuleId = Annotated[str, Field(pattern=r"^CPK[1-9]\d\d$")]


class Standard(Typed):
    """How grave a rule is, whether it speaks without being asked, and its figures."""

    severity: Severity
    default: bool
    about: About = "convening"
    limits: dict[str, Number] = Field(default_factory=dict)


class Standards(Typed):
    """The table of rules."""

    copkit: Literal[1]
    version: int
    rules: dict[RuleId, Standard]

    def figure(self, rule: str, name: str) -> float:
        """Return a figure of a rule."""
        return self.rules[rule].limits[name]

    def by_mode(self, rule: str, mode: str) -> float:
        """Return the figure for a room, or the one for a call where somebody takes part in one."""
        return self.figure(rule, "in_person" if mode == "in-person" else "virtual")

    def changed(self, settings: Settings) -> Standards:
        """Return the table with what a workspace changes in it."""
        rules = dict(self.rules)
        for name, severity in settings.severity.items():
            rules[name] = rules[name].model_copy(update={"severity": severity})
        for name, limits in settings.limits.items():
            rules[name] = rules[name].model_copy(update={"limits": {**rules[name].limits, **limits}})
        return self.model_copy(update={"rules": rules})


class Settings(Typed):
    """What a workspace wants of the rule book: the file check.yaml."""

    copkit: Literal[1]
    select: tuple[Text, ...] = ()
    ignore: tuple[Text, ...] = ()
    severity: dict[str, Severity] = Field(default_factory=dict)
    limits: dict[str, dict[str, Number]] = Field(default_factory=dict)
