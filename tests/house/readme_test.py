"""The README's program is the example's, and its report is what gordian prints today.

usage: readme_test.py SOURCE_TREE GORDIAN EXAMPLE_PROGRAM [--accept]
--accept puts today's report into the README.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import source_tree

EXAMPLE = "examples/u3_synchronization/u3a_abba.cpp"
REPORT = re.compile(r"(```\n\$ gordian run [^\n]*\n```\n\n)```\n(.*?)```\n", re.DOTALL)
SNIPPET = re.compile(r"^```cpp\n(.*?)^```", re.MULTILINE | re.DOTALL)


def code(line: str) -> str:
    """A line without its comment and indentation."""
    return line.split("//")[0].strip()


def strangers(snippet: list[str], example: list[str]) -> list[str]:
    """Lines of the snippet that the example does not have, in this order."""
    rest = iter(map(code, example))
    return [line for line in map(code, snippet) if line and line not in rest]


def report_of(root: pathlib.Path, gordian: str, program: str) -> str:
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
    source_tree.expect(done.returncode == 66, f"status {done.returncode}: {done.stderr}")
    text = done.stderr.replace(f"recorded in {record}", "recorded in .gordian/runs/1")
    return re.sub(rf"(gordian show \w+) {re.escape(record)}", r"\1", text)


def main(root: pathlib.Path, gordian: str, program: str, accept: bool) -> None:
    path = root / "README.md"
    readme, problems = source_tree.text(path), []
    example = source_tree.text(root / EXAMPLE).splitlines()
    for snippet in SNIPPET.findall(readme):
        for line in strangers(snippet.splitlines(), example):
            problems.append(f"README.md: {EXAMPLE} has no line `{line}` there")
    today = report_of(root, gordian, program)
    if accept:
        readme = REPORT.sub(lambda match: f"{match[1]}```\n{today}```\n", readme)
        path.write_text(readme, encoding="utf-8")
    shown = REPORT.search(readme)
    if not shown or shown[2] != today:
        problems.append(f"README.md: the report has changed (--accept puts it in); now:\n{today}")
    source_tree.finish("README", len(SNIPPET.findall(readme)), problems)


if __name__ == "__main__":
    source_tree.expect(strangers(["a;", "b;"], ["a;  // x", "c;", "b;"]) == [], "order is kept")
    source_tree.expect(strangers(["b;", "a;"], ["a;", "b;"]) == ["a;"], "wrong order is seen")
    main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:4], "--accept" in sys.argv[4:])
