"""Documents for others, as a person asks for them: forms, mails with the dates, and what is kept up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
PLAN = ("plan", "spring-clinic", "--purpose", "peer-support", "--length", "2h", "--people", "24")
DATED = ("--on", "2027-03-12", "--start", "09:30")
TODAY = ("--today", "2026-11-01")


@pytest.fixture
def home(inside: Run, tmp_path: Path) -> Path:
    assert inside("init", "reef", "--yes").code == 0
    return tmp_path / "reef"


def test_a_plan_in_two_forms_says_so_on_one_line(inside: Run, home: Path) -> None:
    ran = inside(*PLAN, "--format", "md, HTML", *TODAY, folder=home)
    assert ran.code == 0
    assert "out/plan.md, .html: written" in ran.out
    out = home / "convenings" / "spring-clinic" / "out"
    assert (out / "agenda.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (out / "capture.md").exists()
    assert not (out / "capture.html").exists()
    data = json.loads(inside("plan", "spring-clinic", "--json", *TODAY, folder=home).out)
    assert {Path(f["path"]).suffix for f in data["files"]} >= {".md", ".html"}, (
        "what was asked for once is kept up to date"
    )


def test_a_form_that_is_none_is_said_before_anything_is_written(inside: Run, home: Path) -> None:
    for typed in ("odt", "html,odt", ","):
        ran = inside(*PLAN, "--format", typed, *TODAY, folder=home)
        assert ran.code == 2
        assert "is not a form" in ran.err
    assert not (home / "convenings" / "spring-clinic").exists()


def test_a_page_that_a_person_changed_is_kept_in_every_form(inside: Run, home: Path) -> None:
    inside(*PLAN, "--format", "html,docx", *TODAY, folder=home)
    out = home / "convenings" / "spring-clinic" / "out"
    for name in ("agenda.html", "agenda.docx"):
        (out / name).write_bytes((out / name).read_bytes().replace(b"copkit", b"Copkit"))
    plan = home / "convenings" / "spring-clinic" / "convening.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("people: 24", "people: 30"), encoding="utf-8")
    mine = (out / "agenda.docx").read_bytes()
    inside("plan", "spring-clinic", *TODAY, folder=home)
    assert (out / "agenda.docx").read_bytes() == mine
    assert not (out / "agenda.md").exists(), "only the forms that stand there"
    assert (out / "run-sheet.docx").exists()


def mail(path: Path) -> Any:
    return message_from_bytes(path.read_bytes(), policy=default)


def test_an_invitation_by_mail_carries_the_dates_that_were_published(inside: Run, home: Path) -> None:
    assert inside(*PLAN, *DATED, "--format", "md,eml", *TODAY, folder=home).code == 0
    folder = home / "convenings" / "spring-clinic"
    (calendar,) = mail(folder / "out" / "invitation.eml").iter_attachments()
    assert calendar.get_payload(decode=True) == (folder / "out" / "invitation.ics").read_bytes()
    assert (folder / "published.yaml").exists(), "who has the mail has the dates: a change must be told later"
    assert not (folder / "out" / "plan.eml").exists()
    assert inside("followup", "spring-clinic", "--format", "eml", *TODAY, folder=home).code == 0
    with_dates = {p.stem for p in (folder / "out" / "follow-up").rglob("*.eml") if list(mail(p).iter_attachments())}
    assert with_dates == {
        "01-invitation",
        "03-reminder-week",
        "04-reminder-day",
        "09-check-in-soon",
        "10-check-in-tomorrow",
    }


def test_a_date_that_moves_after_the_invitation_is_said(inside: Run, home: Path) -> None:
    first = inside(*PLAN, *DATED, "--format", "md,eml", *TODAY, folder=home)
    assert "out/invitation.ics: written" in first.out
    assert "dates-moved" not in first.err
    plan = home / "convenings" / "spring-clinic" / "convening.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("2027-03-12", "2027-03-19"), encoding="utf-8")
    moved = inside("plan", "spring-clinic", *TODAY, folder=home)
    assert "dates-moved" in moved.err
    assert "dates-moved" not in inside("plan", "spring-clinic", *TODAY, folder=home).err


def test_a_mail_without_a_date_yet_has_no_calendar(inside: Run, home: Path) -> None:
    ran = inside(*PLAN, "--format", "eml", *TODAY, folder=home)
    assert ran.code == 0
    folder = home / "convenings" / "spring-clinic"
    assert list(mail(folder / "out" / "invitation.eml").iter_attachments()) == []
    assert not (folder / "published.yaml").exists()


def test_a_dry_run_publishes_nothing(inside: Run, home: Path) -> None:
    inside(*PLAN, *DATED, *TODAY, folder=home)
    folder = home / "convenings" / "spring-clinic"
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert inside("followup", "spring-clinic", "--format", "eml,html", "--dry-run", *TODAY, folder=home).code == 0
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_diagnosis_review_and_calendar_have_forms_too(inside: Run, home: Path) -> None:
    inside(*PLAN, *DATED, *TODAY, folder=home)
    assert inside("diagnose", "--out", "pages", "--format", "html", *TODAY, folder=home).code == 0
    assert inside("review", "spring-clinic", "--format", "html", *TODAY, folder=home).code == 0
    assert inside("calendar", "--format", "html", *TODAY, folder=home).code == 0
    for page in ("pages/diagnosis", "convenings/spring-clinic/out/review/review", "out/calendar"):
        assert (home / f"{page}.html").exists()
        assert not (home / f"{page}.md").exists()


def test_forgetting_somebody_reaches_every_form(inside: Run, home: Path) -> None:
    inside(*PLAN, *DATED, *TODAY, folder=home)
    promise = (
        "capture",
        "add",
        "commitment",
        "Write one page",
        "who=Adalind",
        "by=2027-04-01",
        "--in",
        "spring-clinic",
    )
    assert inside(*promise, *TODAY, folder=home).code == 0
    assert inside("followup", "spring-clinic", "--format", "md,pdf,docx,eml,html", *TODAY, folder=home).code == 0
    assert inside("followup", "spring-clinic", "--when", "day-14", "--format", "eml", *TODAY, folder=home).code == 0
    out = home / "convenings" / "spring-clinic" / "out" / "follow-up"
    letters = list(out.rglob("adalind*.eml"))
    assert letters
    mine = out / "commitments.docx"
    mine.write_bytes(mine.read_bytes().replace(b"copkit", b"Copkit"))
    ran = inside("forget", "Adalind", "--yes", folder=home)
    assert ran.code == 0
    assert "commitments.docx: this is no text, so nobody looked into it" in ran.out
    assert mine.exists(), "what a person changed is theirs"
    assert not (out / "commitments.pdf").exists()
    assert not (out / "commitments.html").exists()
    assert (out / "check-in-agenda.pdf").exists(), "what does not name anybody stays"
    assert not [p for p in letters if p.exists()]
