"""people.csv as organisers really keep it: any order, any tongue, cells that hold lists, cells that hold nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copkit.core.people import Person
from copkit.problem import InputError, Problem, Severity
from copkit.reading.people import parse_people, read_people

WHOLE = Person(
    "Ada Example", "ada@example.org", segment="new", language="fr", languages=("en", "fr"), pronouns="she/her", organisation="Reef Lab",
    tenure="months", place="Rome", time_zone="Europe/Rome", remote=True, roles=("host", "device-holder"), interests=("nets",),
    programme="Fellows", expertise=("data", "law"), connections=("ministry",), energy=("mornings",),
    preferences=(("data",), ("policy", "outreach"), ("other",)), together=("Bo", "Cy"), apart=("Di",), access="step-free",
    named=True, spotlight=False,
)  # fmt: skip


def read(text: str) -> tuple[Person, ...]:
    return parse_people(text, "people.csv")[0]


def one(head: str, cell: str) -> Person:
    """Read a list of one person with one more column; semicolons stand between the columns."""
    return read(f'name;{head}\nAda;"{cell}"\n')[0]


def codes(text: str) -> list[tuple[str, int]]:
    return [(p.code, p.where.line) for p in parse_people(text, "people.csv")[1] if p.where]


def test_every_column_is_read() -> None:
    text = (
        "name,email,segment,language,languages,pronouns,organisation,tenure,place,time_zone,remote,roles,interests,programme,expertise,"
        "connections,energy,preferences,together,apart,access,named,spotlight\n"
        'Ada Example,ada@example.org,new,fr,"English, Français",she/her,Reef Lab,7 months,Rome,europe/rome,Zoom,table host; laptop,nets,'
        "Fellows,data | law,ministry,mornings,data > policy = outreach > other,Bo / Cy,Di,step-free,yes,no\n"
    )
    assert parse_people(text, "people.csv") == ((WHOLE,), [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("E-Mail;Vorname;Nachname;Sprachen;Vor Ort\nada@x.org;Ada;Lovelace;Deutsch, Englisch;nein\n", "Ada Lovelace"),
        ("Adresse e-mail\tPrénom\tNom\tLangues parlées\tEn présentiel\nada@x.org\tAda\tLovelace\tallemand; anglais\tnon\n", "Ada Lovelace"),
        ("Correo electrónico,Nombre,Apellidos,Idiomas,Presencial\nada@x.org,Ada,Lovelace,alemán | inglés,no\n", "Ada Lovelace"),
        ("Indirizzo e-mail|Nome|Cognome|Lingue|Da remoto\nada@x.org|Ada|Lovelace|tedesco, inglese|sì\n", "Ada Lovelace"),
        ("Endereço de e-mail,Nome completo,Línguas,À distância\nada@x.org,Ada Lovelace,alemão; inglês,sim\n", "Ada Lovelace"),
        ("Adres e-mail;Imię;Nazwisko;Języki;Zdalnie\nada@x.org;Ada;Lovelace;niemiecki, angielski;tak\n", "Ada Lovelace"),
        ("EMAIL ,Pseudonym, SPEAKS ,online\nada@x.org,Countess,DE; en-GB,yes\n", "Countess"),
    ],
)  # fmt: skip
def test_headers_in_several_tongues_and_any_order(text: str, name: str) -> None:
    (person,), problems = parse_people(text, "people.csv")
    assert (person.name, person.email, person.languages, person.remote) == (name, "ada@x.org", ("de", "en"), True)
    assert problems == []


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Ada,,,", "Ada"), (",Countess,,", "Countess"), ("Ada,Countess,,", "Ada"), (",,Ada,Lovelace", "Ada Lovelace"), (",,Ada,", "Ada"),
        ("Lovelace,,Ada,", "Ada Lovelace"), ("Ada Lovelace,,Ada,", "Ada Lovelace"), ("Ada,,,Lovelace", "Ada Lovelace"),
        ('"Lovelace, Ada",,,Lovelace', "Lovelace, Ada"), ("Ada  King ,,Ada,Lovelace", "Ada King"),
    ],
)  # fmt: skip
def test_a_name_comes_from_its_parts(row: str, name: str) -> None:
    assert read(f"name,pseudonym,first name,last name\n{row}\n")[0].name == name


@pytest.mark.parametrize(
    ("typed", "tenure"),
    [
        ("new", "new"), ("6 weeks", "new"), ("89 days", "new"), ("90 days", "months"), ("3 months", "months"), ("2,5 Monate", "new"),
        ("11 mois", "months"), ("12 months", "years"), ("1 year", "years"), ("2 años", "years"), ("10 lat", "years"), ("0.5 years", "months"),
        ("Long time", "years"), ("< 3 months", "months"), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_tenure_by_words_or_by_a_time_with_its_unit(typed: str, tenure: str | None) -> None:
    assert one("tenure", typed).tenure == tenure
    assert codes(f"name;tenure\nAda;{typed}\n") == []


@pytest.mark.parametrize(
    ("head", "typed", "code"),
    [
        ("tenure", "3", "tenure-unclear"), ("tenure", "since 2019", "tenure-unclear"), ("tenure", "two years", "tenure-unclear"),
        ("remote", "perhaps", "remote-unclear"), ("time zone", "Rome time", "person-time-zone"), ("email", "ada at home", "odd-address"),
        ("email", "a@" + "." * 100_000 + " ", "odd-address"), ("preferences", "data > policy = Data", "preference-twice"),
        ("preferences", "data; policy; data", "preference-twice"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_not_known_and_only_its_line_is_told(head: str, typed: str, code: str) -> None:
    people, problems = parse_people(f"name,{head}\nBo,\nAda,{typed}\n", "people.csv")
    assert [(p.code, p.where and p.where.line, p.source_line, dict(p.facts)) for p in problems] == [(code, 3, None, {})]
    field = head.replace(" ", "_")
    assert field == "preferences" or getattr(people[1], field) == getattr(Person("Ada"), field)


def test_what_is_wanted_twice_counts_at_its_first_place() -> None:
    assert one("preferences", "data > policy = Data > x").preferences == (("data",), ("policy",), ("x",))


@pytest.mark.parametrize(
    ("typed", "remote"),
    [
        ("yes", True),
        ("Zoom", True),
        ("zdalnie", True),
        ("no", False),
        ("In the room", False),
        ("vor Ort", False),
        ("", None),
        ("?", None),
    ],
)
def test_who_is_remote_in_many_words(typed: str, remote: bool | None) -> None:
    assert one("remote", typed).remote is remote
    assert one("in person", typed).remote is ((not remote) if typed in {"yes", "no"} and remote is not None else remote)


@pytest.mark.parametrize(
    ("typed", "ranking"),
    [
        ("data > policy = outreach > other", (("data",), ("policy", "outreach"), ("other",))), ("data; policy", (("data",), ("policy",))),
        ("data, policy", (("data",), ("policy",))), ("data = policy", (("data", "policy"),)), ("data > policy, outreach", (("data",), ("policy", "outreach"))),
        ("> data >> policy >", (("data",), ("policy",))), ("Food, water; law", (("Food, water",), ("law",))), ("", ()), ("data\npolicy", (("data",), ("policy",))),
    ],
)  # fmt: skip
def test_wishes_in_one_cell(typed: str, ranking: object) -> None:
    assert one("preferences", typed).preferences == ranking


@pytest.mark.parametrize(
    "head",
    ["choice 2;choice 1;choice 3", "2nd choice;1st choice;3rd choice", "Second choice;first choice;Third Choice", "Zweitwunsch;Erstwunsch;Drittwunsch",
     "2. Wahl;1. Wahl;3. Wahl", "2e choix;1er choix;3e choix", "preference_2;preference_1;preference_3"],
)  # fmt: skip
def test_wishes_in_columns_of_their_own(head: str) -> None:
    assert read(f"name;{head}\nAda;law, tax;data;\n")[0].preferences == (("data",), ("law, tax",))


@pytest.mark.parametrize(
    ("typed", "languages"),
    [
        ("en, FR", ("en", "fr")),
        ("English; anglais; en", ("en",)),
        ("pt-BR", ("pt",)),
        ("Deutsch (B2) / BSL", ("de", "bsl")),
        ("Klingon", ("klingon",)),
        ("中文", ("zh",)),
        ("हिन्दी", ("hi",)),
    ],
)
def test_languages_are_short_plain_words(typed: str, languages: object) -> None:
    assert one("languages", typed).languages == languages


def test_the_language_of_letters_is_one_that_is_spoken() -> None:
    assert (one("language", "French").language, one("language", "French").languages) == ("French", ("fr",))


def test_roles_that_copkit_does_not_know_stay_as_typed() -> None:
    assert one("roles", "Moderator; brings a laptop; cook; lead; MODERATOR").roles == (
        "facilitator",
        "device-holder",
        "cook",
        "lead",
    )


def test_columns_that_are_not_read_are_named_once_and_quietly() -> None:
    text = "name,phone,T-shirt,\nAda,1,L,x\nBo,2,M,\n"
    (problem,) = parse_people(text, "people.csv")[1]
    assert (problem.code, problem.severity, problem.facts["found"]) == (
        "people-columns-not-read",
        Severity.INFO,
        "`phone`, `T-shirt`",
    )


def test_comments_are_no_people() -> None:
    text = "# our list, kept by Bo\n#\nname,email\n# Ada,ada@x.org\n#5,five@x.org\nBo,\n#left\n"
    assert [p.name for p in read(text)] == ["#5", "Bo"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(
        "name;place\r\nZoë Åström;Łódź\r\n".replace("Łódź" if encoding == "cp1252" else "\0", "Köln").encode(encoding)
    )
    (person,), problems = read_people(tmp_path / "people.csv", "people.csv")
    assert (person.name, person.place, problems) == ("Zoë Åström", "Köln" if encoding == "cp1252" else "Łódź", [])


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"name\n" + "Łucja\n".encode() + "Zoë\n".encode("cp1252"))
    assert [p.name for p in read_people(tmp_path / "people.csv", "p")[0]] == ["Łucja", "Zoë"]


def test_an_absent_and_an_empty_list_hold_nobody(tmp_path: Path) -> None:
    assert read_people(tmp_path / "people.csv", "p") == ((), [])
    (tmp_path / "people.csv").write_text("\n# nobody yet\n", encoding="utf-8")
    assert read_people(tmp_path / "people.csv", "p") == ((), [])


@pytest.mark.parametrize(
    "text", ["phone,mail me\nAda,ada@x.org\n", "ada@x.org,Rome\nbo@x.org,Paris\n", 'name,place\n"Ada,Rome\n']
)
def test_a_list_that_is_none_shows_nobody(text: str) -> None:
    with pytest.raises(InputError) as error:
        parse_people(text, "people.csv")
    (problem,) = error.value.problems
    assert "ada" not in f"{problem.source_line}{problem.facts}".casefold()


def test_a_formula_is_a_text_like_any_other() -> None:
    assert [p.name for p in read("name\n'=cmd|' /C calc'!A0\n=1+1\n'tis\n")] == ["=cmd|' /C calc'!A0", "=1+1", "'tis"]


def test_signs_that_steer_are_taken_out() -> None:
    assert read("name,place\nA\0da\u202e,R\x1b[31mome\n")[0] == Person("Ada", place="R[31mome")


@given(st.text(alphabet="ab,;|\"'\n\t #@=>/\0é", max_size=60))
def test_no_list_ends_in_a_bug(text: str) -> None:
    problems: Sequence[Problem]
    try:
        people, problems = parse_people("name,email,preferences,tenure,remote\n" + text, "p")
    except InputError as error:
        people, problems = (), error.problems
    assert all(p.name for p in people)
    assert all(p.source_line is None for p in problems)
