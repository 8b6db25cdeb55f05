"""No source has more than 400 lines (split by responsibility before that), no README more than 150.

usage: file_sizes_test.py SOURCE_TREE
"""

import pathlib
import sys

import source_tree

SOURCES = {".h", ".hpp", ".c", ".cpp", ".def", ".py", ".sh", ".cmake"}


def limit_of(path: pathlib.Path) -> int | None:
    if path.name == "README.md":
        return 150
    if path.suffix in SOURCES or path.name == "CMakeLists.txt" or path.parent.name == "scripts":
        return 400
    return None


def check(root: pathlib.Path) -> tuple[int, list[str]]:
    checked, problems = 0, []
    for path in source_tree.files(root):
        limit = limit_of(path)
        if limit is None:
            continue
        checked += 1
        lines = source_tree.text(path).count("\n")
        if lines > limit:
            problems.append(f"{path.relative_to(root)}: {lines} lines, at most {limit}")
    return checked, problems


if __name__ == "__main__":
    source_tree.expect(limit_of(pathlib.Path("cli/src/main.cpp")) == 400, "sources have a limit")
    source_tree.finish("file sizes", *check(pathlib.Path(sys.argv[1]).resolve()))
