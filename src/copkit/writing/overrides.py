"""Templates of the user's own that cannot be read, and those of which a part, or all, is without effect."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, meta, nodes

from copkit.problem import InputError, Location, Problem, Severity
from copkit.shelf import YOURS, shipped, shown
from copkit.writing.loading import read_template
from copkit.writing.watching import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jinja2 import Environment

    from copkit.shelf import Shelf
    from copkit.writing.render import Renderer

ALMOST = 0.6


def template_problems(renderer: Renderer, shelf: Shelf) -> list[Problem]:
    """Look at every template of the user; return faults, and warnings about what has no effect."""
    problems: list[Problem] = []
    read: dict[str, tuple[Path, str, nodes.Template]] = {}
    for name, (path, folder) in _own(shelf).items():
        try:
            renderer.load(name)
            text = read_template(path, folder)
            read[name] = (path, text, renderer.environment(name).parse(text, name, str(path)))
        except InputError as error:
            problems += error.problems
    ours = {p.relative_to(shipped("templates")).as_posix() for p in shipped("templates").rglob(f"*{ENDING}")}
    wanted = ours | {str(n) for _, _, tree in read.values() for n in meta.find_referenced_templates(tree) if n}
    for name, (path, text, tree) in read.items():
        problems += [_placed(p, path, text) for p in _idle(renderer.environment(name), tree)]
        if name not in wanted:
            problems.append(_unused(path, name, ours))
    return problems


def _own(shelf: Shelf) -> dict[str, tuple[Path, Path]]:
    """Return the user's templates by name, the nearest first: its file, and the folder that it stands in."""
    folders = [layer.folder / "templates" for layer in shelf.own_layers if layer.owner == YOURS]
    found: dict[str, tuple[Path, Path]] = {}
    for folder in folders:
        for path in sorted(folder.rglob(f"*{ENDING}")):
            found.setdefault(path.relative_to(folder).as_posix(), (path, folder))
    return found


def _idle(env: Environment, tree: nodes.Template) -> Iterator[Problem]:
    """Tell blocks that nothing shows, and text that stands outside of all blocks."""
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return
    known = _blocks(env, str(extends.template.value), set())
    called = {n.attr for n in tree.find_all(nodes.Getattr) if isinstance(n.node, nodes.Name) and n.node.name == "self"}
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in known | called:
            yield _named(("template-block-idle", "template-block-idle-near"), node.name, known, node.lineno)
    rest = tree.body[tree.body.index(extends) + 1 :] if extends in tree.body else []
    line = next((n for node in rest if isinstance(node, nodes.Output) for n in _lines(node)), None)
    if line:
        yield Problem("template-text-idle", Location("", line, 1), severity=Severity.WARNING)


def _blocks(env: Environment, name: str, seen: set[str]) -> set[str]:
    """Return the blocks of a template and of all that it extends."""
    if env.loader is None or name in seen:
        return set()
    try:
        tree = env.parse(env.loader.get_source(env, name)[0])
    except TemplateNotFound:
        return set()
    above = [e.template.value for e in tree.find_all(nodes.Extends) if isinstance(e.template, nodes.Const)]
    found = {b.name for b in tree.find_all(nodes.Block)}
    return found.union(*(_blocks(env, str(n), seen | {name}) for n in above))


def _lines(output: nodes.Output) -> Iterator[int]:
    """Return the lines in which something stands that would be shown."""
    for node in output.nodes:
        if not isinstance(node, nodes.TemplateData):
            yield node.lineno
        elif node.data.strip():
            yield node.lineno + node.data[: len(node.data) - len(node.data.lstrip())].count("\n")


def _unused(path: Path, name: str, ours: Iterable[str]) -> Problem:
    last = {p.rsplit("/", 1)[-1]: p for p in sorted(ours)}
    near = difflib.get_close_matches(name, sorted(ours), n=1, cutoff=ALMOST)
    alike = [p for short, p in last.items() if short == name.rsplit("/", 1)[-1]] or near
    return _named(("template-idle", "template-idle-near"), name, alike, 0, shown(path))


def _named(codes: tuple[str, str], found: str, known: Iterable[str], line: int, file: str = "") -> Problem:
    near = difflib.get_close_matches(found, sorted(known), n=1, cutoff=ALMOST)
    facts = {"found": found, "near": near[0] if near else "", "known": ", ".join(f"`{k}`" for k in sorted(known))}
    return Problem(codes[bool(near)], Location(file, line, 1 if line else 0), facts, Severity.WARNING)


def _placed(problem: Problem, path: Path, text: str) -> Problem:
    line = problem.where.line if problem.where else 0
    source = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else None
    return Problem(problem.code, Location(shown(path), line, 1), problem.facts, problem.severity, source)
