"""Cohorts on a page, in a table for a merge and as data: who is in each, what changed, and what is there for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from copkit.core.grouping.cohorts import KINDS, MANY
from copkit.core.grouping.introducing import Meeting, first_meetings, rungs, spelt_alike
from copkit.core.grouping.relevance import for_nobody, relevant
from copkit.core.people import same_name
from copkit.writing.files import Artefact
from copkit.writing.followup import csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from copkit.core.community import Profile
    from copkit.core.design import Convening
    from copkit.core.grouping.cohorts import Cohort, Cohorts, Kind
    from copkit.core.grouping.introducing import Near
    from copkit.core.grouping.relevance import Coming, Relevant
    from copkit.core.grouping.remembering import Change, Memory, Since
    from copkit.writing.render import Renderer

PAGE, TABLE = "cohorts.md", "cohorts.csv"
IN, OUT = "yes", ""
SHOWN = 8  # of one kind in the terminal
SAME = 5  # pairs of cohorts with the same people


@dataclass(frozen=True, slots=True)
class Grouped:
    """Cohorts that were made, and from what.

    `whole` are those of all kinds, by which people are near; `compared` is false for a list of which nothing is kept.
    """

    profile: Profile
    convenings: tuple[Convening, ...]
    found: Cohorts
    whole: Cohorts
    since: Since
    today: date
    compared: bool = True

    def names(self, numbers: Iterable[int]) -> list[str]:
        """Return names in their order."""
        return sorted((self.found.people[n].name for n in numbers), key=same_name)


def cohort_files(renderer: Renderer, context: Mapping[str, Any]) -> list[Artefact]:
    """Return the page and the table."""
    page = renderer.render("groups/cohorts.md.j2", context)
    return [Artefact(PAGE, page), Artefact(TABLE, _table(renderer, context["grouped"]))]


def cohort_page(
    renderer: Renderer, context: Mapping[str, Any], files: Sequence[Mapping[str, str]], *, dry_run: bool
) -> str:
    """Return the short report for the terminal, without names."""
    fates = renderer.words["labels"]["would" if dry_run else "fates"]
    kinds = [{**k, "cohorts": k["cohorts"][:SHOWN], "more": k["cohorts"][SHOWN:]} for k in context["kinds"]]
    return renderer.render("groups/cohort.md.j2", {**context, "kinds": kinds, "files": files, "fates": fates})


def cohorts_data(
    context: Mapping[str, Any], files: Sequence[Mapping[str, str]], problems: Sequence[object]
) -> dict[str, Any]:
    """Return everything that the pages say as plain data."""
    return {**context["data"], "files": list(files), "problems": list(problems)}


def memory_text(renderer: Renderer, memory: Memory) -> str:
    """Write what is kept for the next time as a file."""
    return renderer.render("groups/cohorts.yaml.j2", {"memory": memory})


def cohorts_context(renderer: Renderer, grouped: Grouped) -> dict[str, Any]:
    """Return what the pages of cohorts are written from."""
    found, said = grouped.found, renderer.words["cohorts"]
    alike, meeting = spelt_alike(found), Meeting(grouped.whole)
    rows = [
        _row(said, grouped, c, change, alike.get(c, ())) | _meeting(said, grouped, meeting, c)
        for c, change in zip(found.all, grouped.since.changes, strict=True)
    ]
    data = {
        "date": grouped.today, "since": grouped.since.day, "people": len(found.people), "cohorts": rows,
        "gone": [{"kind": g.kind, "title": _label(said, g.kind, g.title), "left": list(g.left)}
                 for g in grouped.since.gone],
        "unknown": grouped.names(found.unknown), "unsaid": dict(found.unsaid),
        "ask": {kind: said["ask"][kind] for kind, n in found.unsaid if n},
        "overlaps": [{"one": _title(said, o.one), "other": _title(said, o.other), "shared": o.shared}
                     for o in found.overlaps[:SAME]],
        "in_three_or_more": grouped.names(found.several), "segments_without_people": list(found.empty),
        "convenings_for_nobody": list(for_nobody(grouped.convenings, grouped.today)),
        **_on_their_way(grouped, meeting),
    }  # fmt: skip
    return {
        "name": grouped.profile.name, "grouped": grouped, "data": data, "said": said, "many": MANY,
        "kinds": [{"kind": kind, "cohorts": of} for kind in KINDS if (of := [r for r in rows if r["kind"] == kind])],
        "came": sum(len(r["came"]) for r in rows),
        "left": sum(len(r["left"]) for r in [*rows, *data["gone"]]),
        "known": len(found.people) - len(found.unknown),
    }  # fmt: skip


def _row(
    said: Mapping[str, Any], grouped: Grouped, cohort: Cohort, change: Change, alike: Sequence[Cohort]
) -> dict[str, Any]:
    """Return a cohort with what is known of it and what is there for it."""
    there = relevant(cohort, grouped.found, grouped.profile, grouped.convenings, grouped.today)
    return {
        "kind": cohort.kind, "title": _title(said, cohort), "size": len(cohort.people),
        "people": grouped.names(cohort.people), "came": list(change.came), "left": list(change.left),
        "sizes": [{"date": day, "size": size} for day, size in change.sizes],
        "known": cohort.kind != "segment" or bool(cohort.segments),
        "spelt_alike": [c.title for c in alike], **_there(there),
    }  # fmt: skip


def _there(there: Relevant) -> dict[str, Any]:
    told = {"nothing": there.nothing, "own": there.own, "part": there.part, "everyone": True}
    return {
        "relevant": next(word for word, so in told.items() if so),
        "needs": [{"id": n.id, "text": n.text, "answered_by": list(n.by)} for n in there.needs],
        "coming": [{"id": c.id, "title": c.title, "date": c.day, "for": _for(c), "invited": c.invited,
                    "outcomes": list(c.outcomes)} for c in there.coming],
        "streams": [{"convening": s.convening, "title": s.title, "lead": s.lead} for s in there.streams],
        "messages": [{"convening": m.convening, "date": m.day, "title": m.title} for m in there.messages],
    }  # fmt: skip


def _for(coming: Coming) -> str:
    if coming.meant or coming.words:
        return "them" if coming.meant else "words"
    return "everyone" if coming.everyone else "some"


def _near(grouped: Grouped, near: Near) -> dict[str, Any]:
    return {"name": grouped.found.people[near.person].name, "shares": [c.title for c in near.shares]}


def _on_their_way(grouped: Grouped, meeting: Meeting) -> dict[str, Any]:
    """Return whom newcomers could meet first, and how far those are who have been there for years."""
    found = grouped.found

    def of(tenure: str) -> list[int]:
        """Return who said so, or is of a segment with that tenure and said nothing else."""
        said = {n for c in found.all if c.tenure == tenure for n in c.people}
        return sorted(n for n in said if found.people[n].tenure in {tenure, None})

    first = first_meetings(meeting, of("new"))
    steps = rungs(found, of("years"))
    return {
        "first_meetings": [
            {"newcomer": found.people[n].name, "meets": _near(grouped, near) if near else None}
            for n, near in first.items()
        ],
        "leading": {part: grouped.names(getattr(steps, part)) for part in ("lead", "facilitate", "spotlight", "open")},
    }


def _meeting(said: Mapping[str, Any], grouped: Grouped, meeting: Meeting, cohort: Cohort) -> dict[str, Any]:
    """Return who is nearest to somebody alone, and what opens a message: a question, and two people to introduce."""
    choices = said["questions"][cohort.kind]
    choices = choices[cohort.key] if cohort.kind == "tenure" else choices
    question = choices[crc32(cohort.key.encode()) % len(choices)]
    if cohort.alone:
        question = said["alone"].get(cohort.kind, question)
    pair = None if cohort.alone else meeting.introduction(cohort)
    introduces = [grouped.found.people[n].name for n in pair or ()]
    return {
        "nearest": [_near(grouped, n) for n in meeting.nearest(cohort)] if cohort.alone else [],
        "opening": {"question": question.format(title=_title(said, cohort)), "introduces": introduces},
    }


def _title(said: Mapping[str, Any], cohort: Cohort) -> str:
    return _label(said, cohort.kind, cohort.title)


def _label(said: Mapping[str, Any], kind: Kind, title: str) -> str:
    return str(said["tenure"][title]) if kind == "tenure" else title


def _table(renderer: Renderer, grouped: Grouped) -> str:
    """Return a row for each person and a column for each cohort of several: who is in two is still there once.

    Only whoever is in a column has an address in it: nothing else is sent to many.
    """
    found, said = grouped.found, renderer.words["cohorts"]
    columns = [c for c in found.all if not c.alone]
    heads = [f"{said['kinds'][c.kind]['one']}: {_title(said, c)}" for c in columns]
    inside = [*(set(c.people) for c in columns), set(found.unknown)]
    rows = []
    for n in sorted(range(len(found.people)), key=lambda n: (same_name(found.people[n].name), n)):
        cells = [IN if n in who else OUT for who in inside]
        rows.append([found.people[n].name, found.people[n].email if IN in cells else OUT, *cells])
    return csv_rows(["name", "email", *heads, said["unknown"]], rows)
