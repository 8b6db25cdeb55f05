"""Runs one program once under `gordian run` and says what the verdict was."""

import argparse
import dataclasses
import functools
import pathlib
import tempfile

import annotations
import run_program
import verdict
from whole_set import Program


@dataclasses.dataclass
class Judged:
    verdict: dict  # what must be the same each time
    problems: list[str]  # what is not as annotated
    seconds: float
    said: str
    hung_ms: int | None = None  # how long the hang was seen to be one before it was told


def lines_of(finding: dict, source: str) -> list[int]:
    if "hang" in finding:
        return sorted(verdict.waiting_lines_of(finding, source))
    if finding["id"] == "GD101":
        return sorted(verdict.lines_of(finding, source))
    return sorted(verdict.all_lines_of(finding, source))


def verdict_of(status: int | None, report: dict | None, source: str, hangs: bool) -> dict:
    """Beside a hang its predictions are no part of the verdict: how far the program got before it
    hung decides what could be predicted."""
    findings = report["findings"] if report else []
    if hangs:
        findings = [finding for finding in findings if not finding["id"].startswith("GD1")]
    told = [[found["id"], found["confidence"], lines_of(found, source)] for found in findings]
    return {"status": status, "findings": sorted(told), "report": report is not None}


def hung_ms_of(report: dict | None) -> int | None:
    found = [f["hang"]["unchanged_ms"] for f in (report or {}).get("findings", []) if "hang" in f]
    return max(found, default=None)


class Judge:
    """Knows how each program ends without Gordian: that is run once, not each time."""

    def __init__(self, gordian: pathlib.Path):
        # The report says how soon a hang was told; how long the rest takes is a matter of the load.
        self.options = argparse.Namespace(
            gordian=str(gordian), timeout=120, hang_limit=120, check_native=False
        )

    def __call__(self, program: Program) -> Judged:
        if program.source is None:
            return self.wait(program)
        expected = annotations.read(program.source)
        native = None if expected.hangs else self.native(program)
        judged = run_program.judge(self.options, program.source, list(program.command), native)
        if expected.xfail is not None and not judged.harm:
            problems = [] if judged.problems else [f"unexpected pass: {expected.xfail}"]
            told = {"gap": bool(judged.problems)}  # more is not promised
            return Judged(told, problems, judged.observed.seconds, judged.said)
        problems = judged.harm + judged.problems
        told = verdict_of(
            judged.observed.status, judged.report, program.source.name, bool(expected.hangs)
        )
        return Judged(
            told, problems, judged.observed.seconds, judged.said, hung_ms_of(judged.report)
        )

    @functools.cache
    def native(self, program: Program) -> run_program.Outcome:
        with tempfile.TemporaryDirectory(prefix="gordian-program-") as folder:
            return run_program.execute(list(program.command), folder, self.options.timeout)

    def wait(self, program: Program) -> Judged:
        import waits_test

        judged = waits_test.judge(self.options.gordian, list(program.command))
        told = verdict_of(judged.status, judged.report, "", False)
        return Judged(told, judged.problems, judged.seconds, judged.said)
