"""The README's program is the example's, and its report is what gordian prints today.

usage: readme_test.py SOURCE_TREE GORDIAN EXAMPLE_PROGRAM HANGING_PROGRAM [--accept]
--accept puts today's reports into the README. Of the hang it shows the first part.
"""

import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

import source_tree

EXAMPLE = "examples/u3_synchronization/u3a_abba.cpp"
REPORT = re.compile(r"(```\n\$ gordian run [^\n]*/u3a_abba\n```\n\n)```\n(.*?)```\n", re.DOTALL)
HANG = re.compile(r"(```\n\$ gordian run [^\n]*/u3a_stuck\n```\n\n)```\n(.*?)```\n", re.DOTALL)
SNIPPET = re.compile(r"^```cpp\n(.*?)^```", re.MULTILINE | re.DOTALL)


def code(line: str) -> str:
    """A line without its comment and indentation."""
    return line.split("//")[0].strip()


def strangers(snippet: list[str], example: list[str]) -> list[str]:
    """Lines of the snippet that the example does not have, in this order."""
    rest = iter(map(code, example))
    return [line for line in map(code, snippet) if line and line not in rest]


def hang_of(root: pathlib.Path, gordian: str, program: str) -> str:
    """The first part of the report, with the numbers that differ from run to run made equal."""
    text = report_of(root, gordian, program, 67).split("      gordian explain", 1)[0]
    text = text[: text.rindex("\n", 0, text.rindex("more")) + 1]
    return steady(text)


def steady(text: str) -> str:
    numbers = itertools.count(4711)
    text = re.sub(r"\(tid \d+\)", lambda _: f"(tid {next(numbers)})", text)
    text = re.sub(r"\^_+\|", "^" + 56 * "_" + "|", text)  # as wide as the numbers
    return re.sub(r"\d+ ms apart", "400 ms apart", text)


def report_of(root: pathlib.Path, gordian: str, program: str, status: int = 66) -> str:
    """What a user sees who types the README's command in a fresh checkout."""
    with tempfile.TemporaryDirectory() as folder:
        record = f"{folder}/run"
        done = subprocess.run(
            [gordian, "run", f"--record={record}", "--", program],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    source_tree.expect(done.returncode == status, f"status {done.returncode}: {done.stderr}")
    text = done.stderr.replace(f"recorded in {record}", "recorded in .gordian/runs/1")
    return re.sub(rf"(gordian show \w+) {re.escape(record)}", r"\1", text)


def main(root: pathlib.Path, gordian: str, program: str, hanging: str, accept: bool) -> None:
    path = root / "README.md"
    readme, problems = source_tree.text(path), []
    example = source_tree.text(root / EXAMPLE).splitlines()
    for snippet in SNIPPET.findall(readme):
        for line in strangers(snippet.splitlines(), example):
            problems.append(f"README.md: {EXAMPLE} has no line `{line}` there")
    today = report_of(root, gordian, program)
    hang = hang_of(root, gordian, hanging)
    if accept:
        readme = REPORT.sub(lambda match: f"{match[1]}```\n{today}```\n", readme)
        readme = HANG.sub(lambda match: f"{match[1]}```\n{hang}```\n", readme)
        path.write_text(readme, encoding="utf-8")
    shown = REPORT.search(readme)
    if not shown or shown[2] != today:
        problems.append(f"README.md: the report has changed (--accept puts it in); now:\n{today}")
    shown = HANG.search(readme)
    if not shown or shown[2] != hang:
        problems.append(f"README.md: the hang has changed (--accept puts it in); now:\n{hang}")
    source_tree.finish("README", len(SNIPPET.findall(readme)), problems)


if __name__ == "__main__":
    source_tree.expect(strangers(["a;", "b;"], ["a;  // x", "c;", "b;"]) == [], "order is kept")
    source_tree.expect(strangers(["b;", "a;"], ["a;", "b;"]) == ["a;"], "wrong order is seen")
    main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:5], "--accept" in sys.argv[5:])
