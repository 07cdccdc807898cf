"""Whether an activity is well made: minutes that add up, prompts that can be read aloud, directions for each mode."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from copkit.core.activity.kinds import Mode, Role, Talk
from copkit.core.activity.minutes import total_minutes
from copkit.core.activity.step import step_minutes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from copkit.core.activity.activity import Activity
    from copkit.core.activity.step import Step

PROMPT_SENTENCES, PROMPT_WORDS, GIST_WORDS, SENTENCE_WORDS = 2, 40, 22, 30
HARDEST_PROMPT = 45
LONG_WORD = 6
LEAST_TURN = 1 / 3
MARKUP = re.compile(r"[!`<>*_#|{}]|\]\(|https?://")
Code = Literal[
    "minutes-differ", "gist-long", "prompt-sentences", "prompt-words", "prompt-hard", "sentence-long",
    "markup-in-prose", "directions-missing", "directions-unused", "momentum-missing", "momentum-unused",
    "licence-unknown", "round-fixed", "turn-short", "room-only", "link-unknown", "link-self", "people-order",
    "cut-protected",
]  # fmt: skip
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is not well made: a code, the place in the file, and the facts."""

    code: Code
    place: Place
    facts: Mapping[str, str] = field(default_factory=dict)


def review(
    activity: Activity, known: Collection[str], licences: Collection[str], room_words: Collection[str]
) -> list[Flaw]:
    """Return what keeps an activity from being trusted: an empty list for a well-made one.

    `known` are the ids that a link may lead to; `room_words` are those of its language that only make sense in a room.
    """
    return [
        *_minutes(activity),
        *_modes(activity),
        *_in_a_call(activity, room_words),
        *_prompts(activity),
        *_prose(activity.model_dump(mode="json")),
        *_links(activity, known, licences),
    ]


def lix(text: str) -> float:
    """Return the readability index LIX: words a sentence plus percent of words over six letters (Björnsson 1968).

    Below 30 is very easy, 40 is easy, 50 is ordinary prose. It needs no dictionary and so serves every language.
    """
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    if not words:
        return 0.0
    sentences = max(1, len(re.findall(r"[.?:](?:\s|$)", text)))
    return len(words) / sentences + 100 * sum(len(w) > LONG_WORD for w in words) / len(words)


def _minutes(activity: Activity) -> Iterator[Flaw]:
    stated, people = activity.minutes, activity.people
    most = people.max or people.typical
    if not people.min <= people.typical <= most:
        yield Flaw("people-order", ("people",))
    rows = [
        ("min", people.typical, stated.min, "min"),
        ("typical", people.typical, stated.typical, "typical"),
        ("max", people.typical, stated.max, "max"),
        ("fewest", people.min, stated.typical if stated.fewest is None else stated.fewest, "typical"),
        ("most", most, stated.typical if stated.most is None else stated.most, "typical"),
    ]
    for name, heads, said, level in rows:
        found = total_minutes(activity, heads, level)  # type: ignore[arg-type]
        if found != said:
            facts = {"name": name, "people": str(heads), "stated": str(said), "found": str(found)}
            yield Flaw("minutes-differ", ("minutes", name), facts)
    for i, step in enumerate(activity.steps):
        yield from _turns(step, i, {people.min, people.typical, most}, open_ended=people.max is None)


def _turns(step: Step, index: int, heads: Collection[int], *, open_ended: bool) -> Iterator[Flaw]:
    """Judge a step in which each person has a turn: it grows with a whole room, and a turn is long enough to speak."""
    if step.talk is not Talk.TURNS:
        return
    place = ("steps", index, "minutes")
    scales = step.minutes.per_person or step.minutes.per_group
    if step.group_size is None and (open_ended or not scales):
        yield Flaw("round-fixed", place, {"step": step.title})
    for people in sorted(heads):
        size = min(people, step.group_size or people)
        least = step_minutes(step, people, "min") / size
        if size > 1 and least < LEAST_TURN:
            facts = {"step": step.title, "people": str(people), "seconds": str(round(60 * least))}
            yield Flaw("turn-short", place, facts)
            return


def _modes(activity: Activity) -> Iterator[Flaw]:
    for mode in Mode:
        key = mode.value.replace("-", "_")
        there = bool(getattr(activity.directions, key))
        if mode in activity.modes and not there:
            yield Flaw("directions-missing", ("directions", key), {"mode": mode.value})
        elif there and mode not in activity.modes:
            yield Flaw("directions-unused", ("directions", key), {"mode": mode.value})
    momentum = activity.role is Role.MOMENTUM
    if momentum and activity.momentum is None:
        yield Flaw("momentum-missing", ("role",))
    elif activity.momentum and not momentum:
        yield Flaw("momentum-unused", ("momentum",))
    if activity.cut and activity.role in {Role.MOMENTUM, Role.CLOSING}:
        yield Flaw("cut-protected", ("cut",), {"role": activity.role.value})


def _in_a_call(activity: Activity, room_words: Collection[str]) -> Iterator[Flaw]:
    """Find steps of an activity for room and call that speak of the room only."""
    if Mode.VIRTUAL not in activity.modes or Mode.IN_PERSON not in activity.modes:
        return
    room = re.compile(rf"\b({'|'.join(map(re.escape, room_words))})\b", re.IGNORECASE)
    for i, step in enumerate(activity.steps):
        word = room.search(f"{step.do} {step.say or ''}")
        if word and step.online is None:
            yield Flaw("room-only", ("steps", i, "do"), {"step": step.title, "found": word[0].lower()})


def _prompts(activity: Activity) -> Iterator[Flaw]:
    for i, step in enumerate(activity.steps):
        said = [(("steps", i, "say"), step.say), (("steps", i, "online", "say"), step.online and step.online.say)]
        for place, text in said:
            if not text:
                continue
            sentences, words = len(re.findall(r"[.?:](?:\s|$)", text)), len(text.split())
            if sentences > PROMPT_SENTENCES:
                yield Flaw("prompt-sentences", place, {"found": str(sentences)})
            if words > PROMPT_WORDS:
                yield Flaw("prompt-words", place, {"found": str(words)})
            if lix(text) > HARDEST_PROMPT:
                yield Flaw("prompt-hard", place, {"found": f"{lix(text):.0f}"})
    if len(activity.gist.split()) > GIST_WORDS:
        yield Flaw("gist-long", ("gist",), {"found": str(len(activity.gist.split()))})


def _prose(value: object) -> Iterator[Flaw]:
    for place, text in texts(value):
        mark = MARKUP.search(text)
        if mark and " " in text:
            yield Flaw("markup-in-prose", place, {"found": mark[0]})
        for sentence in re.split(r"(?<=[.?])\s", text):
            if len(sentence.split()) > SENTENCE_WORDS:
                yield Flaw("sentence-long", place, {"found": str(len(sentence.split()))})


def texts(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text of an activity's plain values with its place; where it comes from is not prose."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if (*place, key) != ("origin",):
                yield from texts(inner, (*place, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from texts(inner, (*place, i))
    elif isinstance(value, str):
        yield place, value


def _links(activity: Activity, known: Collection[str], licences: Collection[str]) -> Iterator[Flaw]:
    for name, ids in (("follow_with", activity.follow_with), ("instead", activity.instead)):
        for i, link in enumerate(ids):
            if link == activity.id:
                yield Flaw("link-self", (name, i), {"found": link})
            elif link not in known:
                yield Flaw("link-unknown", (name, i), {"found": link})
    if activity.origin.licence not in licences:
        yield Flaw("licence-unknown", ("origin", "licence"), {"found": activity.origin.licence})
