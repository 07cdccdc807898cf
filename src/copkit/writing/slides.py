"""One deck for the facilitator's screen: what to do, for how long, how people sit, and what comes next.

Everybody in the room reads it. So it shows what is said to participants, and no notes, owners or figures about people.
A step is a slide of its own; what is too long for one goes on to the next, and short texts are set large.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import Markup

from copkit.core.agenda.parts import parts_of
from copkit.writing.escaping import escape
from copkit.writing.files import Artefact
from copkit.writing.measuring import cut, ems, flat, wrapped
from copkit.writing.staging import Cue, cues_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from copkit.core.agenda import Agenda, DayPlan
    from copkit.core.community import Profile
    from copkit.core.design import Convening
    from copkit.writing.render import Renderer

# How many ems stand in a line and how many lines on a slide, from the largest letters to the smallest (24 pt).
SIZES = {"large": (22.0, 5.0), "medium": (27.5, 6.5), "small": (36.5, 8.5)}
BETWEEN = 0.4
HEADING, LONG_HEADING, AHEAD = 21.0, 80.0, 28.0
EMOJI = re.compile(r":(?=[\w+-]+:)")
Kind = Literal["title", "text", "step", "rest"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a slide; what leads somewhere else, like the name of a step, is strong."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its heading, the time that it takes, its paragraphs, and what comes next."""

    kind: Kind
    heading: str
    lines: tuple[Line, ...]
    when: str = ""
    minutes: int = 0
    next: str = ""
    size: str = "small"

    @property
    def long(self) -> bool:
        """Tell whether the heading needs smaller letters."""
        return ems(self.heading) > HEADING


def slide_files(renderer: Renderer, convening: Convening, profile: Profile, agenda: Agenda) -> list[Artefact]:
    """Render the slides: one file of HTML that needs nothing else, and Markdown for Marp."""
    slides = [s for whole in _slides(renderer, convening, profile, agenda) for s in _parted(whole)]
    context = {
        "title": flat(convening.title or convening.id),
        "slides": slides,
        "words": renderer.words["slides"],
        "language": renderer.locale,
    }
    marp = context | {"slides": [_for_marp(s) for s in slides]}
    return [
        Artefact("slides.html", renderer.render("slides/slides.html.j2", context)),
        Artefact("slides.md", renderer.render("slides/slides.md.j2", marp)),
    ]


def _slides(renderer: Renderer, convening: Convening, profile: Profile, agenda: Agenda) -> Iterator[Slide]:
    said = renderer.words["slides"]
    days = [_day_line(renderer, d, several=len(agenda.days) > 1) for d in agenda.days]
    coming = _coming(renderer, convening, profile)
    facts = {"what-comes": coming, "difference": _known(*(o.statement or "" for o in convening.outcomes))}
    known = _known(profile.name, *days, convening.strategic.expressed_purpose or "")
    yield Slide("title", convening.title or convening.id, known)
    if convening.ground_rules:
        yield Slide("text", said["rules"], tuple(Line(r) for r in convening.ground_rules))
    for day in agenda.days:
        if len(agenda.days) > 1:
            first = next((b for b in day.blocks), None)
            ahead = said["next"].format(title=cut(first.title, AHEAD, ems)) if first else ""
            yield Slide(
                "title", said["day"].format(n=day.number), _known(_day_line(renderer, day, several=False)), next=ahead
            )
        for part in parts_of(day.blocks):
            if len(part.tracks) > 1:
                rows = tuple(Line(said["beside"].format(track=b.block.track, title=b.title, clock=b.from_clock,
                                                        room=f", {b.block.room}" if b.block.room else ""))
                             for b in part.blocks)  # fmt: skip
                yield Slide("text", said["tracks"], rows)
            for cue in cues_of(renderer, day, part):
                yield _cued(said, cue, facts.get(cue.shows, ()))
    asked = tuple(Line(o.call_to_action) for o in convening.outcomes if o.call_to_action)
    yield Slide("text", said["end"], (*asked, *coming))


def _known(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(t) for t in texts if t)


