"""Runs programs that can hang plainly and under `gordian provoke --explore`, and writes into a page
what the other schedules brought.

usage: explore_table.py --gordian GORDIAN --programs DIR --examples DIR [--attempts N] [--jobs N]
                        [--only PATTERN] [--output PAGE]

Each *_deadlock program runs with LIVE_FREE (tests/programs/live.hpp), without the turns that keep it
from hanging: once, then N times plainly, and once, then N times explored. What counts is what the
N runs show that the first one did not.
"""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import annotations
import page_section
import provoke_table

BROUGHT = re.compile(r"brought (\d+) new lock orders, (\d+) new findings, (\d+) hangs")
HUNG = 67


@dataclasses.dataclass
class Result:
    name: str
    plain_hangs: int = 0
    plain_findings: int = 0
    hangs: int = 0
    findings: int = 0
    orders: int = 0


def fingerprints(report: pathlib.Path) -> set[str]:
    if not report.exists():
        return set()
    return {finding["fingerprint"] for finding in json.loads(report.read_text())["findings"]}


def run_plainly(result: Result, command: list[str], folder: str, environment, options) -> None:
    known: set[str] = set()
    for number in range(options.attempts + 1):
        report = pathlib.Path(folder) / f"{number}.json"
        status, _ = provoke_table.run_bounded(
            [options.gordian, "run", "-q", "--on-deadlock=exit", f"--report={report}", "--", *command],
            folder, environment)
        found = fingerprints(report)
        if number:
            result.plain_hangs += status == HUNG
            result.plain_findings += len(found - known)
        known |= found


def explore(result: Result, command: list[str], folder: str, environment, options) -> None:
    _, said = provoke_table.run_bounded(
        [options.gordian, "provoke", "--explore", f"--attempts={options.attempts}", "--", *command],
        folder, environment)
    brought = BROUGHT.search(said)
    if not brought:
        raise SystemExit(f"{result.name}: no summary:\n{said}")
    result.orders, result.findings, result.hangs = map(int, brought.groups())


def run_one(source: pathlib.Path, options) -> Result | None:
    command = provoke_table.command_of(source, options)
    if command is None or "turns" in annotations.read(source).options:
        return None
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}
    environment["LIVE_FREE"] = "1"
    result = Result(source.stem)
    with tempfile.TemporaryDirectory(prefix="gordian-explore-") as folder:
        try:
            run_plainly(result, command, folder, environment, options)
            explore(result, command, folder, environment, options)
        except subprocess.TimeoutExpired:  # a hang that nobody sees: provoke_table.LIMIT
            print(f"{result.name}: did not end in time, left out", flush=True)
            return None
    print(result, flush=True)
    return result


def page_of(results: list[Result], attempts: int) -> str:
    def row(what: str, plain: str, explored: str) -> str:
        return f"| {what} | {plain} | {explored} |"

    def both(pick) -> tuple[str, str]:
        return tuple(f"{sum(pick(result)[side] for result in results):,}" for side in (0, 1))

    return "\n".join([
        f"{len(results)} programs that can hang, {attempts} further runs of each.",
        "",
        "| | plain runs | explored |",
        "|---|---:|---:|",
        row("programs that hung", *both(lambda r: (r.plain_hangs > 0, r.hangs > 0))),
        row("hangs", *both(lambda r: (r.plain_hangs, r.hangs))),
        row("findings that the first run did not have",
            *both(lambda r: (r.plain_findings, r.findings))),
        row("lock orders that the first run did not have", "",
            f"{sum(result.orders for result in results):,}"),
    ])


def main() -> int:
    options = provoke_table.arguments(__doc__.splitlines()[0])
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        done = pool.map(lambda source: run_one(source, options),
                        provoke_table.sources("deadlock", options))
        results = [result for result in done if result is not None]
    section = page_of(results, options.attempts)
    print(section)
    if options.output:
        page_section.write(options.output, "explore", section)
    return 0


if __name__ == "__main__":
    sys.exit(main())
