"""Public holidays: a country or region in community.yaml becomes its days, by the library `holidays`."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from copkit.core.community import Holiday
from copkit.reading.checked import nearest

if TYPE_CHECKING:
    from copkit.core.community import Holidays, Profile
    from copkit.problem import Problem
    from copkit.reading.source import Path_, Source

YEARS = range(2010, 2051)  # no clock is read here, and no gathering is planned further ahead
SHOWN = 8


def with_public_holidays(source: Source, profile: Profile) -> tuple[Profile, list[Problem]]:
    """Return the profile with each country among its holidays and its segments' replaced by days, and every problem."""
    problems: list[Problem] = []
    holidays = resolved(source, ("holidays",), profile.holidays, problems)
    segments = [
        s.model_copy(update={"holidays": resolved(source, ("segments", i, "holidays"), s.holidays, problems)})
        for i, s in enumerate(profile.segments)
    ]
    return profile.model_copy(update={"holidays": holidays, "segments": tuple(segments)}), problems


def resolved(source: Source, path: Path_, holidays: Holidays, problems: list[Problem]) -> Holidays:
    """Return holidays with each country replaced by its days; what cannot be looked up goes to the problems."""
    found: list[Holiday] = []
    for i, holiday in enumerate(holidays):
        if holiday.country is None:
            found.append(holiday)
            continue
        days = _days(holiday.country)
        if isinstance(days, tuple):
            code, facts = days
            where = (*path, i, "country") if (*path, i, "country") in source.places else (*path, i)
            problems.append(source.problem(code, where, facts))
        else:
            found += days
    return tuple(found)


def _days(typed: str) -> list[Holiday] | tuple[str, dict[str, str]]:
    """Return the public holidays of `DE` or `DE-BY`, or a problem's code and facts."""
    try:
        import holidays as public
        from holidays.registry import COUNTRIES
    except ImportError:
        return "no-holidays-library", {"found": typed}
    country, _, region = typed.upper().replace("_", "-").partition("-")
    regions = public.list_supported_countries(include_aliases=True)
    if country not in regions:
        names = {name.replace("_", " "): codes[1] for name, codes in COUNTRIES.items()}
        near = names.get(nearest(typed, names) or "") or nearest(country, regions)
        return ("unknown-country-near" if near else "unknown-country"), {"found": typed, "near": near or ""}
    known = {r.upper(): r for r in regions[country]}
    if region and region not in known:
        return "unknown-region", {"found": typed, "country": country, "known": _listed(country, known, region)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some countries are known for some years only
        found = public.country_holidays(country, subdiv=known.get(region), years=YEARS)
    return [Holiday.model_construct(first=day, title=title) for day, title in sorted(found.items())]


def _listed(country: str, known: dict[str, str], region: str) -> str:
    near = nearest(region, known)
    names = [near, *(n for n in known if n != near)] if near else list(known)
    more = ", …" if len(names) > SHOWN else ""
    return ", ".join(f"`{country}-{n}`" for n in names[:SHOWN]) + more if names else f"`{country}`"