def _day_line(renderer: Renderer, day: DayPlan, *, several: bool) -> str:
    """Return what is known of a day: its number where there are several, date, hours and place."""
    said = renderer.words["slides"]
    known = [
        said["day"].format(n=day.number) if several else "",
        renderer.day(day.day.date) if day.day.date else "",
        said["hours"].format(begin=day.begins, end=day.ends) if day.day.start else "",
        day.day.place or "",
    ]
    return ", ".join(k for k in known if k)


def _cued(said: dict[str, Any], cue: Cue, facts: tuple[Line, ...]) -> Slide:
    """Return the slide of a cue; what its texts point at stands on it."""
    key = "when" if cue.until else "how_long"
    when = said[key].format(minutes=cue.minutes, until=cue.until)
    after = said["next_at"] if cue.next_at else said["next"]
    ahead = after.format(title=cut(cue.next, AHEAD, ems), clock=cue.next_at) if cue.next else ""
    if cue.rest:
        again = bool(cue.until and cue.next)
        lines = [Line(said["back"].format(clock=cue.until))] if again else []
        lines += [Line(t) for t in cue.texts]
        return Slide("rest", cue.title, tuple(lines), "" if again else when, cue.minutes, ahead)
    heading = said["in_track"].format(track=cue.track, title=cue.title) if cue.track else cue.title
    lines = [Line(cue.lead, strong=True)] if cue.lead else []
    return Slide("step", heading, (*lines, *(Line(t) for t in cue.texts), *facts), when, cue.minutes, ahead)


def _coming(renderer: Renderer, convening: Convening, profile: Profile) -> tuple[Line, ...]:
    """Return what follows the gathering: the next milestone, the check-in, the next gathering."""
    said, momentum = renderer.words["slides"], convening.momentum
    check_in = convening.check_in_date(profile.working_days)
    start = momentum.check_in.start
    clock = said["clock"].format(clock=f"{start:%H:%M}") if start else ""
    call = said["check_in"].format(day=renderer.day(check_in), clock=clock) if check_in else said["check_in_later"]
    milestone = _dated(renderer, momentum.milestone.what, momentum.milestone.date)
    following = _dated(renderer, convening.next.title, convening.next.date)
    return (
        *([Line(said["milestone"].format(what=milestone))] if milestone else []),
        Line(call),
        *([Line(said["following"].format(what=following))] if following else []),
    )


def _dated(renderer: Renderer, what: str | None, day: Any) -> str:  # noqa: ANN401 - a date or nothing
    return f"{what} ({renderer.day(day)})" if what and day else what or ""


def _parted(slide: Slide) -> list[Slide]:
    """Part a slide into as many as its text needs, each in the largest letters in which it fits."""
    heading = cut(slide.heading, LONG_HEADING, ems)
    width, most = SIZES["small"]
    groups: list[list[Line]] = [[]]
    for line in slide.lines:
        rows = wrapped(line.text, width)
        for n in range(0, len(rows), int(most)):
            piece = Line(" ".join(rows[n : n + int(most)]) if len(rows) > int(most) else flat(line.text), line.strong)
            if groups[-1] and not _fits([*groups[-1], piece], "small"):
                groups.append([])
            groups[-1].append(piece)
    return [
        Slide(slide.kind, heading, tuple(g), slide.when, slide.minutes, slide.next, _size(g))
        for g in groups
    ]  # fmt: skip


def _size(lines: Sequence[Line]) -> str:
    return next((size for size in SIZES if _fits(lines, size)), "small")


def _fits(lines: Iterable[Line], size: str) -> bool:
    width, most = SIZES[size]
    return sum(len(wrapped(line.text, width)) + BETWEEN for line in lines) <= most + BETWEEN


def _for_marp(slide: Slide) -> dict[str, Any]:
    """Return a slide with every text escaped for Marp."""
    return {
        "kind": slide.kind, "size": slide.size, "heading": for_marp(slide.heading), "when": for_marp(slide.when),
        "next": for_marp(slide.next), "lines": [{"text": for_marp(x.text), "strong": x.strong} for x in slide.lines],
    }  # fmt: skip


def for_marp(text: str) -> Markup:
    """Escape a text for Marp: as for Markdown, and no formulas, no short names of emoji, no rulers, no fences."""
    made = str(escape(text))
    made = re.sub(r"(?<!\\)[#$~]", r"\\\g<0>", made)
    return Markup(EMOJI.sub(r"\:", made))  # noqa: S704 - this is the escape
