"""The library: stage model, activities, formats, block types, purposes, timeline; the community's own over ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from copkit.core.activity import Activity
from copkit.core.typed import Typed
from copkit.reading.cache import bodies, digest, keep
from copkit.reading.checked import check
from copkit.reading.collection import Collection
from copkit.reading.references import unknown_reference
from copkit.reading.source import read_yaml
from copkit.shelf import Shelf, find_workspace, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from copkit.core.activity import Purpose
    from copkit.core.agenda import BlockType
    from copkit.core.calendar import CalendarBook
    from copkit.core.composing import Preferences, PurposeType
    from copkit.core.followup import Timeline
    from copkit.core.format import Format
    from copkit.core.stage import StageModel
    from copkit.core.standards import Settings, Standards
    from copkit.core.turnout import Turnouts
    from copkit.problem import Problem
    from copkit.reading.source import Source

T = TypeVar("T", bound=Typed)


@dataclass
class Library:
    """Everything on the shelf, read when first asked for; each part imports only the chapter that it needs."""

    shelf: Shelf

    @cached_property
    def stage_model(self) -> StageModel:
        """Return the stage model."""
        from copkit.core.stage import StageModel

        return _one(self.shelf.stage_model, StageModel)

    @cached_property
    def kinds(self) -> dict[str, BlockType]:
        """Return the block types."""
        from copkit.core.agenda import BlockTypes

        return _one(self.shelf.blocks, BlockTypes).types

    @cached_property
    def purposes(self) -> dict[Purpose, PurposeType]:
        """Return the purpose types."""
        from copkit.core.composing import PurposeTypes

        return _one(self.shelf.purposes, PurposeTypes).purposes

    @cached_property
    def preferences(self) -> Preferences:
        """Return what a draft is worth; a workspace's own file replaces ours, and InputError tells its faults."""
        from copkit.core.composing import Preferences

        own = self.shelf.own_preferences
        return check(read_yaml(own, shown(own)), Preferences) if own else _one(self.shelf.preferences, Preferences)

    @cached_property
    def timeline(self) -> Timeline:
        """Return the timeline."""
        from copkit.core.followup import Timeline

        return _one(self.shelf.timeline, Timeline)

    @cached_property
    def calendar(self) -> CalendarBook:
        """Return the kinds of dates that a year is made of."""
        from copkit.core.calendar import CalendarBook

        return _one(self.shelf.calendar, CalendarBook)

    @cached_property
    def turnouts(self) -> Turnouts:
        """Return what to expect of those who said yes."""
        from copkit.core.turnout import Turnouts

        return _one(self.shelf.turnout, Turnouts)

    @cached_property
    def settings(self) -> Settings:
        """Return what the workspace wants of the rule book; raise InputError where check.yaml has faults."""
        from copkit.reading.rules import read_settings

        return read_settings(self.shelf)

    @cached_property
    def standards(self) -> Standards:
        """Return the table of rules, with what the workspace changes in it."""
        from copkit.reading.rules import read_standards

        return read_standards(self.shelf).changed(self.settings)

    @cached_property
    def formats(self) -> Collection[Format]:
        """Return the convening formats by id."""
        from copkit.core.format import Format

        return Collection(self.shelf.shelves("formats"), Format)

    @cached_property
    def activities(self) -> Collection[Activity]:
        """Return the activities by id; a community's own replaces ours of the same id."""
        return Collection(self.shelf.shelves("activities"), Activity, self.unknown_type)

    @property
    def activity_ids(self) -> list[str]:
        """Return the ids by file name, without reading the files."""
        return sorted({p.stem for layer in self.shelf.shelves("activities") for p in layer.folder.glob("*.yaml")})

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return a warning for each file that had to be left out."""
        return (*self.activities.problems, *self.formats.problems)

    @property
    def known(self) -> dict[str, Sequence[str]]:
        """Return the ids that a convening may refer to."""
        return {
            "activity": list(self.activities),
            "block type": list(self.kinds),
            "format": list(self.formats),
            "task": [t.id for t in self.timeline.tasks],
        }

    def unknown_type(self, source: Source, activity: Activity) -> Problem | None:
        """Return what keeps a well-formed activity out: a type that does not exist."""
        if activity.type in self.kinds:
            return None
        code, _, facts = unknown_reference("block type", activity.type, list(self.kinds))
        return source.problem(code, ("type",), facts)


def library_here(start: Path) -> Library:
    """Return the library as it is seen from a folder: with the workspace's own where there is one."""
    return Library(Shelf(find_workspace(start)))


def _one(path: Path, model: type[T]) -> T:
    """Read a file of our own, or what is kept of it."""
    key = digest(path, path.stem, model.__name__) or ""
    try:
        return model.model_validate_json(bodies([key])[key])
    except (KeyError, ValidationError):
        item = check(read_yaml(path, shown(path)), model)
        keep({key: item.model_dump_json(by_alias=True, exclude_unset=True)})
        return item
