"""Runs `gordian provoke` on the annotated programs and writes what became of it into a page.

usage: provoke_table.py --gordian GORDIAN --programs DIR --examples DIR [--attempts N] [--jobs N]
                        [--only PATTERN] [--output PAGE]

Each *_deadlock program is recorded as it is, and then runs with LIVE_FREE (tests/programs/live.hpp):
without the turns that keep it from hanging. What was predicted has to happen within the attempts, but where it says `turns`: its
own order keeps that from happening. Of the twins everything is tried too, also what is ruled out,
and nothing may happen.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import annotations
import page_section

LIMIT = 240  # seconds for one program
BY = re.compile(r"gordian provoke made it happen \((GD\d+) \w+, (?:attempt (\d+)|without any pause)")
PROVOKED = {"GD101", "GD104", "GD105"}


@dataclasses.dataclass
class Result:
    name: str
    turns: bool
    proven: list[int] = dataclasses.field(default_factory=list)  # attempts; 0: without any
    likely: list[str] = dataclasses.field(default_factory=list)  # ids that did not happen
    possible: list[str] = dataclasses.field(default_factory=list)
    tried: int = 0
    status: int | None = None
    seconds: float = 0
    said: str = ""


def command_of(source: pathlib.Path, options) -> list[str] | None:
    if source.suffix == ".py":
        return [sys.executable, "-B", str(source)]
    for folder in (options.programs, options.examples / source.parent.name):
        if (folder / source.stem).is_file():
            return [str(folder / source.stem)]
    return None


def run_bounded(command: list[str], folder: str, environment: dict[str, str]) -> tuple[int, str]:
    """Status and standard error; what does not end in time is ended with all that it started."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True)
    try:
        said = process.communicate(timeout=LIMIT)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return process.returncode, said


def provoke(source: pathlib.Path, command: list[str], options, twin: bool) -> Result:
    expected = annotations.read(source)
    result = Result(source.stem, "turns" in expected.options)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}
    with tempfile.TemporaryDirectory(prefix="gordian-provoke-") as name:
        report = pathlib.Path(name) / "out.json"
        records = pathlib.Path(name) / "recorded"
        # The prediction is made where the turns keep the program from hanging, ...
        run_bounded([options.gordian, "run", "-q", f"--record={records}", "--", *command], name,
                    environment)
        # ... and then it has to happen.
        environment["LIVE_FREE"] = "1"
        own = ["--strict", "--attempts=3"] if twin else [f"--attempts={options.attempts}"]
        began = time.monotonic()
        result.status, result.said = run_bounded(
            [options.gordian, "provoke", "--all", *own, f"--from={records}", f"--report={report}",
             "--", *command], name, environment)
        result.seconds = time.monotonic() - began
        result.tried = result.said.count("gordian: not produced: ")
        findings = json.loads(report.read_text())["findings"] if report.exists() else []
    for finding in findings:
        if finding["id"] not in PROVOKED:
            continue
        by = BY.match(finding["reason"])
        if by:
            result.proven.append(int(by.group(2) or 0))
        elif finding["confidence"] != "proven":  # else the same one under another name
            {"likely": result.likely}.get(finding["confidence"], result.possible).append(
                f"{finding['id']} {finding['fingerprint']}")
    return result


def sources(kind: str, options) -> list[pathlib.Path]:
    root = pathlib.Path(__file__).resolve().parents[2]
    found = sorted((root / "tests/programs").glob(f"*_{kind}.*"))
    examples = {"deadlock": ("u3a_abba", "u3c_phil", "u3h_abba"),
                "nodeadlock": ("u3a_ordered", "u3b_gate", "u3h_ordered")}[kind]
    found += [path for path in sorted((root / "examples").glob("u*/*")) if path.stem in examples]
    return [path for path in found if re.search(options.only, path.stem)]


def run_one(source: pathlib.Path, kind: str, options) -> Result | None:
    command = command_of(source, options)
    if command is None:
        print(f"{source.stem}: not built", flush=True)
        return None
    try:
        result = provoke(source, command, options, kind == "nodeadlock")
    except subprocess.TimeoutExpired:
        result = Result(source.stem, False, likely=["did not end in time"])
    print(
        f"{result.name}: proven {result.proven}, likely {result.likely}, possible"
        f" {result.possible}, status {result.status}, {result.seconds:.1f} s"
        + (" (turns)" if result.turns else ""), flush=True)
    return result


def run_all(kind: str, options) -> list[Result]:
    """Several at a time: most of it is waiting."""
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        done = pool.map(lambda source: run_one(source, kind, options), sources(kind, options))
        return [result for result in done if result is not None]


def listed(results: list[Result], pick) -> str:
    names = [result.name for result in results if pick(result)]
    return ", ".join(names) if names else "none"


def page_of(deadlocks: list[Result], twins: list[Result], attempts: int) -> str:
    free = [result for result in deadlocks if not result.turns]
    fixed = [result for result in deadlocks if result.turns]
    proven = sum(len(result.proven) for result in free)
    missed = sum(len(result.likely) for result in free)
    by_attempt = collections.Counter(number for result in free for number in result.proven)
    share = 100 * proven / (proven + missed) if proven + missed else 0
    tried = [result for result in twins if result.tried]
    lines = [
        f"Up to {attempts} attempts for each finding; of the twins 3, of everything, also of what is"
        " ruled out.",
        "",
        "| what | count |",
        "|---|---|",
        f"| programs with a potential deadlock that can happen | {len(free)} |",
        f"| their likely findings (GD101, GD104, GD105), proven | {proven} of {proven + missed}"
        f" ({share:.1f} %) |",
        f"| not proven, and *possible* only | {sum(len(result.possible) for result in free)} |",
        f"| programs whose own order keeps it from happening (`turns`), proven |"
        f" {sum(bool(result.proven) for result in fixed)} of {len(fixed)} |",
        f"| innocent twins | {len(twins)} |",
        f"| of these with something to try | {len(tried)} |",
        f"| of these proven or hung | {sum(is_harmed(result) for result in twins)} |",
        "",
        "| proven in attempt | findings |",
        "|---|---|",
    ]
    for number in sorted(by_attempt):
        lines.append(f"| {number or 'the first run, without a pause'} | {by_attempt[number]} |")
    lines += [
        "",
        "Likely and not proven: " + listed(free, lambda result: result.likely) + ".",
        "",
        "With findings that stay *possible*: " + listed(free, lambda r: r.possible) + ".",
        "",
        "Nothing to provoke, for one thread alone does it: "
        + listed(free, lambda r: not (r.proven or r.likely or r.possible))
        + ".",
    ]
    return "\n".join(lines)


def is_harmed(result: Result) -> bool:
    return bool(result.proven) or result.status == 67


def arguments(what: str):
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--gordian", required=True)
    parser.add_argument("--programs", required=True, type=pathlib.Path)
    parser.add_argument("--examples", required=True, type=pathlib.Path)
    parser.add_argument("--attempts", type=int, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    options.gordian = str(pathlib.Path(options.gordian).resolve())
    options.programs, options.examples = options.programs.resolve(), options.examples.resolve()
    return options


def main() -> int:
    options = arguments(__doc__.splitlines()[0])
    deadlocks = run_all("deadlock", options)
    twins = run_all("nodeadlock", options)
    section = page_of(deadlocks, twins, options.attempts)
    print(section)
    if options.output:
        page_section.write(options.output, "provoke", section)
    return 1 if any(is_harmed(result) for result in twins) else 0


if __name__ == "__main__":
    sys.exit(main())
