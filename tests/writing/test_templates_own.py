"""A gallery of templates that are not ours: what each asks for, and the one problem that it gives."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.design import Convening
from copkit.problem import InputError, Problem
from copkit.shelf import Shelf, shipped
from copkit.writing.faults import together
from copkit.writing.files import Artefact
from copkit.writing.loading import MAX_BYTES
from copkit.writing.render import Renderer
from copkit.writing.watching import Limits, Watch

links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")
DAY = {"date": "2027-03-12", "start": "09:00", "minutes": 90}
CONTEXT = {
    "c": Convening.model_validate(
        {"copkit": 1, "id": "x", "title": "Spring", "mode": "virtual", "days": [DAY], "people": 20}
    ),
    "day_one": date(2027, 3, 12),
    "path": Path("/etc/passwd"),
}


def ticking(step: float = 0.001) -> Callable[[], float]:
    """Return a clock on which every look takes a while, so that endless templates end soon."""
    looks = count()
    return lambda: next(looks) * step


def put(folder: Path, text: str | bytes, name: str = "x.md.j2") -> Path:
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def rendered(folder: Path, text: str | bytes, limits: Limits | None = None) -> str:
    put(folder, text)
    return Renderer(Shelf(folder), limits=limits).render("x.md.j2", CONTEXT)


def problem(folder: Path, text: str | bytes, limits: Limits | None = None) -> Problem:
    """Return the one problem that a template gives, after looking that nothing is left behind."""
    before = sys.gettrace()
    with pytest.raises(InputError) as error:
        rendered(folder, text, limits)
    assert sys.gettrace() is before
    (found,) = error.value.problems
    assert found.where is not None
    assert Path(found.where.file).resolve() == (folder / "templates" / "x.md.j2").resolve()
    return found


HEAVY = {
    "text times": "{{ 'x' * 10**10 }}",
    "times text": "{{ 10**10 * 'x' }}",
    "tower": "{{ 10 ** 10 ** 10 }}",
    "power": "{{ 10 ** 99999999 }}",
    "width": "{{ '%1000000000d' % 1 }}",
    "precision": "{{ '%.1000000000f' % 1 }}",
    "star": "{{ '%*d' % (999999999, 1) }}",
    "named width": "{{ '%(a(b)c)999999999d' % {'a(b)c': 1} }}",
    "format filter": "{{ '%999999999d' | format(1) }}",
    "method": "{{ 'x'.center(10**10) }}",
    "ljust": "{{ 'x'.ljust(10**10) }}",
    "filter": "{{ 'x' | center(10**10) }}",
    "by name": "{{ ['x'] | map('center', 10**10) | list }}",
    "braces": "{{ '{:>9999999999}'.format(1) }}",
    "nested braces": "{{ '{:{}}'.format(1, '9999999999') }}",
    "format map": "{{ '{a:>9999999999}'.format_map({'a': 1}) }}",
    "list times": "{{ [0] * 10**9 }}",
    "range": "{{ range(10**9) }}",
    "range in a loop": "{% for i in range(10**9) %}{% endfor %}",
    "doubling by ~": "{% set n = namespace(x='xy') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "doubling by +": "{% set n = namespace(x='xy') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "doubling lists": "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}",
    "doubling groups": "{% set n = namespace(x=(1,)) %}{% for i in range(99) %}{% set n.x = (n.x, n.x) %}{% endfor %}",
    "doubling names": "{% set n = namespace(x={}) %}{% for i in range(99) %}{% set n.x = {1: n.x, 2: n.x} %}{% endfor %}",
    "doubling in a call": "{% macro f(x, n) %}{{ f(x ~ x, n - 1) if n }}{% endmacro %}{{ f('xxxxxxxx', 40) }}",
    "growing number": "{% set n = namespace(x=1) %}{% for i in range(99) %}{% set n.x = n.x * 99999999 %}{% endfor %}",
    "captured": "{% set x %}{% for i in range(99999) %}" + "y" * 9000 + "{% endfor %}{% endset %}",
    "captured value": "{% set y = 'y' * 9000 %}{% set x %}{% for i in range(99999) %}{{ y }}{% endfor %}{% endset %}",
    "join": "{{ range(9999) | join('x' * 9999) }}",
    "join method": "{{ ('x' * 99999).join(['a'] * 999) }}",
    "replace": "{{ ('x' * 9999) | replace('x', 'y' * 9999) }}",
    "replace method": "{{ ('x' * 9999).replace('x', 'y' * 9999) }}",
    "many places": "{{ ('%s' * 9999) | format('x' * 9999) }}",
    "many named places": "{{ ('%(a)s' * 9999) % {'a': 'x' * 9999} }}",
    "many braces": "{{ ('{0}' * 9999).format('x' * 9999) }}",
    "indent": "{{ 'a' | indent(10**9) }}",
    "indent by a text": "{{ ('a\n' * 9999) | indent('x' * 9999) }}",
    "json": "{{ [[1]] | tojson(10**9) }}",
    "wrapped": "{{ ('a ' * 9999) | wordwrap(1, true, 'x' * 9999) }}",
    "batch": "{{ [1] | batch(10**9, 0) | list }}",
    "slice": "{{ [1] | slice(10**9) | list }}",
    "sum of lists": "{{ ([[0]] * 999) | sum(start=[]) }}",
    "our own filter": "{{ 5 | decimal(10**9) }}",
    "our own function": "{{ dots(1, 10**9) }}",
    "copies": "{% set a = [1] * 9999 %}{% set n = namespace(x=a) %}{% for i in range(999) %}{% set n.x = n.x[:] %}{% endfor %}",
}  # fmt: skip


@pytest.mark.parametrize("case", HEAVY)
def test_what_would_fill_the_memory_is_never_made(case: str, tmp_path: Path) -> None:
    limits = Limits(seconds=60, work=200_000)
    found = problem(tmp_path, "line\n" + HEAVY[case], limits)
    assert (found.code, found.where and found.where.line) == ("template-heavy", 3 if "\n" in HEAVY[case] else 2)


ENDLESS = {
    "loops without a word": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a filter that goes on": "{{ range(99999) | map('string') | map('upper') | select | list | length }}",
    "a macro": "{% macro f(n) %}{% for i in range(9) %}{{ f(n - 1) if n }}{% endfor %}{% endmacro %}{{ f(9) }}",
    "in a part that is left out": "{% if c.title and range(9999) | map('int') | sum and range(9999) | sum %}{% endif %}{{ range(9999) | map('int') | sum }}",
}  # fmt: skip


@pytest.mark.parametrize("case", ENDLESS)
def test_what_would_not_end_ends(case: str, tmp_path: Path) -> None:
    found = problem(tmp_path, "line\n" + ENDLESS[case], Limits(seconds=10, clock=ticking()))
    assert (found.code, found.where and found.where.line, found.facts["seconds"]) == ("template-slow", 2, "10")


def test_a_loop_ends_in_another_thread_too(tmp_path: Path) -> None:
    codes: list[str] = []

    def run() -> None:
        codes.append(problem(tmp_path, ENDLESS["loops without a word"], Limits(seconds=10, clock=ticking())).code)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert codes == ["template-slow"]


def test_a_loop_in_a_shared_part_of_ones_own_ends(tmp_path: Path) -> None:
    """Ours imports the part, so a document of ours is stopped in a file of the user."""
    put(
        tmp_path,
        "\n{% macro list(files, fates) %}\n{% for a in range(99999) %}{% endfor %}\n{% endmacro %}",
        "_parts/files.j2",
    )
    renderer = Renderer(Shelf(tmp_path), limits=Limits(seconds=10, clock=ticking()))
    for _ in range(2):  # the second time the part stands in memory already
        with pytest.raises(InputError) as error:
            renderer.render("calendar/files.md.j2", {"files": [], "fates": {}})
        (found,) = error.value.problems
        assert found.where
        assert (found.code, Path(found.where.file).name, found.where.line) == ("template-slow", "files.j2", 3)


def test_our_own_templates_are_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Watch, "begin", lambda *_: pytest.fail("watched"))
    assert Renderer(Shelf(), limits=Limits(seconds=-1)).render("calendar/files.md.j2", {"files": [], "fates": {}})


def test_a_document_grows_only_so_long(tmp_path: Path) -> None:
    found = problem(tmp_path, "line\n{% for i in range(999) %}\n12345678\n{% endfor %}", Limits(document=1000))
    assert (found.code, found.where and found.where.line) == ("template-long", 3)
    assert rendered(tmp_path, "12345678" * 100, Limits(document=1000))


CIRCLES = {
    "a macro calls itself": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "two macros": "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}",
    "it includes itself": "{% include 'x.md.j2' %}",
    "it extends itself": "{% extends 'x.md.j2' %}",
    "it imports itself": "{% import 'x.md.j2' as x with context %}",
    "a loop calls itself": "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
}


@pytest.mark.parametrize("case", CIRCLES)
def test_what_goes_round_in_a_circle(case: str, tmp_path: Path) -> None:
    found = problem(tmp_path, "line\n" + CIRCLES[case])
    assert (found.code, found.where and found.where.line) == ("template-loop", 2)


REFUSED = {
    "classes": "{{ ''.__class__.__mro__ }}",
    "by filter": "{{ '' | attr('__class__') }}",
    "by index": "{{ ''['__class__'] }}",
    "in braces": "{{ '{0.__class__}'.format('') }}",
    "globals of a method": "{{ c.model_dump.__globals__ }}",
    "globals of a maker": "{{ cycler.__init__.__globals__ }}",
    "globals of a function": "{{ bar.__globals__ }}",
    "who handed it out": "{{ ask.__self__ }}",
    "the page itself": "{{ self._TemplateReference__context }}",
    "private": "{{ c.__pydantic_private__ }}",
    "a list is changed": "{{ [].append(1) }}",
    "names are changed": "{{ {}.update(a=1) }}",
    "read a file by pydantic": "{{ c.parse_file('/etc/passwd') }}",
    "run a pickle by pydantic": "{{ c.parse_raw('', proto='pickle', allow_pickle=true) }}",
    "write by pydantic": "{{ c.model_copy(update={'title': 'y'}) }}",
    "schema": "{{ c.model_json_schema() }}",
    "the clock": "{{ day_one.today() }}",
    "a class": "{{ dict.fromkeys('ab') }}",
    "read by a path": "{{ path.read_text() }}",
    "list by a path": "{{ path.parent.iterdir() }}",
    "translate": "{{ 'x'.translate({120: 'y' * 99}) }}",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_templates_may_not_do(case: str, tmp_path: Path) -> None:
    before = CONTEXT["c"].model_dump()  # type: ignore[attr-defined]
    found = problem(tmp_path, "line\n" + REFUSED[case])
    assert (found.code, found.where and found.where.line) == ("template-refused", 2)
    assert CONTEXT["c"].model_dump() == before  # type: ignore[attr-defined]


OTHER = {
    "{{ lipsum.__globals__ }}": "template-name",
    "{{ [1, 2] | random }}": "template-syntax",
    "{{ c._private }}": "template-name",
    "{{ nothing }}": "template-name",
    "{{ 1 / 0 }}": "template-fault",
    "{% if %}": "template-syntax",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}": "template-syntax",
    "{% include '../../../etc/passwd' %}": "template-missing",
    "{% include '/etc/passwd' %}": "template-missing",
    "{% include 'a\\0b' %}": "template-missing",
    "{% extends 'shipped/nowhere.md.j2' %}": "template-missing",
    "{% import 'shipped/../x' as x %}": "template-missing",
    "{{ " + "(" * 300 + "1" + ")" * 300 + " }}": "template-nested",
    "{{ " + "not " * 3000 + "1 }}": "template-nested",
    "{{ 1" + " + 1" * 5000 + " }}": "template-nested",
    "{% for a in [1] %}" * 30 + "{% endfor %}" * 30: "template-nested",
    "{% if 1 %}" * 300 + "{% endif %}" * 300: "template-nested",
    "{{ c" + ".y" * 5000 + " }}": "template-nested",
}


@pytest.mark.parametrize("text", OTHER, ids=lambda t: t[:40])
def test_other_faults_name_their_line_too(text: str, tmp_path: Path) -> None:
    found = problem(tmp_path, "line\n\n" + text)
    assert (found.code, found.where and found.where.line) == (OTHER[text], 3)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("x" * (MAX_BYTES + 1), "too-large", 0),
        ("line\ncafé".encode("latin-1"), "not-utf-8", 2),
    ],
)
def test_files_that_are_no_templates(text: str | bytes, code: str, line: int, tmp_path: Path) -> None:
    found = problem(tmp_path, text)
    assert (found.code, found.where and found.where.line) == (code, line)


def test_windows_line_ends_and_a_mark_at_the_beginning_are_read_well(tmp_path: Path) -> None:
    assert rendered(tmp_path, "\ufeffone\r\n{% if 1 %}\r\ntwo\r\n{% endif %}\r\n") == "one\ntwo\n"
    found = problem(tmp_path, "\ufeff{{ nothing }}\r\n")
    assert found.source_line == "{{ nothing }}"


def test_a_folder_in_the_place_of_a_template(tmp_path: Path) -> None:
    (tmp_path / "templates" / "x.md.j2").mkdir(parents=True)
    with pytest.raises(InputError) as error:
        Renderer(Shelf(tmp_path)).render("x.md.j2", {})
    assert [p.code for p in error.value.problems] == ["is-a-folder"]


@links
@pytest.mark.parametrize(
    ("target", "code"),
    [("../../secret.txt", "template-outside"), ("nowhere", "cannot-read"), ("x.md.j2", "cannot-read"), ("y.md.j2", "")],
)
def test_links(target: str, code: str, tmp_path: Path) -> None:
    """A link within the folder is a template like any other; none leads out of it, or round in a circle."""
    home = tmp_path / "home"
    put(home, "mine", "y.md.j2")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (home / "templates" / "x.md.j2").symlink_to(target)
    renderer = Renderer(Shelf(home))
    if not code:
        assert renderer.render("x.md.j2", {}) == "mine\n"
        return
    with pytest.raises(InputError) as error:
        renderer.render("x.md.j2", {})
    (found,) = error.value.problems
    assert (found.code, Path(found.where.file).name if found.where else "") == (code, "x.md.j2")


@links
def test_a_folder_of_templates_may_itself_be_a_link(tmp_path: Path) -> None:
    put(tmp_path / "real", "mine")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "templates").symlink_to(tmp_path / "real" / "templates")
    assert Renderer(Shelf(tmp_path / "home")).render("x.md.j2", {}) == "mine\n"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    put(tmp_path, "mine")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError) as error:
        Renderer(Shelf(tmp_path)).render("x.md.j2", {})
    (found,) = error.value.problems
    assert (found.code, found.facts["why"]) == ("cannot-read", "permission denied")


def test_what_templates_need_works_within_the_limits(tmp_path: Path) -> None:
    text = """{% set n = namespace(all=[]) %}
{% for i in range(3) %}{% set n.all = n.all + [i] %}{% endfor %}
{{ n.all | join(", ") }} {{ ", ".join(["a", "b"]) }} {{ "%02d" % 5 }} {{ "%s: %s" | format("a", 1) }}
{{ "{:>4}".format(3) }} {{ "-" * 5 }} {{ 2 ** 8 }} {{ "abc"[1:] }} {{ "a" ~ 1 }} {{ [3, 1] | sort | list }}
{{ day_one | day }} {{ day_one.isoformat() }} {{ c.days[0].start.strftime("%H:%M") }} {{ c.title | upper }}
{{ "a-b".split("-") | map("capitalize") | join("+") }} {{ {"a": 1}.get("b", 2) }} {{ "x" | center(5) | trim }}
{% macro f(x) %}<{{ caller() }}{{ x }}>{% endmacro %}{% call f(1) %}in{% endcall %} {{ c.people * 2 }}
"""
    assert rendered(tmp_path, text).splitlines() == [
        "0, 1, 2 a, b 05 a: 1",
        " 3 \\----- 256 bc a1 [1, 3]",
        "Friday 12 March 2027 2027-03-12 09:00 SPRING",
        "A+B 2 x",
        "<in1> 40",
    ]


@given(st.text(max_size=200))
def test_a_text_without_signs_of_a_template_is_shown_as_it_is(text: str) -> None:
    watch = Watch(Limits(), str(shipped("templates")))
    assert watch.weigh(text) == len(text)
    assert watch.weigh([text, text]) >= 2 * len(text)


@given(st.recursive(st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4), max_leaves=30))
def test_a_value_weighs_at_least_what_it_says(value: object) -> None:
    watch = Watch(Limits(), "ours")
    letters = sum(map(str.isalnum, str(value).replace("\\", "")))
    assert watch.weigh(value) >= letters / 2


def test_faults_of_several_documents_come_together(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        put(tmp_path, "fine" if name == "b" else "{{ nothing }}", f"{name}.md.j2")
    renderer = Renderer(Shelf(tmp_path))

    def made(names: str) -> Iterator[Callable[[], Artefact]]:
        for name in names:
            yield lambda n=name: Artefact(n, renderer.render(f"{n}.md.j2", {}))

    with pytest.raises(InputError) as error:
        together(made("abca"))
    assert [Path(p.where.file).name for p in error.value.problems if p.where] == ["a.md.j2", "c.md.j2"]
    assert [a.text for a in together(made("bb"))] == ["fine\n", "fine\n"]


def test_the_first_that_takes_too_long_ends_it(tmp_path: Path) -> None:
    put(tmp_path, ENDLESS["loops without a word"], "a.md.j2")
    renderer = Renderer(Shelf(tmp_path), limits=Limits(seconds=10, clock=ticking()))
    asked: list[int] = []

    def make(n: int) -> Artefact:
        asked.append(n)
        return Artefact("a", renderer.render("a.md.j2", {}))

    with pytest.raises(InputError):
        together([lambda: make(1), lambda: make(2)])
    assert asked == [1]


def test_the_gallery_has_no_two_of_a_kind() -> None:
    texts = [*HEAVY.values(), *ENDLESS.values(), *CIRCLES.values(), *REFUSED.values(), *OTHER]
    assert len(texts) == len(set(texts))
