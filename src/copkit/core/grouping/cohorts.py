"""Cohorts: people by what they said of themselves; one may be in several, and nobody is guessed into one (S1-8)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal, get_args

from copkit.core.people import Person, Role, gaps, same_name
from copkit.core.typed import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from copkit.core.community import Profile

Kind = Literal["interest", "programme", "role", "tenure", "segment"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TENURES = ("new", "months", "years")
OURS: frozenset[str] = frozenset(get_args(Role))  # what people do at a table is no volunteer group
SEVERAL = re.compile(r"\s*[;|\n]\s*")
# Two cohorts are much the same where so many people are in both, and a third of all who are in either.
LEAST_SHARED, SHARE = 3, 1 / 3
MANY = 3  # cohorts of one person


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who said the same of themselves.

    `key` is what was said in the form in which two spellings are equal, `title` as most people wrote it; `people` are
    places in the list. `segments` are the segments of the profile whose needs are theirs: their own, or those with
    their tenure.
    """

    kind: Kind
    key: str
    title: str
    people: tuple[int, ...]
    segments: tuple[str, ...] = ()
    tenure: str = ""

    @property
    def alone(self) -> bool:
        """Tell whether somebody is the only one."""
        return len(self.people) == 1

    @property
    def bits(self) -> int:
        """Return the people as bits."""
        return sum(1 << n for n in self.people)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two cohorts that share so many people."""

    one: Cohort
    other: Cohort
    shared: int


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The cohorts of a list of people, each person once.

    `unknown` are people in no cohort, `unsaid` how many said nothing of a kind, `empty` segments of the profile without
    anybody, `several` people in many cohorts.
    """

    people: tuple[Person, ...]
    all: tuple[Cohort, ...]
    unknown: tuple[int, ...]
    unsaid: tuple[tuple[Kind, int], ...]
    overlaps: tuple[Overlap, ...]
    empty: tuple[str, ...]
    several: tuple[int, ...]


def cohorts_of(people: Sequence[Person], profile: Profile, kinds: Collection[Kind] = KINDS) -> Cohorts:
    """Put people into cohorts of these kinds; larger ones stand first."""
    members = once(people)
    said: defaultdict[tuple[Kind, str], Counter[str]] = defaultdict(Counter)
    there: defaultdict[tuple[Kind, str], dict[int, None]] = defaultdict(dict)
    for n, person in enumerate(members):
        for kind, text in _said(person, profile):
            if kind in kinds and same_name(text):
                said[kind, same_name(text)][text] += 1
                there[kind, same_name(text)][n] = None
    found = [_cohort(kind, key, said[kind, key], tuple(there[kind, key]), profile) for kind, key in there]
    found.sort(key=lambda c: (KINDS.index(c.kind), _in_time(c), -len(c.people), c.key))
    count = Counter(n for c in found for n in c.people)
    named = {kind: {n for c in found if c.kind == kind for n in c.people} for kind in KINDS if kind in kinds}
    titles = {c.segments for c in found if c.kind == "segment"}
    return Cohorts(
        members, tuple(found), tuple(n for n in range(len(members)) if n not in count),
        tuple((kind, len(members) - len(who)) for kind, who in named.items()), tuple(_overlaps(found)),
        tuple(s.title for s in profile.segments if "segment" in kinds and (s.id,) not in titles),
        tuple(n for n in sorted(count) if count[n] >= MANY),
    )  # fmt: skip


def once(people: Sequence[Person]) -> tuple[Person, ...]:
    """Return each person once: rows with one name and one address say what they say together."""
    found: dict[tuple[str, str], Person] = {}
    for person in people:
        who = same_name(person.name), person.email.casefold()
        own = found.setdefault(who, person)
        if own is not person:
            lists = {part: tuple(dict.fromkeys((*getattr(own, part), *getattr(person, part))))
                     for part in ("interests", "roles", "languages", "apart")}  # fmt: skip
            programmes = "; ".join(dict.fromkeys(p for p in (own.programme, person.programme) if p))
            found[who] = replace(own, **(gaps(own, (), person) | lists | {"programme": programmes}))
    return tuple(found.values())


def _said(person: Person, profile: Profile) -> Iterator[tuple[Kind, str]]:
    """Yield what somebody said of themselves, or somebody of them; a segment by its title in the profile."""
    yield from (("interest", interest) for interest in person.interests)
    yield from (("programme", part) for part in SEVERAL.split(person.programme.strip()))
    yield from (("role", role) for role in person.roles if role not in OURS)
    if person.tenure:
        yield "tenure", person.tenure
    if person.segment:
        known = segment_of(person, profile)
        title = profile.segment_titles[known] if known else person.segment
        yield "segment", title


def segment_of(person: Person, profile: Profile) -> str:
    """Return the id of somebody's segment in the profile, by id or title; nothing where it is not there."""
    said = same_name(person.segment)
    ids = (s.id for s in profile.segments if said and (said in {s.id, same_name(s.title)} or slug(said, 60) == s.id))
    return next(ids, "")


def _cohort(kind: Kind, key: str, said: Counter[str], people: tuple[int, ...], profile: Profile) -> Cohort:
    title = said.most_common(1)[0][0]
    if kind == "tenure":
        segments = tuple(s.id for s in profile.segments if s.tenure == key)
        return Cohort(kind, key, title, people, segments, key)
    if kind == "segment":
        own = next((s for s in profile.segments if same_name(s.title) == key), None)
        tenure = own.tenure if own and own.tenure in TENURES else None
        return Cohort(kind, key, title, people, (own.id,) if own else (), tenure or "")
    return Cohort(kind, key, title, people)


def _in_time(cohort: Cohort) -> int:
    return TENURES.index(cohort.key) if cohort.kind == "tenure" else 0


def _overlaps(found: Sequence[Cohort]) -> Iterator[Overlap]:
    """Yield cohorts that share many people, those that are most alike first."""
    large = [(c, c.bits) for c in found if len(c.people) >= LEAST_SHARED]
    pairs: list[tuple[float, int, Overlap]] = []
    for (one, a), (other, b) in combinations(large, 2):
        shared = (a & b).bit_count()
        if shared >= LEAST_SHARED and shared >= SHARE * (len(one.people) + len(other.people) - shared):
            pairs.append((-shared / (a | b).bit_count(), len(pairs), Overlap(one, other, shared)))
    yield from (overlap for _, _, overlap in sorted(pairs, key=lambda p: p[:2]))
