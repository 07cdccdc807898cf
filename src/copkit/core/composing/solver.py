"""A linear program over whole numbers, handed to HiGHS and solved the same way on every machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from highspy import Highs, HighsLp

INFINITE = 1e30
MOST_NODES = 60_000


@dataclass(frozen=True, slots=True)
class Solved:
    """The best values found, what they are worth, what nothing can exceed, and whether the two meet."""

    values: tuple[float, ...]
    worth: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best worth where variables need not be whole, what each is then, and what one more of it would lose."""

    worth: float
    values: tuple[float, ...]
    losses: tuple[float, ...]


@dataclass(slots=True)
class Program:
    """Variables with their worth, and rows that bind them; the worth is to be as large as possible."""

    worths: list[float] = field(default_factory=list)
    orders: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def variable(
        self, worth: float = 0.0, low: float = 0.0, high: float = 1.0, *, order: float = 0.0, whole: bool = True
    ) -> int:
        """Add a variable and return its number; `order` is worth that only decides between what is equal otherwise."""
        self.worths.append(worth)
        self.orders.append(order)
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        return len(self.worths) - 1

    def row(self, terms: Iterable[tuple[int, float]], low: float = -INFINITE, high: float = INFINITE) -> int:
        """Bind a weighted sum of variables and return the row's number; what stands twice adds up."""
        summed: dict[int, float] = {}
        for number, weight in terms:
            summed[number] = summed.get(number, 0.0) + weight
        self.rows.append((summed, low, high))
        return len(self.rows) - 1

    def solve(self, most_nodes: int | None = None) -> Solved | None:
        """Return the best solution, or None where there is none.

        One thread and a limit on nodes instead of one on seconds: the same program gives the same answer everywhere.
        The larger the program, the fewer nodes, so that nobody waits for long; then a gap remains and is told.
        Where nodes are given and run out before anything is found, the solution has no values.
        """
        import highspy

        solver = self._solver()
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_pscost_minreliable", 1)
        solver.setOptionValue("mip_allow_restart", False)
        nodes = MOST_NODES // max(1, sum(self.whole)) if most_nodes is None else most_nodes
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            undecided = most_nodes is not None and solver.getModelStatus() == highspy.HighsModelStatus.kSolutionLimit
            return Solved((), -INFINITE, INFINITE, proven=False) if undecided else None
        proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = tuple(float(v) for v in solver.getSolution().col_value)
        worth = sum(w * v for w, v in zip(self.worths, values, strict=True))
        return Solved(values, worth, worth if proven else max(worth, info.mip_dual_bound), proven)

    def relax(self) -> Relaxed | None:
        """Return the best solution where variables need not be whole, or None where even then there is none."""
        import highspy

        solver = self._solver()
        solver.setOptionValue("solve_relaxation", True)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = solver.getSolution()
        losses = tuple(-float(d) for d in found.col_dual)
        return Relaxed(solver.getInfo().objective_function_value, tuple(map(float, found.col_value)), losses)

    def _solver(self) -> Highs:
        import highspy

        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        solver.passModel(self._model())
        return solver

    def _model(self) -> HighsLp:
        import highspy
        import numpy as np

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.worths), len(self.rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.array(self.worths) + np.array(self.orders)
        model.col_lower_, model.col_upper_ = np.array(self.lows), np.array(self.highs)
        model.row_lower_ = np.array([low for _, low, _ in self.rows])
        model.row_upper_ = np.array([high for _, _, high in self.rows])
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[w] for w in self.whole]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in self.rows)])
        model.a_matrix_.index_ = np.array([n for terms, _, _ in self.rows for n in terms], dtype=np.int32)
        model.a_matrix_.value_ = np.array([w for terms, _, _ in self.rows for w in terms.values()])
        return model
