"""Runs an annotated program under `gordian run` and compares what happens with its comments.

usage: run_program.py --gordian GORDIAN --source FILE [--timeout SECONDS] -- PROGRAM [ARGS…]

Exit status: 0 as expected (for XFAIL: failed as expected), 1 not as expected, 2 wrong use or
annotation, 77 skipped. The annotations are described in annotations.py.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import annotations
import verdict

SKIPPED = 77


@dataclasses.dataclass
class Outcome:
    status: int | None  # None: did not end in time
    stdout: bytes
    stderr: bytes


def execute(command: list[str], folder: pathlib.Path, timeout: float) -> Outcome:
    """Runs a command in a process group of its own; what is left of it after a timeout is ended."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GORDIAN_") and key != "LD_PRELOAD"
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        stdout, stderr = process.communicate()
        return Outcome(None, stdout, stderr)
    return Outcome(process.returncode, stdout, stderr)


def ended(outcome: Outcome) -> str:
    return "did not end in time" if outcome.status is None else f"ended with {outcome.status}"


def harm(native: Outcome, observed: Outcome, allowed: set[int]) -> list[str]:
    """What no known gap excuses: the program itself behaved differently, or there was no end."""
    problems = []
    if native.status != 0:
        problems.append(f"without Gordian the program {ended(native)}")
    if observed.status not in allowed:
        problems.append(f"under Gordian the program {ended(observed)}")
    if native.stdout != observed.stdout:
        problems.append(f"stdout was {native.stdout!r} and became {observed.stdout!r}")
    return problems


def text_problems(report: dict, stderr: str) -> list[str]:
    """The text names exactly the findings of the JSON report."""
    problems = []
    for finding in report["findings"]:
        if f"[{finding['id']} {finding['fingerprint']}]" not in stderr:
            problems.append(f"the text does not name {finding['id']} {finding['fingerprint']}")
    if not report["findings"] and "[GD" in stderr:
        problems.append("the text names a finding that the JSON report does not have")
    return problems


def judge(
    gordian: str, source: pathlib.Path, program: list[str], timeout: float
) -> tuple[list[str], list[str], str]:
    """Problems that are harm, problems of the verdict, and what Gordian said."""
    expected = annotations.read(source)
    with tempfile.TemporaryDirectory(prefix="gordian-program-") as name:
        folder = pathlib.Path(name)
        report_file = folder / "out.json"
        native = execute(program, folder, timeout)
        observed = execute(
            [
                gordian,
                "run",
                f"--report={report_file}",
                f"--record={folder / 'recordings'}",
                "--",
                *program,
            ],
            folder,
            timeout,
        )
        stderr = observed.stderr.decode(errors="replace")
        harmed = harm(native, observed, {0, 66})
        try:
            report = json.loads(report_file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            return [*harmed, f"no JSON report: {error}"], [], stderr
    problems = verdict.problems(report, expected, source.name)
    problems += text_problems(report, stderr)
    if observed.status is not None and observed.status != expected.status:
        problems.append(f"exit status {observed.status}, expected {expected.status}")
    return harmed, problems, stderr


def skip_reason(source: pathlib.Path) -> str | None:
    if source.suffix != ".py":
        return None
    if sys.thread_info.lock != "semaphore" or sys.version_info >= (3, 14):
        return "this Python's locks are not semaphores"
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gordian", required=True)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    parser.add_argument("--timeout", type=float, default=60)
    parser.add_argument("program", nargs="+")
    options = parser.parse_args()
    source = options.source.resolve()
    if reason := skip_reason(source):
        print(f"{source.name}: skipped: {reason}")
        return SKIPPED
    program = options.program if source.suffix != ".py" else [sys.executable, str(source)]
    try:
        expected = annotations.read(source)
    except annotations.BadAnnotation as error:
        print(f"run_program: {error}", file=sys.stderr)
        return 2
    harmed, problems, stderr = judge(options.gordian, source, program, options.timeout)
    for problem in harmed + problems:
        print(f"{source.name}: {problem}")
    if harmed or (problems and expected.xfail is None):
        print(f"\n--- what Gordian said\n{stderr}")
        return 1
    if problems:
        print(f"{source.name}: failed as expected: {expected.xfail}")
        return 0
    if expected.xfail is not None:
        print(f"{source.name}: unexpected pass: remove XFAIL({expected.xfail})")
        return 1
    print(f"{source.name}: as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
