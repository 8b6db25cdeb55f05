"""Writes docs/repeatability.md from a record."""

import collections
import statistics

from record import Difference, Record
from whole_set import Program

KINDS = {
    "deadlock": "a deadlock that is possible must be reported",
    "nodeadlock": "its innocent twin: nothing may be",
    "hang": "it hangs: told, and ended with status 67",
    "nohang": "its twin, which does not",
    "misuse": "locks used wrongly must be reported",
    "nomisuse": "its innocent twin",
    "wait": "a long wait for a legitimate reason: nothing may be said",
    "example": "the examples of the documentation",
}


def verdict_text(verdict: dict) -> str:
    if "gap" in verdict:
        return "as the known gap says" if verdict["gap"] else "a known gap that is none"
    status = "did not end" if verdict["status"] is None else f"status {verdict['status']}"
    told = [
        f"{rule} {confidence} ({', '.join(map(str, lines)) or 'no line of it'})"
        for rule, confidence, lines in verdict["findings"]
    ]
    return "; ".join([status, *told]) + ("" if verdict["report"] else "; no report")


def runs_text(runs: list[int]) -> str:
    shown = ", ".join(map(str, runs[:8]))
    return shown + (f" and {len(runs) - 8} more" if len(runs) > 8 else "")


def differences_table(differences: list[Difference]) -> list[str]:
    if not differences:
        return ["None: every program got the same verdict in every run."]
    lines = ["| program | verdict | times | runs |", "|---|---|---:|---|"]
    for difference in differences:
        for number, (verdict, runs) in enumerate(difference.verdicts):
            name = difference.program if number == 0 else ""
            which = runs_text(runs) if number else "the others"
            lines.append(f"| {name} | {verdict_text(verdict)} | {len(runs)} | {which} |")
    return lines


def sets_table(programs: list[Program], record: Record) -> list[str]:
    runs = collections.Counter()
    for name, _ in record.entries:
        runs[name] += 1
    lines = ["| what | programs | runs | |", "|---|---:|---:|---|"]
    for kind, meaning in KINDS.items():
        names = [program.name for program in programs if program.kind == kind]
        lines.append(f"| {kind} | {len(names)} | {sum(runs[n] for n in names):,} | {meaning} |")
    total = sum(runs[program.name] for program in programs)
    return [*lines, f"| **all** | **{len(programs)}** | **{total:,}** | |"]


def hang_seconds(programs: list[Program], record: Record) -> list[float]:
    hangs = {program.name for program in programs if program.kind == "hang"}
    return [entry["seconds"] for (name, _), entry in record.entries.items() if name in hangs]


def told_after(record: Record) -> list[str]:
    times = sorted(e["hung_ms"] for e in record.entries.values() if e.get("hung_ms") is not None)
    if not times:
        return []
    return [
        f"From the first look that saw a hang to its verdict: median {statistics.median(times):,.0f} ms,"
        f" 99 of 100 within {times[len(times) * 99 // 100]:,} ms, longest {times[-1]:,} ms"
        f" ({len(times):,} hangs; a look comes every 200 ms).",
        "",
    ]


def page(machine, programs: list[Program], record: Record, options, hours: str) -> str:
    differences, unexpected = record.differences(), record.unexpected()
    lines = [
        "# The same verdict every time",
        "",
        "Written by `scripts/repeat`; do not edit. Every annotated program of `tests/programs`, the",
        "examples and every long wait, each run again and again under `gordian run` on a machine that",
        "is loaded on purpose. A verdict is the exit status and, of each finding, the id, the",
        "confidence and the lines of the program; where a program hangs, of the hang (how far it got",
        "before decides what was predicted beside it). Each run is also judged by the program's own",
        "annotations, which `scripts/test` does once.",
        "",
        "| | |",
        "|---|---|",
        *(f"| {key} | {value} |" for key, value in machine),
        f"| load | {options.load} busy processes, and {options.at_once} programs at once |",
        f"| repetitions | {options.runs} |",
        f"| took | {hours} |",
        "",
        *sets_table(programs, record),
        "",
    ]
    if seconds := sorted(hang_seconds(programs, record)):
        lines += [
            f"From the start of a program that hangs to its end: median {statistics.median(seconds):.1f} s,"
            f" 99 of 100 within {seconds[len(seconds) * 99 // 100]:.1f} s, longest {seconds[-1]:.1f} s;"
            " this includes starting on the loaded machine, what the program does before, and the report.",
            "",
        ]
    lines += told_after(record)
    lines += ["## Verdicts that differed", "", *differences_table(differences), ""]
    lines += ["## Verdicts that were not as annotated", ""]
    if not unexpected:
        lines += ["None.", ""]
    for name, runs in unexpected.items():
        lines.append(f"- {name}: {len(runs)} times, in runs {runs_text(runs)}")
    return "\n".join(lines).rstrip() + "\n"
