"""Working groups from ballots of real people: lists that are not whole, ties, and last places that mean no."""

from __future__ import annotations

from pathlib import Path

import pytest

from copkit.core.grouping.rule import people_in
from copkit.core.grouping.ruling import known
from copkit.core.grouping.wishes import GroupWishes
from copkit.core.grouping.working import Assignment, assign, sized
from copkit.reading.ballots import parse_ballots

BALLOTS = Path(__file__).parents[3] / "shared" / "data" / "preferences" / "k8s-ballots"
PLAIN = GroupWishes(copkit=1)


def squares(found: Assignment) -> int:
    return sum(found.choices[i].ranks[g] ** 2 for g, members in enumerate(found.members) for i in people_in(members))


@pytest.mark.skipif(not BALLOTS.exists(), reason="the ballots are not ours to give on; they stand in ../shared/data")
@pytest.mark.parametrize(("year", "voters", "streams"), [(2018, 307, 8), (2021, 256, 13)])
def test_ballots_of_real_people(year: int, voters: int, streams: int) -> None:
    name = f"steering-{year}.csv"
    text = (BALLOTS / name).read_text(encoding="utf-8")
    ballots = parse_ballots(text, name)
    assert (len(ballots.people), len(ballots.columns), ballots.named) == (voters, streams, False)
    groups = sized([(i, title, "") for i, title in ballots.columns], voters, PLAIN)
    everybody = known(ballots.people, PLAIN)
    best = assign(everybody, groups, PLAIN, "worst-first", 1)
    assert best.proof is not None
    assert best.proof.proven
    assert sorted(i for members in best.members for i in people_in(members)) == list(range(voters))
    sizes = [members.bit_count() for members in best.members]
    assert max(sizes) - min(sizes) <= 1
    # What the page says, counted again from the file.
    rows = [[int(c) if c else None for c in line.split(",")] for line in text.splitlines()[1:]]
    firsts = told = 0
    for g, members in enumerate(best.members):
        for i in people_in(members):
            if best.choices[i].named:
                told += 1
                wanted = min(place for place in rows[i] if place is not None)
                firsts += rows[i][g] == wanted
    assert (best.shares.told, best.shares.by_rank[0]) == (told, firsts)
    stable = assign(everybody, groups, PLAIN, "stable", 1)
    assert squares(best) <= squares(stable)
    assert best.shares.worst <= stable.shares.worst
    assert len(best.shares.unnamed) <= len(stable.shares.unnamed)
