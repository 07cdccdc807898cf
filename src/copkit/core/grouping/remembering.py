"""What is kept of the cohorts, to tell who came and who left: the file private/cohorts.yaml."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from copkit.core.dates import Day
from copkit.core.grouping.cohorts import Kind
from copkit.core.people import same_name
from copkit.core.typed import Text, Typed, Whole

if TYPE_CHECKING:
    from datetime import date

    from copkit.core.grouping.cohorts import Cohort, Cohorts

KEPT = 12  # versions with sizes, a year of months
NAMED = 2  # of them with names, as many as a comparison needs


class KeptCohort(Typed):
    """How many people were in a cohort."""

    kind: Kind
    title: Text
    size: Annotated[Whole, Field(ge=1)]


class Version(Typed):
    """The cohorts of a day; `people` has a line for each person: the name, a bar, and the numbers of their cohorts."""

    date: Day
    cohorts: tuple[KeptCohort, ...] = ()
    people: str = ""

    @model_validator(mode="after")
    def _has_names_with_numbers(self) -> Self:
        for n, line in enumerate(self.people.splitlines(), start=1):
            name, _, numbers = line.rpartition("|")
            good = all(i.isascii() and i.isdigit() and 1 <= int(i) <= len(self.cohorts) for i in numbers.split())
            if not name.strip() or not numbers.split() or not good:
                code = "not-a-line-of-cohorts"
                raise PydanticCustomError(code, code, {"n": str(n)})
        return self

    @property
    def names(self) -> dict[tuple[Kind, str], Counter[str]]:
        """Return who was in each cohort; two people may have one name."""
        keys = [(c.kind, same_name(c.title)) for c in self.cohorts]
        found: dict[tuple[Kind, str], Counter[str]] = {key: Counter() for key in keys}
        for line in self.people.splitlines():
            name, _, numbers = line.rpartition("|")
            for number in numbers.split():
                found[keys[int(number) - 1]][name.strip()] += 1
        return found

    @property
    def sizes(self) -> dict[tuple[Kind, str], int]:
        """Return how many people were in each cohort."""
        return {(c.kind, same_name(c.title)): c.size for c in self.cohorts}


class Memory(Typed):
    """The cohorts of earlier days, the oldest first."""

    copkit: Literal[1] = 1
    versions: tuple[Version, ...] = ()

    @model_validator(mode="after")
    def _has_days_in_order(self) -> Self:
        days = [v.date for v in self.versions]
        if days != sorted(set(days)):
            code = "cohort-days-out-of-order"
            raise PydanticCustomError(code, code)
        return self


@dataclass(frozen=True, slots=True)
class Change:
    """Who came into a cohort and who left it since an earlier day, and its sizes on the days before."""

    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    sizes: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A cohort in which somebody was, and nobody is now."""

    kind: Kind
    title: str
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier day, None where there is none; `changes` belong to the cohorts in order."""

    day: date | None
    changes: tuple[Change, ...]
    gone: tuple[Gone, ...] = ()


def compare(found: Cohorts, memory: Memory, today: date) -> Since:
    """Tell what changed since the last day before today of which names are kept."""
    earlier = [v for v in memory.versions if v.date < today]
    last = earlier[-1] if earlier and (earlier[-1].people or not earlier[-1].cohorts) else None
    before = last.names if last else {}
    known = [(v.date, v.sizes) for v in earlier]
    changes = []
    for cohort in found.all:
        sizes = tuple((day, size.get((cohort.kind, cohort.key), 0)) for day, size in known)
        was, now = before.get((cohort.kind, cohort.key), Counter()), _names(found, cohort)
        changes.append(Change(_less(now, was), _less(was, now), sizes) if last else Change(sizes=sizes))
    there = {(c.kind, c.key) for c in found.all}
    looked_at = dict(found.unsaid)
    gone = [
        Gone(c.kind, c.title, tuple(sorted(before[c.kind, same_name(c.title)].elements())))
        for c in (last.cohorts if last else ())
        if c.kind in looked_at and (c.kind, same_name(c.title)) not in there
    ]
    return Since(last.date if last else None, tuple(changes), tuple(gone))


def remember(found: Cohorts, memory: Memory, today: date) -> Memory:
    """Put the cohorts of today to those of earlier days; a day on which all was as before leaves no version.

    Only the last versions keep names, and older ones go in the end.
    """
    others = {v.date: v for v in memory.versions if v.date != today}
    version = _version(found, today)
    before = max((d for d in others if d < today), default=None)
    if before is None or _content(others[before]) != _content(version):
        others[today] = version
    days = sorted(others)[-KEPT:]
    return Memory(
        versions=tuple(others[d] if d in days[-NAMED:] else others[d].model_copy(update={"people": ""}) for d in days)
    )


def _version(found: Cohorts, today: date) -> Version:
    where: dict[int, list[str]] = {}
    for number, cohort in enumerate(found.all, start=1):
        for n in cohort.people:
            where.setdefault(n, []).append(str(number))
    lines = [f"{found.people[n].name} | {' '.join(numbers)}\n" for n, numbers in sorted(where.items())]
    cohorts = tuple(KeptCohort(kind=c.kind, title=c.title, size=len(c.people)) for c in found.all)
    return Version(date=today, cohorts=cohorts, people="".join(lines))


def _content(version: Version) -> tuple[dict[tuple[Kind, str], Counter[str]], dict[tuple[Kind, str], int]]:
    return version.names, version.sizes


def _names(found: Cohorts, cohort: Cohort) -> Counter[str]:
    return Counter(found.people[n].name for n in cohort.people)


def _less(one: Counter[str], other: Counter[str]) -> tuple[str, ...]:
    """Return the names of one that are not in another, in any spelling of their letters."""
    there = Counter({same_name(n): 0 for n in other})
    for name, count in other.items():
        there[same_name(name)] += count
    found = []
    for name in sorted(one.elements()):
        if there[same_name(name)] > 0:
            there[same_name(name)] -= 1
        else:
            found.append(name)
    return tuple(found)
