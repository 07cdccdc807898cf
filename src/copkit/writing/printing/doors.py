"""Door signs: what, where and when, arrows that lead there, and a code that leads on."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from copkit.core.activity import Mode
from copkit.writing.printing.sheet import LONGEST_LINE, Job, Left, Sheet, parts, short

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLIC = re.compile(r"(?:https?://[^\s/?#]+\S*|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE)
LONGEST_ADDRESS = 300
LONGEST_PLACE = 60
CODE = "code.svg"
ARROWS = ("left", "right", "ahead")


def doors(job: Job, *, asked: bool) -> Sheet | Left:
    """Make a sign for each room, and three arrows for each place."""
    words = job.renderer.words["print"]
    if job.online and not asked:
        return Left("doors", words["left"]["online"])
    rooms, address = _rooms(job), job.address or _address(job)
    where = list(dict.fromkeys(r["place"] for r in rooms))
    ways = [{"place": p, "parts": parts(p), "arrow": a} for p in where for a in ARROWS]
    context = {
        "rooms": rooms, "ways": ways, "address": address, "paper": job.paper, "title": job.title,
        "title_parts": parts(job.title), "community": job.community,
    }  # fmt: skip
    source = job.renderer.render("print/doors.typ.j2", context)
    code = words["code"]["yes" if address else "no"].format(address=address)
    count = len(rooms) + len(ways)
    said = words["said"]["doors"].format(count=count, code=code)
    return Sheet("doors", source, count, count, said, {CODE: code_svg(address)} if address else {})


def is_public(address: str) -> bool:
    """Tell whether an address may stand on a door as a code: of the web or of mail, and not too long to be read."""
    return len(address) <= LONGEST_ADDRESS and PUBLIC.fullmatch(address) is not None and _host(address) is not None


def code_svg(address: str) -> bytes:
    """Draw an address as a QR code that is still read where a tenth of it is hidden."""
    import segno

    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="svg", border=4, light="#ffffff", svgclass=None)
    return stream.getvalue()


def _address(job: Job) -> str | None:
    """Return where participants find more; never the link of a call, and no platform that is private.

    The link of a gathering that has no call is its page; that of another one is the way into the call.
    """
    convening, profile = job.brief.convening, job.brief.profile
    page = convening.link if convening.mode is Mode.IN_PERSON else None
    open_ = [p.name for p in profile.platforms if not p.private]
    calls = job.renderer.words["print"]["calls"]
    for found in (page, convening.momentum.channel.platform, job.register.channel.name, *open_):
        address = (found or "").strip()
        if is_public(address):
            host = _host(address) or ""
            if not any(host == c or host.endswith(f".{c}") for c in calls):
                return address
    return None


def _host(address: str) -> str | None:
    """Return the host in an address, empty for one of mail; None where it cannot be taken apart."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # a bracket in the name of a host
        return None


def _rooms(job: Job) -> list[dict[str, Any]]:
    """Return each room once, with the days and times at which something is in it."""
    found: dict[tuple[str, str], list[str]] = {}
    for place, about, line in _hours(job):
        lines = found.setdefault((place, about), [])
        if line and line not in lines:
            lines.append(line)
    return [{"place": p, "parts": parts(p), "about": a, "lines": lines} for (p, a), lines in found.items()]


def _hours(job: Job) -> Iterator[tuple[str, str, str]]:
    for plan in job.brief.agenda.days:
        date = job.renderer.day(plan.day.date) if plan.day.date else ""
        clocked = plan.day.start is not None
        line = ", ".join(x for x in (date, f"{plan.begins}–{plan.ends}" if clocked else "") if x)
        yield short(plan.day.place or "", LONGEST_PLACE), "", line
        for block in plan.blocks:
            if block.where and not block.pause:
                times = f"{block.from_clock}–{block.to_clock}" if clocked else ""
                yield (
                    short(block.where, LONGEST_PLACE),
                    short(block.title, LONGEST_LINE),
                    ", ".join(x for x in (date, times) if x),
                )
