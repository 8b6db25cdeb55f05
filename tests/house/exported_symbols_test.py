"""The runtime library exports exactly what it interposes and what programs say to it (control.h,
annotations.h, annotations of other tools), and needs only libc.

usage: exported_symbols_test.py SOURCE_TREE LIBRARY [--accept]
The list beside this file makes every change of the interface a visible one; --accept rewrites it.
"""

import pathlib
import re
import subprocess
import sys

import source_tree

HOOK = re.compile(r"^GORDIAN_HOOK\w*\(\s*(\w+)", re.MULTILINE)
CONTROL = re.compile(r"^[\w\s*]*?\b(gordian_\w+)\s*\(", re.MULTILINE)
FOREIGN = re.compile(r"^GORDIAN_EXPORT \w+ (\w+)\(", re.MULTILINE)
MAY_NEED = re.compile(r"^(libc\.so\.6|ld-linux[\w.-]*)$")
EXPECTED = pathlib.Path(__file__).with_name("exported_symbols.expected")


def lines_of(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def exported(library: str) -> set[str]:
    """Names without versions; version nodes (absolute symbols) are not functions."""
    names = set()
    for line in lines_of("nm", "-D", "--defined-only", library):
        _, kind, name = line.split(maxsplit=2)
        if kind != "A":
            names.add(name.split("@")[0])
    return names


def needed(library: str) -> list[str]:
    lines = lines_of("readelf", "-dW", library)
    return re.findall(r"\(NEEDED\).*\[(.*?)\]", "\n".join(lines))


def differences(what: str, found: set[str], wanted: set[str]) -> list[str]:
    return [f"{what}: {name} is exported but not listed" for name in sorted(found - wanted)] + [
        f"{what}: {name} is listed but not exported" for name in sorted(wanted - found)
    ]


def main(root: pathlib.Path, library: str, accept: bool) -> None:
    hooks = set(HOOK.findall(source_tree.text(root / "runtime/src/hooks.def")))
    public = root / "runtime/include/gordian"
    control = set(CONTROL.findall(source_tree.text(public / "control.h")))
    control |= set(CONTROL.findall(source_tree.text(public / "annotations.h")))
    foreign = source_tree.text(root / "runtime/src/hooks/foreign_annotations.cpp")
    control |= set(FOREIGN.findall(foreign))
    source_tree.expect("pthread_mutex_lock" in hooks, "hooks.def is understood")
    source_tree.expect("gordian_recording_path" in control, "control.h is understood")
    source_tree.expect(len(differences("x", {"a"}, {"b"})) == 2, "differences are seen")
    found = exported(library)
    if accept:
        EXPECTED.write_text("\n".join(sorted(found)) + "\n", encoding="utf-8")
    listed = set(source_tree.text(EXPECTED).split())
    problems = differences("hooks.def and the headers", found, hooks | control)
    problems += differences(EXPECTED.name, found, listed)
    problems += [f"needs {name}" for name in needed(library) if not MAY_NEED.match(name)]
    source_tree.finish("exported symbols", len(found), problems)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], "--accept" in sys.argv[3:])
