"""Working groups on a page and in a table: who is with whom, what was fair about it, and what could not be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from copkit.core.grouping.rule import people_in
from copkit.core.people import same_name
from copkit.writing.bending import not_kept
from copkit.writing.files import Artefact
from copkit.writing.followup import csv_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copkit.core.design import Convening
    from copkit.core.grouping.checking import Finding
    from copkit.core.grouping.wishes import Fairness
    from copkit.core.grouping.working import Assignment, Shares
    from copkit.core.people import Person
    from copkit.writing.render import Renderer

PAGE, TABLE = "working-groups.md", "working-groups.csv"
COLUMNS = ("name", "group", "lead", "rank")
SHOWN = 5


class Row(NamedTuple):
    """A person in a group, as the table has it."""

    name: str
    group: str
    lead: str
    rank: str


@dataclass(frozen=True, slots=True)
class Formed:
    """Groups that were formed, and what for.

    `against` are the usual groups where others were asked for; `by_hand` tells that a person made or changed them.
    """

    convening: Convening
    people: tuple[Person, ...]
    found: Assignment
    fairness: Fairness
    seed: int
    streams: bool
    against: Assignment | None = None
    by_hand: bool = False


def groups_files(renderer: Renderer, formed: Formed) -> list[Artefact]:
    """Return the page and the table; a person who goes on with the table keeps theirs."""
    context = groups_context(renderer, formed)
    rows = [
        Row(m["name"], g["id"], "yes" if m["lead"] else "", str(m["rank"] or ""))
        for g in context["groups"]
        for m in g["members"]
    ]
    page = renderer.render("groups/working-groups.md.j2", context)
    return [Artefact(PAGE, page), Artefact(TABLE, csv_text(COLUMNS, rows), sheet=True)]


def groups_page(renderer: Renderer, formed: Formed, files: Sequence[Mapping[str, str]], *, dry_run: bool) -> str:
    """Return the short report for the terminal."""
    fates = renderer.words["labels"]["would" if dry_run else "fates"]
    context = groups_context(renderer, formed)
    for part in ("hard", "soft"):
        context |= {part: context[part][:SHOWN], f"{part}_more": len(context[part][SHOWN:])}
    return renderer.render("groups/work.md.j2", {**context, "files": files, "fates": fates})


def groups_data(
    renderer: Renderer, formed: Formed, files: Sequence[Mapping[str, str]], problems: Sequence[object]
) -> dict[str, Any]:
    """Return everything that the page says as plain data."""
    found, context = formed.found, groups_context(renderer, formed)
    proof = found.proof
    return {
        "id": formed.convening.id,
        "kind": "streams" if formed.streams else "accountability",
        "fairness": formed.fairness,
        "seed": formed.seed,
        "groups": context["groups"],
        "shares": _shares(found.shares, formed.people),
        "proof": proof and {
            "proven": proof.proven, "total": proof.total, "bound": proof.bound,
            "rules_that_cannot_be_kept": proof.bent, "mix_costs": found.mix_costs,
        },
        "broken": [
            {"about": f.rule.about, "must": f.rule.hard, "group": f.where, "off": f.off, "text": text,
             "people": [formed.people[i].name for i in f.people]}
            for f, text in zip(found.findings, context["hard"] + context["soft"], strict=True)
        ],
        "usual": _shares(formed.against.shares, formed.people) if formed.against else None,
        "files": list(files),
        "problems": list(problems),
    }  # fmt: skip


def _shares(shares: Shares, people: Sequence[Person]) -> dict[str, Any]:
    """Return how wishes were met; places count from 1."""
    return {
        "said_something": shares.told,
        "first_percent": shares.first,
        "by_place": list(shares.by_rank),
        "worst_place": shares.worst + 1,
        "not_named": [people[i].name for i in shares.unnamed],
    }


def _groups(formed: Formed, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each group with its people, the lead first; ranks count from 1, None where nothing was said of it."""
    questions = said["questions"] if formed.streams else said["own_questions"]
    found = formed.found
    rows = []
    for g, group in enumerate(found.groups):
        members: list[dict[str, Any]] = []
        for i in people_in(found.members[g]):
            choice, name = found.choices[i], formed.people[i].name
            rank = choice.ranks[g] + 1 if g in choice.named else None
            unnamed = bool(choice.named) and rank is None
            lead = found.leads[g] == i
            place = _place(said, rank) if rank else ""
            members.append({"name": name, "lead": lead, "rank": rank, "place": place, "unnamed": unnamed})
        members.sort(key=lambda m: (not m["lead"], len(m["name"]) * m["name"].isdigit(), same_name(m["name"])))
        rows.append({
            "id": group.id, "title": group.title, "lead": _lead(formed, g), "members": members,
            "ask": [formed.people[i].name for a in found.asks if a.group == g for i in a.people],
            "least": group.least, "most": group.most, "question": questions[g % len(questions)],
        })  # fmt: skip
    return rows


def _lead(formed: Formed, g: int) -> str:
    """Return the name of a group's lead, who may not be in it."""
    person = formed.found.leads[g]
    return formed.found.groups[g].lead if person is None else formed.people[person].name


def groups_context(renderer: Renderer, formed: Formed) -> dict[str, Any]:
    """Return what the pages of groups are written from."""
    said, found = renderer.words["groups"], formed.found
    texts = [(f, _sentence(said, formed, f)) for f in found.findings]
    usual = formed.against.shares if formed.against else None
    return {
        "title": formed.convening.title or formed.convening.id,
        "formed": formed,
        "found": found,
        "shares": found.shares,
        "worst": _place(said, found.shares.worst + 1),
        "usual": usual,
        "usual_worst": _place(said, usual.worst + 1) if usual else "",
        "unnamed": [formed.people[i].name for i in found.shares.unnamed],
        "proof": found.proof,
        "groups": _groups(formed, said),
        "hard": [text for f, text in texts if f.rule.hard],
        "soft": [text for f, text in texts if not f.rule.hard],
        "hard_more": 0,
        "soft_more": 0,
    }


def _place(said: Mapping[str, Any], number: int) -> str:
    """Write a place in a list in words."""
    places = said["places"]
    return str(places[number - 1] if number <= len(places) else said["place"].format(n=number))


def sentences(renderer: Renderer, formed: Formed) -> list[str]:
    """Say of each rule that bent what its group does not keep, with names."""
    return [_sentence(renderer.words["groups"], formed, f) for f in formed.found.findings]


def _sentence(said: Mapping[str, Any], formed: Formed, finding: Finding) -> str:
    """Say what a group does not keep, with names."""
    found = formed.found
    g = next(n for n, group in enumerate(found.groups) if group.id == finding.where)
    ask = next((a.people for a in found.asks if a.group == g), ())
    return not_kept(said, formed.people, finding, found.groups[g].title, found.members[g], ask)
