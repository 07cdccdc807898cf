"""Drafts of mails: readable by mail programs, in any script, and no typed text becomes a header."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copkit.shelf import Shelf
from copkit.writing.document import document_of
from copkit.writing.escaping import CONTROLS, escape, quoted
from copkit.writing.files import Artefact
from copkit.writing.forms import Forms, in_forms
from copkit.writing.interface import Form
from copkit.writing.mail import mail_draft
from copkit.writing.render import Renderer

RENDERER = Renderer(Shelf())
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def draft(subject: str, *, to: str = "", email: str = "", body: str = "Hello", attached=()) -> EmailMessage:
    front = f"to: {quoted(to)}\nemail: {quoted(email)}\n" if to else ""
    text = f'---\nwhen: "now"\n{front}---\n\nSubject: {escape(subject)}\n\n{body}\n'
    content = Artefact("x.eml", mail_draft(RENDERER, document_of(text, "en", (), attached))[0]).marked
    content.decode("ascii")
    found = message_from_bytes(content, policy=default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


def clean(text: str) -> str:
    return " ".join(CONTROLS.sub("", text).split()).replace("=?", "= ?")


HEADERS = {"Subject", "X-Unsent", "MIME-Version", "Content-Type", "To"}
ODD = (
    "Hello\r\nBcc: everyone@example.org",
    "Hello\n\nBody",
    'Ada "the first", Countess <ada@evil.example>',
    "=?utf-8?q?x=0D=0ABcc=3A_x?=",
    "Žofie Ærø, 漢字, مرحبا",
    "a" * 600,
    'x; y, z: (comment) \\ "',
    "<script>alert(1)</script>",
    "\u202eevil",
)


@pytest.mark.parametrize("typed", ODD)
def test_what_a_person_typed_makes_no_header(typed: str) -> None:
    found = draft(typed, to=typed, email="ada@example.org")
    assert set(found.keys()) <= HEADERS
    assert found["Subject"] == clean(typed)[:200]
    (address,) = found["To"].addresses
    assert (address.addr_spec, address.display_name) == ("ada@example.org", clean(typed))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=50), st.text(max_size=30))
def test_any_subject_and_any_name_come_back_as_they_went(subject: str, name: str) -> None:
    found = draft(subject, to=name or "x", email="a@example.org")
    assert found["Subject"] == (clean(subject) or "–")
    assert set(found.keys()) <= HEADERS
    assert [a.addr_spec for a in found["To"].addresses] == ["a@example.org"]


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "a@example.org\r\nBcc: x@y.z", "a b@example.org", "@"])
def test_an_address_that_is_none_makes_a_draft_without_one(email: str) -> None:
    found = draft("Hi", to="Ada", email=email)
    assert "Bcc" not in found
    assert found["To"] is None or len(found["To"].addresses) <= 1


def test_a_group_is_addressed_without_a_name_for_each() -> None:
    found = draft("Hi", to="Group one", email="a@example.org, b@example.org")
    assert [str(a) for a in found["To"].addresses] == ["a@example.org", "b@example.org"]


def test_text_and_page_say_the_same_and_the_calendar_goes_along() -> None:
    body = (
        "Hello **you**,\n\n- one\n- two https://example.org/a_b\n   - inner\n\n1. first\n\n> said\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n[here](https://example.org/c)"
    )
    found = draft("Hi", body=body, attached=(("invitation.ics", CALENDAR),))
    text = found.get_body(("plain",))
    page = found.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n") == (
        "Hello you,\n\n- one\n- two https://example.org/a_b\n  - inner\n\n1. first\n\n> said\n\na: 1; b: 2\n\n"
        "here <https://example.org/c>\n"
    )
    assert "<strong>you</strong>" in page.get_content()
    assert "<script" not in page.get_content()
    (calendar,) = found.iter_attachments()
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "invitation.ics")
    assert calendar.get_payload(decode=True) == CALENDAR


def test_only_messages_become_mails(tmp_path) -> None:
    message = Artefact("messages/01-x.md", '---\nwhen: "now"\n---\n\nSubject: Hi\n\nHello\n')
    asked = Forms(frozenset({Form.MAIL}))
    made, problems = in_forms(RENDERER, [message, Artefact("plan.md", "# Plan\n")], asked, tmp_path)
    assert [a.name for a in made] == ["messages/01-x.eml", "plan.md"]
    assert problems == []
    again, _ = in_forms(RENDERER, [message], asked, tmp_path)
    assert again[0].marked == made[0].marked
