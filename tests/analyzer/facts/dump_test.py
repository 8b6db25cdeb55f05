"""The facts of one source are what expected/ says.

usage: dump_test.py GORDIAN_CHECK SOURCE
The first line of a source can say `// FLAGS: -std=c++17` and `// STATUS: 3`. With
GORDIAN_APPROVE_GOLDEN in the environment the expectation is written anew (see approve).
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def setting(line: str, name: str, otherwise: str) -> str:
    found = re.search(rf"\b{name}: (.*?)(?:$|;|\*/)", line)
    return found[1] if found else otherwise


def facts_of(checker: str, source: pathlib.Path) -> str:
    first = source.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
    flags = setting(first, "FLAGS", "").split()
    done = subprocess.run(
        [checker, "dump", source, "--", *flags],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    status = int(setting(first, "STATUS", "0"))
    if done.returncode != status:
        sys.exit(f"status {done.returncode}, not {status}: {done.stderr}")
    told = "".join(f"stderr: {line}\n" for line in done.stderr.splitlines())
    return (done.stdout + told).replace(str(source.parent), "SOURCES")


def main(checker: str, name: str) -> None:
    expected = HERE / "expected" / f"{name}.txt"
    today = facts_of(checker, HERE / "sources" / name)
    if os.environ.get("GORDIAN_APPROVE_GOLDEN"):
        expected.write_text(today, encoding="utf-8")
        return
    wanted = expected.read_text(encoding="utf-8") if expected.exists() else ""
    if today != wanted:
        lines = difflib.unified_diff(
            wanted.splitlines(), today.splitlines(), f"expected/{name}.txt", "today", lineterm=""
        )
        sys.exit("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
