"""What the rules found, for machines: JSON, GitHub's workflow commands, SARIF 2.1.0, JUnit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from copkit import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SARIF = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
Row = dict[str, Any]


def as_json(rows: Sequence[Row]) -> str:
    """Write findings as JSON, with every letter as it is."""
    return json.dumps({"findings": list(rows)}, ensure_ascii=False, indent=2) + "\n"


def as_github(rows: Sequence[Row]) -> str:
    """Write findings as GitHub's workflow commands, a line each."""
    return "".join(_command(r) for r in rows)


def _command(row: Row) -> str:
    place = {"file": row["file"], "line": row["line"], "col": row["column"], "title": row["code"]}
    facts = ",".join(f"{k}={_property(str(v))}" for k, v in place.items() if v)
    return f"::{COMMANDS[row['severity']]} {facts}::{_message(row['message'] + '. ' + row['hint'])}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(rows: Sequence[Row], pages: Mapping[str, Mapping[str, Any]]) -> str:
    """Write findings as a SARIF 2.1.0 log; `pages` holds the text of each rule."""
    used = sorted({r["code"] for r in rows})
    driver = {
        "name": "copkit",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": pages[code]["title"]},
                "fullDescription": {"text": pages[code]["why"]},
                "help": {"text": pages[code]["do"]},
            }
            for code in used
        ],
    }
    results = [
        {
            "ruleId": r["code"],
            "ruleIndex": used.index(r["code"]),
            "level": LEVELS[r["severity"]],
            "message": {"text": f"{r['message']}. {r['hint']}"},
            "locations": [_location(r)] if r["file"] else [],
            "properties": {"facts": r["facts"]},
        }
        for r in rows
    ]
    log = {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _location(row: Row) -> Row:
    place: Row = {"artifactLocation": {"uri": row["file"]}}
    if row["line"]:
        place["region"] = {"startLine": row["line"], "startColumn": row["column"] or 1}
    return {"physicalLocation": place}


def as_junit(rows: Sequence[Row], files: Sequence[str]) -> str:
    """Write findings as a JUnit report: a case for each finding, and one for each file without any."""
    suite = ET.Element("testsuite", name="copkit check", tests="0", failures="0")
    clean = [f for f in files if not any(r["file"] == f for r in rows)]
    for row in rows:
        name = f"{row['code']} {row['line'] or 0}:{row['column'] or 0}"
        case = ET.SubElement(suite, "testcase", classname=str(row["file"] or ""), name=name)
        fault = ET.SubElement(case, "failure", type=row["severity"], message=row["message"])
        fault.text = row["hint"]
    for file in clean:
        ET.SubElement(suite, "testcase", classname=file, name="clean")
    suite.set("tests", str(len(rows) + len(clean)))
    suite.set("failures", str(len(rows)))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
