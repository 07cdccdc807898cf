"""Time rounds of tables on the public instances, beside counting off, a shuffle and a plain search, in one run.

    python tests/bench/mixing.py [FOLDER]

Peers: counting off is what organisers do; the shuffle is the best of 200; the plain search is simulated annealing that
counts squared repeats anew at each step, as the usual scripts do, for as long as copkit took or 3 seconds. Prints what each
reaches, the bound, and copkit's seconds; then the constrained instances beside their reference.
"""

from __future__ import annotations

import json
import math
import random
import sys
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from copkit.core.grouping.mixing import Mixing, mix
from copkit.core.grouping.rule import set_of
from copkit.core.grouping.ruling import known
from copkit.core.grouping.wishes import GroupWishes
from copkit.core.people import Person
from copkit.reading.starters import read_starters
from copkit.shelf import Shelf

SHARED = Path(__file__).parents[3] / "shared" / "data" / "bench"
PLAIN = GroupWishes(copkit=1)
TENURE = ("new", "months", "years")


def met(schedule: list[list[list[int]]] | Any) -> int:
    return len({pair for tables in schedule for table in tables for pair in combinations(sorted(table), 2)})


def cut(people: list[int], sizes: list[int]) -> list[list[int]]:
    left = list(people)
    return [[left.pop() for _ in range(size)] for size in sizes]


