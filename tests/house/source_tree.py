"""The files of the project, for the tests of this folder."""

import pathlib
import sys
from typing import Iterator

NOT_OURS = {"build", ".git", ".gordian", ".cache", ".vscode", ".idea", "__pycache__"}


def files(root: pathlib.Path) -> Iterator[pathlib.Path]:
    """Every file below `root` except build trees and what tools leave behind, sorted."""
    for path in sorted(root.iterdir()):
        if path.name in NOT_OURS:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from files(path)
        elif path.is_file():
            yield path


def text(path: pathlib.Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def finish(what: str, checked: int, problems: list[str]) -> None:
    """Ends the test: prints every problem; a test that looked at nothing has failed."""
    if not checked:
        problems = [f"{what}: nothing was checked"]
    for problem in problems:
        print(problem)
    print(f"{what}: {checked} checked, {len(problems)} problems")
    sys.exit(1 if problems else 0)


def expect(condition: bool, message: str) -> None:
    """For the self-checks: a rule that no longer catches its own example is a failure."""
    if not condition:
        print(f"self-check: {message}")
        sys.exit(1)
