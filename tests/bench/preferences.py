"""How good and how quick working groups are, against named peers, on the instances of ../shared/data; run by hand.

python tests/bench/preferences.py [FOLDER OF THE DATA]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from copkit.core.grouping.accepting import accepted
from copkit.core.grouping.modelling import Task
from copkit.core.grouping.proving import prove
from copkit.core.grouping.ranking import Group, choices, drawn
from copkit.core.grouping.rule import Between, Rule, people_in, set_of
from copkit.core.people import Person
from copkit.reading.ballots import parse_ballots

DATA = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared" / "data")
SLACK = 100
RUNS = 3


def task_of(row: dict) -> Task:
    """Return a row as a task: what its objective calls slack is a rule that may bend, 100 for one person."""
    n, count = row["n"], row["groups"]
    groups = [Group(f"g{g}", f"G{g}", row["size_lo"][g], row["size_hi"][g]) for g in range(count)]
    people = [Person(f"P{i}") for i in range(n)]
    shared = [Rule("lead", ((Between(set_of(i for i in range(n) if row["lead_willing"][i]), 1),),), weight=SLACK)]
    for part, floor in (("org", False), ("tenure", True), ("lang", True)):
        for value in sorted(set(row[part])):
            who = set_of(i for i in range(n) if row[part][i] == value)
            least, most = who.bit_count() // count - 1, -(-who.bit_count() // count) + 1
            shared.append(Rule("balance", ((Between(who, max(0, least) if floor else 0, most),),), weight=SLACK))
    everyone = set_of(range(n))
    rules = tuple(
        (Rule("size", ((Between(everyone, low, high),),), hard=True), *shared)
        for low, high in zip(row["size_lo"], row["size_hi"], strict=True)
    )
    return Task(tuple(map(tuple, row["rank"])), [[0] * count] * n, drawn(people, groups, 1), {}, rules)


def naive(task: Task) -> tuple[float, bool]:
    """Solve the same as one program, in one go, without chance and without narrowing."""
    from copkit.core.grouping.modelling import modelled

    still = Task(task.ranks, task.pulls, [[0.0] * len(task.rules)] * len(task.ranks), task.pinned, task.rules)
    solved = modelled(still, task.last).program.solve(2000)
    return (-solved.worth / task.steps, solved.proven) if solved else (float("inf"), False)


def hungarian(task: Task) -> float | None:
    """Return the total where only sizes count, by scipy: each group as so many seats as it may have."""
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        return None
    seats = [g for g, rules in enumerate(task.rules) for _ in range(rules[0].alternatives[0][0].most)]
    costs = [[ranks[g] ** 2 for g in seats] for ranks in task.ranks]
    rows, columns = linear_sum_assignment(costs)
    return float(sum(costs[r][c] for r, c in zip(rows, columns, strict=True)))


def timed(run) -> tuple[object, float]:
    """Return a result and the median of a few runs in seconds."""
    times = []
    for _ in range(RUNS):
        begin = perf_counter()
        result = run()
        times.append(perf_counter() - begin)
    return result, median(times)


def first_and_worst(task: Task, groups) -> str:
    ranks = [task.ranks[i][g] for g, group in enumerate(groups) for i in people_in(group)]
    return f"{100 * ranks.count(0) / len(ranks):.0f} % first, worst {max(ranks) + 1}"


def told(label: str, task: Task, optimum: int | None) -> None:
    most = [rules[0].alternatives[0][0].most for rules in task.rules]
    (groups, proof), ours = timed(lambda: prove(task, worst_first=False))
    (fair, fair_proof), worst_first = timed(lambda: prove(task, worst_first=True))
    stable, accepting = timed(lambda: accepted(task, most, 0))
    (one, sure), alone = timed(lambda: naive(task))
    known = "" if optimum is None else f" (proven optimum {optimum}{'' if proof.total == optimum else ': MISSED'})"
    print(label)
    print(f"  total        {proof.total}{known} bound {proof.bound}, {first_and_worst(task, groups)}, {ours:.2f} s")
    print(
        f"  worst-first  {fair_proof.total} proven {fair_proof.proven}, {first_and_worst(task, fair)}, {worst_first:.2f} s"
    )
    print(f"  acceptance   {task.total(stable)}, {first_and_worst(task, stable)}, {accepting:.2f} s")
    print(f"  one program  {one:.0f} proven {sure}, {alone:.2f} s; ours takes {ours / alone:.2f} of it")
    seats = hungarian(task)
    print("  scipy's linear_sum_assignment is not installed" if seats is None else f"  scipy, sizes only {seats:.0f}")


def main() -> None:
    for row in json.loads((DATA / "bench" / "preference.json").read_text()):
        told(f"{row['n']} people, {row['groups']} groups", task_of(row), row["opt_sq"] + SLACK * round(row["slack"]))
    for path in sorted((DATA / "preferences" / "k8s-ballots").glob("*.csv")):
        ballots = parse_ballots(path.read_text(), path.name)
        people = [Person(b.name, preferences=b.preferences) for b in ballots.people]
        even, odd = divmod(len(people), len(ballots.columns))
        groups = [Group(i, t, even, even + bool(odd)) for i, t in ballots.columns]
        everyone = set_of(range(len(people)))
        rules = tuple((Rule("size", ((Between(everyone, g.least, g.most),),), hard=True),) for g in groups)
        ranks = tuple(choices(p, groups).ranks for p in people)
        told(path.stem, Task(ranks, [[0] * len(groups)] * len(people), drawn(people, groups, 1), {}, rules), None)
    begin = perf_counter()
    count, people = 15, [Person(f"P{i}") for i in range(5000)]
    groups = [Group(f"g{g}", f"G{g}", 333, 334) for g in range(count)]
    size = (Rule("size", ((Between(set_of(range(5000)), 333, 334),),), hard=True),)
    task = Task(((0,) * count,) * 5000, [[0] * count] * 5000, drawn(people, groups, 1), {}, (size,) * count)
    _, proof = prove(task, worst_first=True)
    print(f"5,000 people, 15 groups, sizes only: proven {proof.proven}, {perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
