"""Includes point only the allowed way (docs/design.md, "Who knows whom").

usage: include_directions_test.py SOURCE_TREE
"""

import pathlib
import re
import sys

import source_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SUFFIXES = {".h", ".hpp", ".c", ".cpp", ".def"}

# The parts, most special first; the first prefix of a path names its part.
PARTS = [
    # runs inside the victim, too: the live wait-for graph and what it says about locks
    ("wait-for", "lockgraph/include/gordian/lockgraph/lock_kind.hpp"),
    ("wait-for", "lockgraph/include/gordian/lockgraph/wait_for.hpp"),
    ("wait-for", "lockgraph/src/wait_for"),
    ("wait-for", "lockgraph/include/gordian/lockgraph/heap_sort.hpp"),
    ("lockgraph", "lockgraph/"),
    ("runtime-c", "runtime/include/gordian/control.h"),
    ("runtime-c", "runtime/include/gordian/annotations.h"),
    ("runtime-c", "runtime/include/gordian/recording/format.h"),
    ("runtime-c", "runtime/include/gordian/recording/format_meetings.h"),
    ("runtime-c", "runtime/include/gordian/recording/format_order.h"),
    ("runtime-c", "runtime/include/gordian/recording/format_statistics.h"),
    ("runtime-c", "runtime/include/gordian/recording/board.h"),
    ("gtest", "runtime/include/gordian/gtest"),
    ("gtest", "runtime/gtest/"),
    ("recording", "runtime/include/"),
    ("recording", "runtime/reader/"),
    ("board", "runtime/board/"),
    ("plan", "runtime/plan/"),
    ("runtime", "runtime/src/"),
    ("graph", "analyzer/src/graph/"),
    ("model", "analyzer/src/model/"),
    ("store", "analyzer/src/store/"),
    ("facts-text", "analyzer/src/text/"),
    ("facts", "analyzer/src/facts/"),
    ("checks", "analyzer/src/link/"),
    ("checks", "analyzer/src/checks/"),
    ("cli", "cli/"),
]
MAY_INCLUDE = {
    "wait-for": set(),
    "lockgraph": {"wait-for"},
    "runtime-c": set(),
    "recording": {"lockgraph", "wait-for", "runtime-c"},
    "board": {"wait-for", "runtime-c"},
    "plan": set(),
    "runtime": {"board", "plan", "wait-for", "runtime-c"},
    "gtest": {"lockgraph", "wait-for", "recording", "runtime-c"},
    "graph": set(),
    "model": set(),
    "store": {"model"},
    "facts-text": {"model"},
    "facts": {"graph", "model", "store", "facts-text"},
    "checks": {"graph", "model", "lockgraph", "wait-for"},
    "cli": {"lockgraph", "wait-for", "recording", "board", "plan", "runtime-c", "model", "store", "checks"},
}
# In the victim: C++ headers that need nothing but the compiler (no library, exceptions or allocation
# behind them), and the C library's in their C++ spelling.
IN_VICTIM = set(
    "array atomic bit cfloat climits compare concepts cstdarg cstddef cstdint initializer_list"
    " iterator limits new span type_traits utility version"
    " cassert cerrno csignal cstdio cstdlib cstring ctime".split()
)
NOT_IN_PUBLIC = re.compile(r"^(boost|clang|llvm|clang-c|llvm-c|fmt|nlohmann|CLI|elfutils)/|^bits/")


def part_of(path: str) -> str | None:
    return next((part for part, prefix in PARTS if path.startswith(prefix)), None)


def resolve(root: pathlib.Path, source: str, name: str) -> str | None:
    """The file of this project that `name`, included by `source`, means; None: not one of ours."""
    top = source.split("/")[0]
    folders = [pathlib.PurePath(source).parent, *map(pathlib.PurePath, (top, f"{top}/src"))]
    folders += map(
        pathlib.PurePath,
        "lockgraph/include runtime/include runtime/gtest/include runtime/src runtime/board runtime/plan runtime/reader"
        " runtime/gtest lockgraph/src cli/src cli/include analyzer/src".split(),
    )
    for folder in folders:
        candidate = (root / folder / name).resolve()
        if candidate.is_file() and root in candidate.parents:
            return candidate.relative_to(root).as_posix()
    return None