def counted_off(row: dict[str, Any]) -> int:
    """Count off, and let each table's next person move one table further each round."""
    tables = row["tables"]
    return met([
        [[p for p in range(row["n"]) if (p % tables + r * (p // tables)) % tables == t] for t in range(tables)]
        for r in range(row["rounds"])
    ])  # fmt: skip


def shuffled(row: dict[str, Any], chance: random.Random) -> int:
    people = list(range(row["n"]))
    best = 0
    for _ in range(200):
        rounds = [cut(chance.sample(people, len(people)), row["sizes"]) for _ in range(row["rounds"])]
        best = max(best, met(rounds))
    return best


def plainly(row: dict[str, Any], chance: random.Random, seconds: float) -> int:
    """Anneal squared repeats, counted anew at each step."""
    rounds = [cut(chance.sample(range(row["n"]), row["n"]), row["sizes"]) for _ in range(row["rounds"])]

    def cost() -> int:
        pairs = Counter(p for tables in rounds for table in tables for p in combinations(sorted(table), 2))
        return sum((n - 1) ** 2 for n in pairs.values())

    now, warm, until = cost(), 2.0, time.perf_counter() + seconds
    while now and time.perf_counter() < until:
        tables = chance.choice(rounds)
        a, b = chance.sample(range(len(tables)), 2)
        i, j = chance.randrange(len(tables[a])), chance.randrange(len(tables[b]))
        tables[a][i], tables[b][j] = tables[b][j], tables[a][i]
        new = cost()
        if new <= now or chance.random() < math.exp((now - new) / warm):
            now = new
        else:
            tables[a][i], tables[b][j] = tables[b][j], tables[a][i]
        warm = max(0.05, warm * 0.999)
    return met(rounds)


def task(people: list[Person], wishes: GroupWishes, tables: int, here: list[int]) -> Mixing:
    return Mixing(known(people, wishes), wishes, tables, tuple(here), ({},) * len(here), 1)


def rotations(path: Path) -> None:
    starters = read_starters(Shelf())
    print(
        f"{'instance':>12} {'bound':>6} {'best known':>10} {'copkit':>7} {'s':>6} {'count off':>9} {'shuffle':>8} {'plain':>6}"
    )
    taken, best, large = [], 0, []
    rows = json.loads(path.read_text())
    for row in rows:
        one = task(
            [Person(str(n)) for n in range(row["n"])], PLAIN, row["tables"], [set_of(range(row["n"]))] * row["rounds"]
        )
        start = time.perf_counter()
        found = mix(one, starters)
        seconds = time.perf_counter() - start
        taken.append(seconds)
        best += found.met >= row["best_met"]
        if row["LB_repeats"]:
            large.append(found.met / row["U_met"])
        chance = random.Random(1)
        plain = plainly(row, chance, min(3, max(seconds, 0.5))) if row["n"] <= 200 else 0
        print(
            f"{row['tables']:>4}x{max(row['sizes'])}x{row['rounds']:<4} {row['U_met']:>6} {row['best_met']:>10} {found.met:>7} "
            f"{seconds:>6.2f} {counted_off(row):>9} {shuffled(row, chance) if row['n'] <= 200 else '-':>8} {plain or '-':>6}"
        )
    print(f"best known or better: {best} of {len(rows)}; median {median(taken):.3f} s, longest {max(taken):.2f} s")
    print(
        f"large tables: at the bound {sum(x == 1 for x in large)} of {len(large)}, worst {100 * min(large):.1f} % of it"
    )


def constrained(path: Path) -> None:
    """Seat with apart, together, hosts and absences; balanced by organisation and tenure."""
    starters = read_starters(Shelf())
    print(
        f"\n{'instance':>12} {'repeats':>8} {'reference':>9} {'balance off':>11} {'reference':>9} {'broken':>6} {'s':>6}"
    )
    good = 0
    rows = json.loads(path.read_text())
    for row in rows:
        names = [f"P{n}" for n in range(row["n"])]
        wishes = GroupWishes(
            copkit=1, balance=("organisation", "segment"), without=("newcomer",),
            together=tuple(tuple(names[p] for p in them) for them in row["keep_together"]),
            apart=tuple(tuple(names[p] for p in them) for them in row["keep_apart"]),
        )  # fmt: skip
        people = [
            Person(name, organisation=str(row["org"][n]), segment=TENURE[row["tenure"][n]],
                   roles=("host",) if n in row["hosts"] else ())
            for n, name in enumerate(names)
        ]  # fmt: skip
        one = task(people, wishes, row["tables"], [set_of(set(range(row["n"])) - set(away)) for away in row["absent"]])
        start = time.perf_counter()
        found = mix(one, starters)
        seconds = time.perf_counter() - start
        off: Counter[str] = Counter()
        for tables, rules in zip(found.schedule, one.rules(found.schedule), strict=True):
            for table in tables:
                for rule in rules[len(table)]:
                    off[rule.about] += rule.off(set_of(table))
        hard, reference = off["apart"] + off["together"] + off["host"], row["reference"]
        repeats = max(reference["repeats"] + 1, 1.1 * reference["repeats"])
        good += not hard and found.repeats <= repeats and off["balance"] <= reference["balance_off"] + 1
        print(
            f"{row['tables']:>4} x{row['rounds']:>2} n{row['n']:<4} {found.repeats:>7} {reference['repeats']:>9} "
            f"{off['balance']:>11} {reference['balance_off']:>9} {hard:>6} {seconds:>6.1f}"
        )
    print(f"within the aim: {good} of {len(rows)}")


def changes() -> None:
    """Let a tenth of the people leave and a twentieth come in the middle, and plan the rest again."""
    starters = read_starters(Shelf())
    print(f"\n{'in the middle':>16} {'left':>5} {'new':>4} {'repeats':>8} {'seats that change':>18} {'s':>6}")
    for count, tables, rounds in ((24, 6, 5), (32, 8, 6), (60, 12, 6), (96, 16, 5), (200, 40, 5)):
        left = set(random.Random(count).sample(range(count), count // 10))
        everybody = count + count // 20
        plan = mix(
            task([Person(f"P{n}") for n in range(count)], PLAIN, tables, [set_of(range(count))] * rounds), starters
        )
        over, now = rounds // 2, set_of(set(range(everybody)) - left)
        rest = Mixing(
            known([Person(f"P{n}") for n in range(everybody)], PLAIN), PLAIN, tables,
            (*[set_of(range(count))] * over, *[now] * (rounds - over)), ({},) * rounds, 1,
            kept=plan.schedule[:over], planned=plan.schedule,
        )  # fmt: skip
        start = time.perf_counter()
        found = mix(rest, starters)
        seconds = time.perf_counter() - start
        print(
            f"{tables:>6}x{count // tables}x{rounds:<6} {len(left):>6} {everybody - count:>4} {found.repeats:>8} "
            f"{found.moved:>18} {seconds:>6.2f}"
        )


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    rotations(folder / "mixing.json")
    constrained(folder / "constrained.json")
    changes()
