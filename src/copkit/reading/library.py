"""The library: stage model, activities, formats, block types, purposes, timeline; the community's own over ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from copkit.core.activity import Activity, Purpose
from copkit.core.agenda import BlockType
from copkit.core.composing import PurposeType
from copkit.core.followup import Timeline
from copkit.core.format import Format
from copkit.core.stage import StageModel
from copkit.core.typed import Typed
from copkit.problem import InputError, Location, Problem, Severity
from copkit.reading.cache import cached
from copkit.reading.checked import check
from copkit.reading.references import unknown_reference
from copkit.reading.source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from copkit.shelf import Shelf

T = TypeVar("T", bound=Typed)


class _BlockTypes(Typed):
    copkit: int
    types: dict[str, BlockType]


class _Purposes(Typed):
    copkit: int
    purposes: dict[Purpose, PurposeType]


@dataclass
class Library:
    """Everything on the shelf, read when first asked for."""

    shelf: Shelf

    @cached_property
    def stage_model(self) -> StageModel:
        """Return the stage model."""
        return self._one(self.shelf.stage_model, StageModel)

    @cached_property
    def kinds(self) -> dict[str, BlockType]:
        """Return the block types."""
        return self._one(self.shelf.blocks, _BlockTypes).types

    @cached_property
    def purposes(self) -> dict[Purpose, PurposeType]:
        """Return the purpose types."""
        return self._one(self.shelf.purposes, _Purposes).purposes

    @cached_property
    def timeline(self) -> Timeline:
        """Return the timeline."""
        return self._one(self.shelf.timeline, Timeline)

    @cached_property
    def formats(self) -> dict[str, Format]:
        """Return the convening formats by id."""
        found, problems = _read_all(sorted(self.shelf.format_folder.glob("*.yaml")), Format)
        if problems:
            raise InputError(*problems)
        return {f.id: f for f in found}

    @cached_property
    def _all_activities(self) -> tuple[dict[str, Activity], tuple[Problem, ...]]:
        by_id: dict[str, Activity] = {}
        faults: list[Problem] = []
        for folder in self.shelf.activity_folders:
            found, problems = _read_all(sorted(folder.glob("*.yaml")) if folder.is_dir() else [], Activity)
            faults.extend(problems)
            for activity in found:
                fault = self._misfit(folder / f"{activity.id}.yaml", activity)
                if fault is None:
                    by_id[activity.id] = activity
                else:
                    faults.append(_warning(fault))
        return dict(sorted(by_id.items())), tuple(faults)

    @property
    def activities(self) -> dict[str, Activity]:
        """Return the activities by id; a community's own replaces ours of the same id."""
        return self._all_activities[0]

    @property
    def activity_ids(self) -> list[str]:
        """Return the ids by file name, without reading the files."""
        return sorted({p.stem for folder in self.shelf.activity_folders for p in folder.glob("*.yaml")})

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return a warning for each activity file that had to be left out."""
        return self._all_activities[1]

    @property
    def known(self) -> dict[str, Sequence[str]]:
        """Return the ids that a convening may refer to."""
        return {
            "activity": list(self.activities),
            "block type": list(self.kinds),
            "format": list(self.formats),
            "task": [t.id for t in self.timeline.tasks],
        }

    def _misfit(self, path: Path, activity: Activity) -> Problem | None:
        """Return what keeps a well-formed activity out: its file has another name, or its type is unknown."""
        if not path.is_file():
            return Problem("id-is-not-file", Location(_shown(path)), {"found": activity.id})
        if activity.type in self.kinds:
            return None
        code, _, facts = unknown_reference("block type", activity.type, list(self.kinds))
        return read_yaml(path, _shown(path)).problem(code, ("type",), facts)

    def _one(self, path: Path, model: type[T]) -> T:
        found, problems = _read_all([path], model)
        if problems:
            raise InputError(*problems)
        return found[0]


def _read_all(paths: Sequence[Path], model: type[T]) -> tuple[list[T], list[Problem]]:
    """Read files that each hold one item; a bad one is left out, with its faults as warnings."""
    faults: list[Problem] = []

    def parse(path: Path) -> Any:  # noqa: ANN401 - plain YAML values
        try:
            return read_yaml(path, _shown(path)).data
        except InputError as error:
            faults.extend(error.problems)
            return None

    found = []
    for path, data in cached(paths, parse).items():
        if data is None:
            continue
        try:
            found.append(model.model_validate(data))
        except ValidationError:
            item, problems = _again(path, model)
            found.extend(item)
            faults.extend(problems)
    return found, [_warning(p) for p in faults]


def _again(path: Path, model: type[T]) -> tuple[list[T], Sequence[Problem]]:
    """Read a file once more, with places: for its faults, or because the cache was at fault."""
    try:
        return [check(read_yaml(path, _shown(path)), model)], ()
    except InputError as error:
        return [], error.problems


def _shown(path: Path) -> str:
    """Name a file of the library as a person knows it: with its folder."""
    return f"{path.parent.name}/{path.name}"


def _warning(problem: Problem) -> Problem:
    return Problem(problem.code, problem.where, problem.facts, Severity.WARNING, problem.source_line)
