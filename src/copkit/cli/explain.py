"""copkit explain: one rule on a page, or all of them in a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copkit.cli.completing import rule_ids
from copkit.cli.options import AsJson
from copkit.cli.reporting import print_json, reporting

Rule = Annotated[
    str | None, typer.Argument(metavar="[RULE]", help="A rule, like CPK201; without it, all.", autocompletion=rule_ids)
]


def explain(rule: Rule = None, as_json: AsJson = False) -> None:
    """Say what a rule looks for, why, and what to do."""
    from copkit.cli.terminal import show
    from copkit.problem import InputError, Problem
    from copkit.reading.library import library_here
    from copkit.reading.references import unknown_reference
    from copkit.writing.render import Renderer
    from copkit.writing.rules import rule_data, rule_page, rules_page

    with reporting():
        library = library_here(Path.cwd())
        table = library.standards.rules
        name = rule.upper() if rule else None
        if name and name not in table:
            code, _, facts = unknown_reference("rule", name, list(table))
            raise InputError(Problem(code, None, facts))
        if as_json:
            print_json(rule_data(name, table[name]) if name else {"rules": [rule_data(n, s) for n, s in table.items()]})
            return
        renderer = Renderer(library.shelf)
        show(rule_page(renderer, name, table[name]) if name else rules_page(renderer, table))
