"""The programs that are repeated: every annotated program and every long wait, as ctest runs them."""

import dataclasses
import json
import pathlib
import subprocess
import sys


@dataclasses.dataclass(frozen=True)
class Program:
    name: str
    kind: str  # deadlock, hang, misuse, the same with `no` before it, wait, or example
    command: tuple[str, ...]
    source: pathlib.Path | None  # with annotations; a wait has none: it must be silent


def kind_of(source: pathlib.Path) -> str:
    kind = source.stem.rpartition("_")[2]
    return kind if kind.removeprefix("no") in ("deadlock", "hang", "misuse") else "example"


def annotated(name: str, command: list[str]) -> Program:
    source = pathlib.Path(command[command.index("--source") + 1])
    program = command[command.index("--") + 1 :]
    if source.suffix == ".py":
        program = [sys.executable, str(source)]
    return Program(name, kind_of(source), tuple(program), source)


def waits(command: list[str]) -> list[Program]:
    import waits_test  # beside the programs, where the caller has put the path

    found = []
    programs = [word for word in command if pathlib.Path(word).stem.endswith("_waits")]
    for program in programs:
        for case, _ in waits_test.cases_of(program):
            name = f"{pathlib.Path(program).stem}.{case}"
            found.append(Program(name, "wait", (*waits_test.start_of(program), case), None))
    return found


def of_listing(listing: dict) -> list[Program]:
    """From what `ctest --show-only=json-v1` prints."""
    programs = []
    for test in listing["tests"]:
        command = test.get("command", [])
        scripts = {pathlib.PurePath(word).name for word in command}
        if "run_program.py" in scripts:
            programs.append(annotated(test["name"].removeprefix("programs."), command))
        elif "waits_test.py" in scripts:
            programs += waits(command)
    return programs


def read(build: pathlib.Path) -> list[Program]:
    command = ["ctest", "--test-dir", str(build), "--show-only=json-v1", "-L", "programs"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    return of_listing(json.loads(listed.stdout))
