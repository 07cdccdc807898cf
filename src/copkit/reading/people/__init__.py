"""Reading people.csv: the members and what is known of each; only names must be there."""

from copkit.reading.people.table import (
    PEOPLE,
    PeopleTable,
    Record,
    parse_people,
    people_table,
    read_people,
    read_table,
    records,
)

__all__ = ["PEOPLE", "PeopleTable", "Record", "parse_people", "people_table", "read_people", "read_table", "records"]
