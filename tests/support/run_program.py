"""Runs an annotated program under `gordian run` and compares what happens with its comments.

usage: run_program.py --gordian GORDIAN --source FILE [--timeout SECONDS] [--hang-limit SECONDS]
                      [--check-native] -- PROGRAM [ARGS…]

A program annotated HANG is not run without Gordian, but with --check-native, which looks whether
it still runs after a second. Under Gordian it must end by itself within --hang-limit, which is
generous, for loaded machines; how long it took is printed. Nothing of it may be left running.

Exit status: 0 as expected (for XFAIL: failed as expected), 1 not as expected, 2 wrong use or
annotation, 77 skipped. The annotations are described in annotations.py.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import annotations
import verdict

SKIPPED = 77
NATIVE_HANG_SECONDS = 1
XFAIL_HANG_SECONDS = 4
LEFT_GRACE_SECONDS = 1


@dataclasses.dataclass
class Outcome:
    status: int | None  # None: did not end in time
    stdout: bytes
    stderr: bytes
    seconds: float = 0
    left: bool = False  # processes of it still ran when it had ended


def lives_in(group: int, process: pathlib.Path) -> bool:
    """Whether a process of /proc belongs to the group and is more than a zombie."""
    try:
        state, _, its_group = process.joinpath("stat").read_text().rpartition(")")[2].split()[:3]
    except (OSError, ValueError):
        return False
    return int(its_group) == group and state not in "ZX"


def is_left(group: int) -> bool:
    """Whether processes of the group are still there a little later; ends them."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    until = time.monotonic() + LEFT_GRACE_SECONDS
    while any(lives_in(group, process) for process in pathlib.Path("/proc").glob("[1-9]*")):
        if time.monotonic() > until:
            break
        time.sleep(0.05)
    else:
        return False
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return True


def execute(command: list[str], folder: pathlib.Path, timeout: float) -> Outcome:
    """Runs a command in a process group of its own; what is left of it after a timeout is ended."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GORDIAN_") and key != "LD_PRELOAD"
    }
    started = time.monotonic()
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
        return Outcome(None, stdout, stderr, time.monotonic() - started)
    seconds = time.monotonic() - started
    return Outcome(process.returncode, stdout, stderr, seconds, is_left(process.pid))


@dataclasses.dataclass
class Judgement:
    observed: Outcome
    harm: list[str] = dataclasses.field(default_factory=list)  # no known gap excuses it
    problems: list[str] = dataclasses.field(default_factory=list)  # of the verdict
    report: dict | None = None

    @property
    def said(self) -> str:
        return self.observed.stderr.decode(errors="replace")


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


def hang_harm(observed: Outcome, native: Outcome | None) -> list[str]:
    """What is wrong with the life of a program that is to hang."""
    problems = []
    if native is not None and native.status is not None:
        problems.append(f"without Gordian the program {ended(native)}: it should hang")
    if observed.status is None:
        problems.append(f"still running after {observed.seconds:.1f} s")
    if observed.left:
        problems.append("some of its processes were left running")
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


def without_gordian(
    options: argparse.Namespace, expected: annotations.Expectation, program: list[str], folder
) -> Outcome | None:
    if not expected.hangs:
        return execute(program, folder, options.timeout)
    return execute(program, folder, NATIVE_HANG_SECONDS) if options.check_native else None


def verify_problems(gordian: str, report: dict) -> list[str]:
    """No verdict may be one to which its own evidence does not lead."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(report, file)
        file.flush()
        done = subprocess.run(
            [gordian, "verify", "--quiet", file.name], capture_output=True, text=True, check=False
        )
    return [] if done.returncode in (0, 3) else [f"gordian verify: {done.stdout}{done.stderr}"]


def judge(
    options: argparse.Namespace,
    source: pathlib.Path,
    program: list[str],
    native: Outcome | None = None,
) -> Judgement:
    """`native`: how the program ends without Gordian, where that is known."""
    expected = annotations.read(source)
    with tempfile.TemporaryDirectory(prefix="gordian-program-") as name:
        folder = pathlib.Path(name)
        report_file = folder / "out.json"
        command = [options.gordian, "run", f"--report={report_file}"]
        command += [f"--record={folder / 'recordings'}", "--", *program]
        if config := expected.options.get("config"):
            shutil.copy(source.with_name(str(config)), folder / "gordian.toml")
        native = native or without_gordian(options, expected, program, folder)
        limit = options.timeout
        if expected.hangs:
            limit = XFAIL_HANG_SECONDS if expected.xfail else options.hang_limit
        observed = execute(command, folder, limit)
        judgement = Judgement(observed)
        if expected.hangs:
            judgement.problems += hang_harm(observed, native)
        else:
            judgement.harm += harm(native, observed, {0, 66})
        try:
            judgement.report = json.loads(report_file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            where = judgement.problems if expected.hangs else judgement.harm
            where.append(f"no JSON report: {error}")
            return judgement
    judgement.problems += verdict.problems(judgement.report, expected, source.name)
    judgement.problems += text_problems(judgement.report, judgement.said)
    judgement.problems += verify_problems(options.gordian, judgement.report)
    if observed.status is not None and observed.status != expected.status:
        judgement.problems.append(f"exit status {observed.status}, expected {expected.status}")
    return judgement


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
    parser.add_argument("--hang-limit", type=float, default=10)
    parser.add_argument("--check-native", action="store_true")
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
    judgement = judge(options, source, program)
    for problem in judgement.harm + judgement.problems:
        print(f"{source.name}: {problem}")
    if expected.hangs:
        print(f"{source.name}: {ended(judgement.observed)}, {judgement.observed.seconds:.1f} s")
    if judgement.harm or (judgement.problems and expected.xfail is None):
        print(f"\n--- what Gordian said\n{judgement.said}")
        return 1
    if judgement.problems:
        print(f"{source.name}: failed as expected: {expected.xfail}")
        return 0
    if expected.xfail is not None:
        print(f"{source.name}: unexpected pass: remove XFAIL({expected.xfail})")
        return 1
    print(f"{source.name}: as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
