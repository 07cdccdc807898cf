"""What is there for a cohort: its needs, the gatherings, streams and messages that are meant for it (S1-9, CPK310)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copkit.core.grouping.cohorts import segment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from copkit.core.community import Need, Profile
    from copkit.core.design import Convening
    from copkit.core.design.around import Stream
    from copkit.core.design.backward import Outcome
    from copkit.core.grouping.cohorts import Cohort, Cohorts

# A shorter word is compared whole; of longer ones, one may be the beginning of the other, as in `reef` and `reefs`.
WHOLE = 4
BY_WORDS = frozenset({"interest", "programme", "role"})  # a segment and a tenure are named in a plan by themselves
EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class Met:
    """A need of a cohort, and the ids of the coming convenings with an outcome for it."""

    id: str
    text: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """A convening that is still to come and concerns a cohort.

    It is `meant` for the cohort, or seems so by its `words`, or is for `everyone`; `invited` is how many of the cohort
    are in its audience. The outcomes are those for this cohort.
    """

    id: str
    title: str
    day: date | None
    meant: bool
    words: bool
    everyone: bool
    invited: int
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A working stream that fits a cohort."""

    convening: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A message of a plan that is addressed to a cohort."""

    convening: str
    day: date | None
    title: str


@dataclass(frozen=True, slots=True)
class Relevant:
    """What is there for one cohort."""

    needs: tuple[Met, ...]
    coming: tuple[Coming, ...]
    streams: tuple[Work, ...]
    messages: tuple[Planned, ...]

    @property
    def own(self) -> bool:
        """Tell whether something is meant for just this cohort."""
        return bool(self.streams or self.messages) or any(c.meant or c.words for c in self.coming)

    @property
    def part(self) -> bool:
        """Tell whether some of the cohort are meant, because of what else they are."""
        return any(c.invited and not c.everyone for c in self.coming)

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing at all."""
        return not self.own and not self.coming


def coming(convenings: Sequence[Convening], today: date) -> list[Convening]:
    """Return the convenings that are not over, those with a date first; one without a date is still to come."""
    ahead = [c for c in convenings if c.status != "closed" and (c.last_day is None or c.last_day >= today)]
    return sorted(ahead, key=lambda c: (c.first_day is None, c.first_day or today, c.id))


def for_nobody(convenings: Sequence[Convening], today: date) -> tuple[str, ...]:
    """Return the ids of coming convenings that do not say for whom they are."""
    return tuple(c.id for c in coming(convenings, today) if not c.strategic.audience)


def relevant(
    cohort: Cohort, found: Cohorts, profile: Profile, convenings: Sequence[Convening], today: date
) -> Relevant:
    """Return what is there for a cohort; streams of a convening that is over count until it is closed."""
    ahead = coming(convenings, today)
    needs = _needs(cohort, profile, ahead)
    rows = [row for c in ahead if (row := _coming(cohort, found, profile, c, needs))]
    running = [c for c in convenings if c.status != "closed"]
    streams = [Work(c.id, s.title, s.lead or "") for c in running for s in _streams(cohort, c, needs)]
    messages = [
        Planned(c.id, m.date, m.title or next(iter(m.asks), ""))
        for c in running
        for m in c.messages
        if set(m.to) & set(cohort.segments) and (m.date is None or m.date >= today)
    ]
    return Relevant(_met(needs, ahead), tuple(rows), tuple(streams), tuple(messages))


def _needs(cohort: Cohort, profile: Profile, ahead: Sequence[Convening]) -> dict[str, Need]:
    """Return the needs of a cohort's segments by id, from the profile and from what is planned."""
    own = [n for s in profile.segments if s.id in cohort.segments for n in s.needs]
    planned = [n for c in ahead for n in c.strategic.needs if n.segment in cohort.segments]
    found: dict[str, Need] = {}
    for need in (*own, *planned):
        if _text(found.get(need.id)) == "":
            found[need.id] = need
    return found


def _text(need: Need | None) -> str:
    return (need.burning_need or need.urgent_problem or "") if need else ""


def _met(needs: dict[str, Need], ahead: Sequence[Convening]) -> tuple[Met, ...]:
    return tuple(
        Met(n.id, _text(n), tuple(c.id for c in ahead if any(o.problem_that_matters == n.id for o in c.outcomes)))
        for n in needs.values()
        if _text(n)
    )


def _coming(
    cohort: Cohort, found: Cohorts, profile: Profile, convening: Convening, needs: dict[str, Need]
) -> Coming | None:
    """Return how a convening concerns a cohort, None where it does not."""
    audience = set(convening.strategic.audience)
    meant, everyone = bool(audience & set(cohort.segments)), EVERYONE in audience
    if meant or everyone:
        invited = len(cohort.people)
    else:
        invited = sum(segment_of(found.people[n], profile) in audience for n in cohort.people)
    outcomes = _outcomes(cohort, convening, needs, meant=meant)
    texts = (convening.title, convening.occasion)
    words = cohort.kind in BY_WORDS and (bool(outcomes) or any(_fits(cohort.title, t) for t in texts if t))
    own = meant or bool(outcomes)
    if not own and not words and not invited:
        return None
    said = tuple(o.statement for o in outcomes if o.statement)
    title = convening.title or convening.id
    return Coming(convening.id, title, convening.first_day, own and not words, words, everyone, invited, said)


def _outcomes(cohort: Cohort, convening: Convening, needs: dict[str, Need], *, meant: bool) -> list[Outcome]:
    """Return the outcomes for a cohort: those that name its segment or its need, or that speak of what it is about."""

    def is_for(outcome: Outcome) -> bool:
        if cohort.kind in BY_WORDS:
            return _fits(cohort.title, outcome.statement or "")
        named = set(outcome.segments) & set(cohort.segments)
        return bool(named) or outcome.problem_that_matters in needs or (meant and not outcome.segments)

    return [o for o in convening.outcomes if is_for(o)]


def _streams(cohort: Cohort, convening: Convening, needs: dict[str, Need]) -> Iterator[Stream]:
    """Yield the streams that fit: by their words, or because they serve a need or an outcome of the cohort."""
    segments = set(cohort.segments)
    served = {o.id for o in convening.outcomes if segments & set(o.segments) or o.problem_that_matters in needs}
    for stream in convening.momentum.streams:
        by_words = cohort.kind in BY_WORDS and (_fits(cohort.title, stream.title) or _fits(cohort.title, stream.id))
        if by_words or stream.serves in served or stream.serves in needs:
            yield stream


def _fits(said: str, text: str) -> bool:
    """Tell whether each word that matters in what people said stands in a text."""
    wanted, there = _words(said), _words(text)
    long = [w for w in wanted if len(w) >= WHOLE] or [w for w in wanted if len(w) > 1]
    return bool(long) and all(any(_one_word(w, t) for t in there) for w in long)


def _words(text: str) -> list[str]:
    """Return the words of a text; short ones keep their capitals, so that `IT` is not `it`."""
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))
    return [w.casefold() if len(w) >= WHOLE else w for w in found]


def _one_word(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= WHOLE and longer.startswith(shorter))
