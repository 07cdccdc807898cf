"""What is kept of the cohorts is read as it was written, and says who is who."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from copkit.core.community import Profile
from copkit.core.grouping.cohorts import cohorts_of
from copkit.core.grouping.remembering import Memory, compare, remember
from copkit.core.people import Person
from copkit.problem import InputError
from copkit.reading.checked import check
from copkit.reading.cohorts import read_memory
from copkit.reading.people import PeopleTable, parse_people
from copkit.reading.source import parse_yaml
from copkit.shelf import Shelf
from copkit.writing.cohorts import memory_text
from copkit.writing.people import with_people
from copkit.writing.render import Renderer

PROFILE = Profile(copkit=1, name="Reef")
RENDERER = Renderer(Shelf())
odd = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12) | st.sampled_from(
    ["# Ada", "---", "- Bo", "a: b", "|", "Ada | 7", "null", "{x}", "'q\"", "{% raw %}", "\u202eX", "ﬁ", "İ"]
)


@given(st.lists(st.tuples(odd, odd), max_size=5))
def test_it_is_read_as_it_was_written(rows) -> None:
    table = with_people(PeopleTable(), [Person(name, interests=(interest,)) for name, interest in rows], [])
    try:
        people, _ = parse_people(table, "people.csv")
    except InputError:
        return
    found = cohorts_of(people, PROFILE)
    kept = remember(found, Memory(), date(2026, 11, 20))
    read = check(parse_yaml(memory_text(RENDERER, kept), "cohorts.yaml"), Memory)
    since = compare(found, read, date(2026, 12, 1))
    assert not since.gone
    assert all(not c.came and not c.left for c in since.changes)
    assert remember(found, read, date(2026, 12, 1)) == read


def test_where_there_is_no_file_nothing_is_kept(tmp_path: Path) -> None:
    assert read_memory(tmp_path / "cohorts.yaml", "cohorts.yaml") == Memory()
    (tmp_path / "cohorts.yaml").write_text(memory_text(RENDERER, Memory()), encoding="utf-8")
    assert read_memory(tmp_path / "cohorts.yaml", "cohorts.yaml") == Memory()
