"""Every public header compiles alone: C++20 all of them, C11 those that end in .h.

usage: public_headers_test.py SOURCE_TREE C_COMPILER CXX_COMPILER
"""

import pathlib
import subprocess
import sys

import source_tree

STRICT = ["-fsyntax-only", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror"]


def compile_alone(compiler: str, language: list[str], folders: list[str], name: str) -> str:
    """The compiler's complaint about a source that includes `name` twice and nothing else."""
    include = f"#include <{name}>\n"
    result = subprocess.run(
        [compiler, *STRICT, *language, *(f"-I{folder}" for folder in folders), "-"],
        input=include * 2,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stderr if result.returncode else ""


def main(root: pathlib.Path, c_compiler: str, cxx_compiler: str) -> None:
    folders = sorted(path for path in root.glob("*/include")) + sorted(root.glob("*/*/include"))
    includes = [str(folder) for folder in folders]
    in_cxx, in_c = ["-xc++", "-std=c++20"], ["-xc", "-std=c11"]
    source_tree.expect(
        compile_alone(cxx_compiler, in_cxx, includes, "gordian/no_such_header.hpp") != "",
        "a header that does not exist compiles",
    )
    checked, problems = 0, []
    for folder in folders:
        for header in sorted(folder.rglob("*.h")) + sorted(folder.rglob("*.hpp")):
            name = header.relative_to(folder).as_posix()
            checked += 1
            problems += filter(None, [compile_alone(cxx_compiler, in_cxx, includes, name)])
            if header.suffix == ".h":
                problems += filter(None, [compile_alone(c_compiler, in_c, includes, name)])
    source_tree.finish("public headers", checked, problems)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3])