def problem_of(root: pathlib.Path, source: str, quote: str, name: str) -> str | None:
    part = part_of(source)
    target = resolve(root, source, name) if quote == '"' or name.startswith("gordian/") else None
    if target is None and name.startswith("gordian/"):
        return f"includes <{name}>, which does not exist"
    if target is not None:
        wanted = part_of(target)
        if wanted == part or wanted in MAY_INCLUDE[part]:
            return None
        return f"is part of {part} and includes {target}, which is part of {wanted}"
    if part in ("wait-for", "board", "plan", "runtime", "runtime-c") and not name.endswith(".h") and name not in IN_VICTIM:
        return f"lives inside the victim and includes <{name}>, which is not a C header"
    if "/include/" in source and NOT_IN_PUBLIC.search(name):
        return f"is a public header and includes <{name}>"
    return None


def check(root: pathlib.Path) -> tuple[int, list[str]]:
    checked, problems = 0, []
    for path in source_tree.files(root):
        source = path.relative_to(root).as_posix()
        if path.suffix not in SUFFIXES or part_of(source) is None or source.endswith("_test.cpp"):
            continue
        checked += 1
        for quote, name in INCLUDE.findall(source_tree.text(path)):
            problem = problem_of(root, source, quote, name)
            if problem:
                problems.append(f"{source}: {problem}")
    return checked, problems


def check_the_rules(root: pathlib.Path) -> None:
    trace = "gordian/lockgraph/trace.hpp"
    for source, quote, name, wrong in [
        ("lockgraph/src/x.cpp", "<", trace, False),
        ("lockgraph/src/x.cpp", "<", "gordian/recording/format.h", True),
        ("lockgraph/src/x.cpp", "<", "boost/graph/strong_components.hpp", False),
        ("lockgraph/include/gordian/lockgraph/x.hpp", "<", "boost/graph/properties.hpp", True),
        ("runtime/src/x.cpp", "<", trace, True),
        ("runtime/src/x.cpp", "<", "gordian/lockgraph/wait_for.hpp", False),
        ("lockgraph/src/wait_for.cpp", "<", "vector", True),
        ("lockgraph/src/wait_for.cpp", "<", trace, True),
        ("runtime/src/x.cpp", "<", "string", True),
        ("runtime/src/x.cpp", "<", "vector", True),
        ("runtime/src/x.cpp", "<", "atomic", False),
        ("runtime/src/x.cpp", "<", "cstring", False),
        ("runtime/src/x.cpp", "<", "gordian/recording/format.h", False),
        ("runtime/src/x.cpp", "<", "gordian/recording/reader.hpp", True),
        ("runtime/reader/x.cpp", '"', "../../cli/src/symbols/symbols.hpp", True),
        ("runtime/reader/x.cpp", '"', "symbols/symbols.hpp", True),
        ("cli/src/x.cpp", "<", "gordian/recording/reader.hpp", False),
        ("cli/src/x.cpp", "<", "gordian/no/such.hpp", True),
        ("cli/src/x.cpp", '"', "model/unit.hpp", False),
        ("analyzer/src/link/x.cpp", "<", trace, False),
        ("analyzer/src/link/x.cpp", '"', "../model/unit.hpp", False),
        ("analyzer/src/facts/x.cpp", '"', "checks/finding.hpp", True),
        ("analyzer/src/checks/x.cpp", '"', "../../../cli/src/report/model.hpp", True),
        ("analyzer/src/model/x.hpp", "<", trace, True),
    ]:
        found = problem_of(root, source, quote, name)
        source_tree.expect(bool(found) == wrong, f"{source} including {name}: {found}")


if __name__ == "__main__":
    tree = pathlib.Path(sys.argv[1]).resolve()
    check_the_rules(tree)
    source_tree.finish("include directions", *check(tree))
