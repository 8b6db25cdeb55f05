"""Long waits for legitimate reasons: nothing may be reported, and the program ends as it would.

usage: waits_test.py GORDIAN [--at-once N] [--only WORD] PROGRAM…

Every program lists its cases (`--list`: name, tab, reason). All cases of all programs run under
`gordian run`, many at once, for they do little but wait. A .py program is run by this Python.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

LIMIT_SECONDS = 60
FEWEST_CASES = 100


def start_of(program: str) -> list[str]:
    return [sys.executable, program] if program.endswith(".py") else [program]


def cases_of(program: str) -> list[tuple[str, str]]:
    listed = subprocess.run([*start_of(program), "--list"], capture_output=True, text=True)
    return [tuple(line.split("\t")) for line in listed.stdout.splitlines()]


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("GORDIAN_")}


@dataclasses.dataclass
class Judged:
    problems: list[str]
    said: str
    seconds: float
    status: int | None = None
    report: dict | None = None


def judge(gordian: str, command: list[str]) -> Judged:
    with tempfile.TemporaryDirectory(prefix="gordian-wait-") as folder:
        report = pathlib.Path(folder) / "out.json"
        observed = [gordian, "run", f"--report={report}", f"--record={folder}/recordings", "--"]
        began = time.monotonic()
        try:
            done = subprocess.run(
                [*observed, *command],
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            said = (error.stderr or b"").decode(errors="replace")
            return Judged(["it did not end"], said, time.monotonic() - began)
        judged = Judged([], done.stderr, time.monotonic() - began, done.returncode)
        if done.returncode != 0:
            judged.problems.append(f"it ended with {done.returncode}")
        if done.stdout != "done\n":
            judged.problems.append(f"its output was {done.stdout!r}")
        try:
            judged.report = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            judged.problems.append(f"no report: {error}")
            return judged
        # A note on what a limited wait might have become is no alarm.
        judged.problems += [
            f"{found['id']} was reported: {found['message']}"
            for found in judged.report["findings"]
            if found["confidence"] != "possible"
        ]
        return judged


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gordian")
    parser.add_argument("--at-once", type=int, default=25)
    parser.add_argument("--only", default="")
    parser.add_argument("programs", nargs="+")
    options = parser.parse_args()
    cases = []
    for program in options.programs:
        listed = cases_of(program)
        if not listed:
            print(f"{program} lists no case")
            return 1
        cases += [(program, name, reason) for name, reason in listed if options.only in name]
    if len(cases) < FEWEST_CASES and not options.only:
        print(f"only {len(cases)} cases")
        return 1
    failed = 0
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.at_once) as pool:
        judge_case = lambda case: judge(options.gordian, [*start_of(case[0]), case[1]])
        verdicts = pool.map(judge_case, cases)
        for (program, name, reason), judged in zip(cases, verdicts):
            what = f"{pathlib.Path(program).stem} {name}: {reason} ({judged.seconds:.1f} s)"
            print(f"{'FAILED' if judged.problems else 'silent'}  {what}")
            for problem in judged.problems:
                print(f"        {problem}")
            if judged.problems:
                failed += 1
                print(judged.said)
    print(f"{len(cases)} waits in {time.monotonic() - began:.0f} s, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
