"""Rounds of tables on a page, in a table and as data: who sits where, who meets whom, and what could not be kept."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copkit.core.grouping.checking import Finding, broken
from copkit.core.grouping.rule import set_of
from copkit.core.grouping.ruling import HOSTS
from copkit.core.grouping.seating import seating_of
from copkit.core.people import same_name
from copkit.writing.bending import not_kept
from copkit.writing.files import Artefact
from copkit.writing.followup import csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from copkit.core.design import Convening
    from copkit.core.grouping.mixing import Mix, Mixing
    from copkit.core.people import Person
    from copkit.writing.render import Renderer

PAGE, TABLE, DATA = "rounds.md", "rounds.csv", "rounds.json"
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Mixed:
    """Rounds that were made, from what, and for whom.

    `earlier` are the gatherings whose rounds count; `numbered` tells that people are only numbers; `new` and `gone` are
    those who came or left since the plan that was changed; `listed` tells what became of another program's list;
    `by_hand` that a person made the table or changed it.
    """

    convening: Convening
    task: Mixing
    mix: Mix
    earlier: tuple[str, ...] = ()
    numbered: bool = False
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    listed: Mapping[str, Any] | None = None
    by_hand: bool = False

    @property
    def people(self) -> tuple[Person, ...]:
        """Return everybody by number."""
        return self.task.known.people


def rounds_files(renderer: Renderer, made: Mixed) -> list[Artefact]:
    """Return the page, the table that a person may change, and the same as data."""
    context = rounds_context(renderer, made)
    seating = seating_of(made.people, made.mix.schedule)
    said = renderer.words["groups"]
    head = [said["name"], *(said["round"].format(n=n) for n in range(1, seating.rounds + 1))]
    rows = [[name, *(str(t or "") for t in row)] for name, row in zip(seating.names, seating.tables, strict=True)]
    data = {key: context["data"][key] for key in ("id", "seed", "met", "rounds", "people")}
    return [
        Artefact(PAGE, renderer.render("groups/rounds.md.j2", context)),
        Artefact(TABLE, csv_rows(head, sorted(rows, key=lambda r: _by_name(r[0]))), sheet=True),
        Artefact(DATA, json.dumps(data, ensure_ascii=False, indent=1) + "\n"),
    ]


def rounds_page(renderer: Renderer, made: Mixed, files: Sequence[Mapping[str, str]], *, dry_run: bool) -> str:
    """Return the short report for the terminal."""
    fates = renderer.words["labels"]["would" if dry_run else "fates"]
    context = rounds_context(renderer, made)
    for part in ("hard", "soft"):
        context |= {part: context[part][:SHOWN], f"{part}_more": len(context[part][SHOWN:])}
    return renderer.render("groups/mix.md.j2", {**context, "files": files, "fates": fates})


def rounds_data(
    renderer: Renderer, made: Mixed, files: Sequence[Mapping[str, str]], problems: Sequence[object]
) -> dict[str, Any]:
    """Return everything that the page says as plain data."""
    return {**rounds_context(renderer, made)["data"], "files": list(files), "problems": list(problems)}


def findings(task: Mixing, mix: Mix) -> tuple[Finding, ...]:
    """Return what the seating of the rounds still to come does not keep, by round and table."""
    rules = task.rules(mix.schedule)
    return broken(
        (f"{r + 1}/{t + 1}", set_of(table), rules[r][len(table)])
        for r, tables in enumerate(mix.schedule)
        for t, table in enumerate(tables)
        if table and r >= len(task.kept)
    )


def rounds_context(renderer: Renderer, made: Mixed) -> dict[str, Any]:
    """Return what the pages of rounds are written from."""
    task, mix = made.task, made.mix
    found = findings(task, mix)
    texts = [(f, sentence(renderer, made.people, f, mix)) for f in found]
    seating = seating_of(made.people, mix.schedule)
    rows = sorted(zip(seating.names, seating.tables, strict=True), key=lambda row: _by_name(row[0]))
    rounds = [
        [{"table": t, "people": sorted((made.people[p].name for p in table), key=_by_name), **_duties(made, table)}
         for t, table in enumerate(tables, 1) if table]
        for tables in mix.schedule
    ]  # fmt: skip
    met, often = _numbers(made), _often(made)
    context = {
        "title": made.convening.title or made.convening.id,
        "made": made,
        "mix": mix,
        "rounds": rounds,
        "kept": len(task.kept),
        "count": max(here.bit_count() for here in task.here[min(len(task.kept), len(task.here) - 1) :]),
        "people": [{"name": name, "tables": list(row)} for name, row in rows],
        "met": met,
        "costs": _costs(made),
        "duties": any(t["hosts"] or t["call"] for tables in rounds for t in tables),
        "often": often,
        "over": [x for x in often if task.most and x["times"] > task.most],
        "hard": [text for f, text in texts if f.rule.hard],
        "soft": [text for f, text in texts if not f.rule.hard],
        "hard_more": 0,
        "soft_more": 0,
        "listed": made.listed,
    }
    broken_rules = [
        {"about": f.rule.about, "must": f.rule.hard, "round": int(f.where.split("/")[0]), "off": f.off,
         "table": int(f.where.split("/")[1]), "text": text, "people": [made.people[p].name for p in f.people]}
        for f, text in texts
    ]  # fmt: skip
    context["data"] = {
        "id": made.convening.id, "seed": mix.seed, "met": met, "costs": context["costs"], "earlier": list(made.earlier),
        "numbered": made.numbered, "kept_rounds": len(task.kept), "moved": mix.moved, "new": list(made.new),
        "gone": list(made.gone), "rounds": rounds, "people": context["people"], "broken": broken_rules,
        "meet_often": context["often"], "over_the_limit": context["over"], "list": context["listed"],
    }  # fmt: skip
    return context


def _duties(made: Mixed, table: Iterable[int]) -> dict[str, list[str]]:
    """Return who looks after a table, who is in the call, and who holds a device for them."""
    some = [made.people[p] for p in table]
    call = [p.name for p in some if p.remote]
    return {
        "hosts": [p.name for p in some if HOSTS & set(p.roles)],
        "call": call if len(call) < len(some) else [],
        "devices": [p.name for p in some if call and "device-holder" in p.roles and not p.remote],
    }


def _numbers(made: Mixed) -> dict[str, Any]:
    """Return how many meet, how many can, and what each person gets."""
    mix, task = made.mix, made.task
    others: Counter[int] = Counter()
    for pair in mix.meetings.keys() - task.met:
        others.update(pair)
    here = [p for p in range(len(made.people)) if any(h >> p & 1 for h in task.here[len(task.kept) :])]
    each = [others[p] for p in here]
    return {
        "pairs": mix.met, "at_most": mix.bounds.met, "repeats": mix.repeats, "fewest_repeats": mix.bounds.repeats,
        "best": mix.best, "without_rules_that_may_bend": mix.unbent, "rules_that_may_bend": list(mix.bent),
        "most_often": mix.most, "fewest_others": min(each, default=0),
        "most_others": max(each, default=0),
    }  # fmt: skip


def _costs(made: Mixed) -> list[dict[str, Any]]:
    """Return how many pairs can meet at most under each cap, where repeats are forced."""
    bounds, rounds, tables = made.mix.bounds, len(made.task.here), made.task.tables
    if not bounds.repeats or not bounds.shared:
        return []
    people = max(here.bit_count() for here in made.task.here)
    everybody = people * (people - 1) // 2
    # Of more people than there are ways to walk through some rounds, two walk the same way (pigeonhole); and so many
    # meetings need so many pairs.
    possible = [m for m in range(1, rounds) if people <= tables ** (m + 1) and bounds.slots <= m * everybody]
    useful = [m for m in possible if 0 < bounds.met_within(m) < bounds.met]
    if not useful:
        return []
    caps = [{"most": m, "pairs": bounds.met_within(m)} for m in (*useful, rounds)]
    chosen = made.task.most
    return [{**c, "chosen": c["most"] == chosen or (c["most"] == rounds and chosen not in useful)} for c in caps]


def _often(made: Mixed) -> list[dict[str, Any]]:
    """Return the pairs who meet more than once, the most often first."""
    pairs = [(n, a, b) for (a, b), n in made.mix.meetings.items() if n > 1]
    rows = [
        {"times": n, "people": sorted((made.people[a].name, made.people[b].name), key=_by_name)} for n, a, b in pairs
    ]
    return sorted(rows, key=lambda row: (-row["times"], [_by_name(n) for n in row["people"]]))


def _by_name(name: str) -> tuple[int, str]:
    """Return a key that sorts names, É beside E, and numbers by what they count."""
    return (len(name) if name.isdigit() else 0, unicodedata.normalize("NFKD", same_name(name)))


def sentence(renderer: Renderer, people: Sequence[Person], finding: Finding, mix: Mix) -> str:
    """Say what a table does not keep, with names."""
    said = renderer.words["groups"]
    r, t = (int(n) for n in finding.where.split("/"))
    where = said["at"].format(round=r, table=t)
    return not_kept(said, people, finding, where, set_of(mix.schedule[r - 1][t - 1]))
