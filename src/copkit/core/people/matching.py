"""Who of a list is who in people.csv: by address, by name, by a name before a change; never by a guess."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

from copkit.core.people.person import Person, same_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Unclear = Literal["other-email", "several", "one-email", "near"]
NEAR = 0.85  # of difflib's ratio; such names are only shown side by side
MOST_COMPARED = 250_000  # pairs of names, two seconds
EMPTY: tuple[object, ...] = ("", None, ())


@dataclass(frozen=True, slots=True)
class Unsure:
    """Somebody brought who may be somebody known, by their places.

    `other-email` and `several` are neither the same nor new; `one-email` and `near` are new.
    """

    why: Unclear
    brought: int
    known: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What two lists have in common, by places: pairs of known and brought, who is new, and what is unsure.

    Where the lists are too long for it, near names were not `compared`.
    """

    same: tuple[tuple[int, int], ...]
    new: tuple[int, ...]
    doubtful: tuple[Unsure, ...]
    compared: bool = True


@dataclass(slots=True)
class _Matching:
    """Two lists on their way to each other."""

    known: Sequence[Person]
    brought: Sequence[Person]
    same: dict[int, int] = field(default_factory=dict)
    unsure: dict[int, Unsure] = field(default_factory=dict)

    def open(self) -> list[int]:
        """Return the places of those who are not decided."""
        taken = set(self.same.values())
        return [at for at in range(len(self.brought)) if at not in taken and at not in self.unsure]

    def fits(self, there: int, at: int) -> bool:
        """Tell whether no two addresses speak against it."""
        one, other = self.known[there].email, self.brought[at].email
        return not one or not other or one.casefold() == other.casefold()


def match(known: Sequence[Person], brought: Sequence[Person], other_names: Sequence[Sequence[str]] = ()) -> Matched:
    """Find each person brought among the known; `other_names` belong to `brought` in their order.

    An address decides before a name, and a name before an older one. Where more than one could be meant, or where one
    name has two addresses, nothing is decided.
    """
    matching = _Matching(known, brought)
    others = [*other_names, *((),) * (len(brought) - len(other_names))]
    _by_address(matching, others)
    _by_name(matching, [(p.name,) for p in brought])
    _by_name(matching, others)
    new = matching.open()
    compared = len(new) * len(known) <= MOST_COMPARED
    near = _near(matching, new) if compared else ()
    doubtful = [*matching.unsure.values(), *_shared(matching, new), *near]
    same = tuple(sorted(matching.same.items(), key=lambda pair: pair[1]))
    return Matched(same, tuple(new), tuple(sorted(doubtful, key=lambda u: (u.brought, u.why))), compared)


def _by_address(matching: _Matching, others: Sequence[Sequence[str]]) -> None:
    """Pair people with one address: first where a name agrees too, then where there is one on each side."""
    there: defaultdict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(matching.known):
        if person.email:
            there[person.email.casefold()].append(at)
    for at, person in enumerate(matching.brought):
        names = {same_name(n) for n in (person.name, *others[at])}
        free = [k for k in there.get(person.email.casefold(), ()) if k not in matching.same]
        agreeing = [k for k in free if same_name(matching.known[k].name) in names]
        if agreeing:
            matching.same[agreeing[0]] = at
    sharing = Counter(p.email.casefold() for p in matching.brought)
    named = {same_name(p.name): at for at, p in enumerate(matching.known)}
    for at in matching.open():
        email = matching.brought[at].email.casefold()
        free = [k for k in there.get(email, ()) if k not in matching.same]
        both = named.get(same_name(matching.brought[at].name))
        if free and both is not None:
            matching.unsure[at] = Unsure("several", at, tuple(sorted({*free, both})))
        elif len(free) == 1 and sharing[email] == 1:
            matching.same[free[0]] = at


def _by_name(matching: _Matching, names: Sequence[Iterable[str]]) -> None:
    """Pair people by these names, where one on each side has it and no address speaks against it."""
    there: defaultdict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(matching.known):
        there[same_name(person.name)].append(at)
    meant = {at: {k for n in names[at] for k in there.get(same_name(n), ())} for at in matching.open()}
    wanted = Counter(k for ones in meant.values() for k in ones)
    for at, ones in meant.items():
        fitting = [k for k in ones if matching.fits(k, at)]
        free = [k for k in fitting if k not in matching.same]
        if len(fitting) == len(free) == 1 and wanted[free[0]] == 1:
            matching.same[free[0]] = at
        elif fitting:
            matching.unsure[at] = Unsure("several", at, tuple(sorted(ones)))
        elif ones:
            matching.unsure[at] = Unsure("other-email", at, tuple(sorted(ones)))


def _shared(matching: _Matching, new: Iterable[int]) -> Iterable[Unsure]:
    """Name new people with the address of somebody known."""
    there: defaultdict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(matching.known):
        there[person.email.casefold()].append(at)
    for at in new:
        email = matching.brought[at].email.casefold()
        if email and there[email]:
            yield Unsure("one-email", at, tuple(there[email]))


def _near(matching: _Matching, new: Sequence[int]) -> Iterable[Unsure]:
    """Name new people whose name is nearly that of somebody known; a part of a name is near to the whole."""
    names = [same_name(p.name) for p in matching.known]
    words = [set(name.split()) for name in names]
    compare = difflib.SequenceMatcher(autojunk=False)
    for at in new:
        name = same_name(matching.brought[at].name)
        parts = set(name.split())
        compare.set_seq2(name)
        found = []
        for there, other in enumerate(names):
            within = parts < words[there] or words[there] < parts
            if within or (_as_long(name, other) and _alike(compare, other)):
                found.append(there)
        if found:
            yield Unsure("near", at, tuple(found))


def _as_long(name: str, other: str) -> bool:
    """Tell whether two names can be near at all, before their letters are compared, which takes far longer."""
    return 2 * min(len(name), len(other)) >= NEAR * (len(name) + len(other))


def _alike(compare: difflib.SequenceMatcher[str], other: str) -> bool:
    compare.set_seq1(other)
    return compare.quick_ratio() >= NEAR and compare.ratio() >= NEAR


def gaps(own: Person, given: Collection[str], brought: Person) -> dict[str, Any]:
    """Return what is known of a person brought and of which the own row says nothing; `given` is what that row says."""
    return {
        f.name: getattr(brought, f.name)
        for f in fields(Person)
        if f.name not in {"name", *given} and getattr(own, f.name) in EMPTY and getattr(brought, f.name) not in EMPTY
    }
