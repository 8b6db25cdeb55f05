"""`gordian-check extract`: what it writes, what it says, and that one bad unit costs only itself.

usage: extract_test.py GORDIAN_CHECK
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Run:
    def __init__(self, checker: str, *arguments: str, folder: pathlib.Path | None = None):
        done = subprocess.run(
            [checker, *map(str, arguments)],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr

    def expect(self, status: int, *told: str) -> "Run":
        assert self.status == status, f"status {self.status}, not {status}: {self.err}"
        for text in told:
            assert text in self.err, f"not said: {text}\n{self.err}"
        return self


def database(folder: pathlib.Path, entries: list[dict]) -> pathlib.Path:
    for entry in entries:
        entry.setdefault("directory", str(folder))
    (folder / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")
    return folder


def source(folder: pathlib.Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


def names(folder: pathlib.Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_files_of_units(checker: str, folder: pathlib.Path) -> None:
    """A facts file and a list of inputs for each entry, under the entry's own name."""
    source(folder, "blank name.h", "inline int twice(int n) { return 2 * n; }\n")
    source(folder, "a.cpp", '#include "blank name.h"\n#ifdef X\nint x;\n#endif\nint a() { return twice(1); }\n')
    build = database(
        folder,
        [
            {"file": "a.cpp", "command": "g++ -c a.cpp -o a.o", "output": "first"},
            {"file": "a.cpp", "command": "g++ -DX -c a.cpp -o a.o", "output": "obj/second.o"},
        ],
    )
    run = Run(checker, "extract", "--out", "facts", "-p", build, folder=folder).expect(0)
    assert run.out == "" and run.err == "", run.out + run.err
    written = names(folder / "facts")
    assert {"first.d", "first.facts"} <= written and len(written) == 4, written
    rule = (folder / "facts/first.d").read_text(encoding="utf-8")
    assert rule.startswith("first.facts: "), rule
    assert f"{folder}/a.cpp" in rule and f"{folder}/blank\\ name.h" in rule, rule
    read = Run(checker, "dump", "facts/first.facts", folder=folder).expect(0)
    again = Run(checker, "dump", "a.cpp", folder=folder).expect(0)
    assert read.out == again.out and "function twice(int)" in read.out, read.out


def test_inputs_behind_links(checker: str, folder: pathlib.Path) -> None:
    """Whatever links and dots a path has, the list names files that are there."""
    (folder / "real/deep").mkdir(parents=True)
    (folder / "real/include").mkdir()
    (folder / "link").symlink_to("real/deep")
    source(folder / "real/include", "x.h", "#include <cstdio>\ninline int x() { return 1; }\n")
    source(folder, "a.cpp", '#include "x.h"\nint a() { return x(); }\n')
    entry = {"file": "a.cpp", "command": "c++ -Ilink/../include -c a.cpp", "output": "a"}
    build = database(folder, [entry])
    Run(checker, "extract", "--out", folder / "facts", "-p", build).expect(0)
    inputs = (folder / "facts/a.d").read_text(encoding="utf-8").replace("\\\n", " ").split()[1:]
    assert str(folder / "real/include/x.h") in inputs, inputs
    assert not [path for path in inputs if not pathlib.Path(path).exists()], inputs


def test_bad_units(checker: str, folder: pathlib.Path) -> None:
    """Errors are facts; a unit that crashes the compiler is named, and the others are there."""
    for name, text in {
        "good.c": "int good;\n",
        "broken.c": "int f( { return 1; }\nint g(void) { return 2; }\n",
        "crash.c": "#pragma clang __debug crash\n",
        "empty.c": "",
        "notes.txt": "nothing to compile\n",
    }.items():
        source(folder, name, text)
    files = ["broken.c", "crash.c", "empty.c", "notes.txt", "gone.c", "good.c"]
    entries = [{"file": name, "command": f"cc -c {name}", "output": name} for name in files]
    build = database(folder, entries)
    run = Run(checker, "extract", "--out", folder / "facts", "-p", build)
    run.expect(1, "crash.c: the compiler's front end crashed")
    written = {name for name in names(folder / "facts") if name.endswith(".facts")}
    assert written == {f"{name}.facts" for name in files if name != "crash.c"}, written
    for name, problem in [("broken.c", "expected"), ("gone.c", "no such file"), ("notes.txt", "job")]:
        dump = Run(checker, "dump", folder / f"facts/{name}.facts").expect(3)
        assert problem in dump.out, dump.out


def test_flags_of_gcc(checker: str, folder: pathlib.Path) -> None:
    """What only GCC understands is no error."""
    source(folder, "a.cpp", "int a = 1;\n")
    flags = "-fno-gnu-unique -fconcepts -fmodules-ts -fanalyzer -fipa-pta -fconserve-stack"
    flags += " -fno-var-tracking-assignments -mindirect-branch-register -Wno-maybe-uninitialized"
    flags += " -Werror -O2 -D_FORTIFY_SOURCE=2 -flto=auto -march=native --param max-inline=3"
    build = database(folder, [{"file": "a.cpp", "command": f"g++ {flags} -c a.cpp", "output": "a"}])
    Run(checker, "extract", "--out", folder / "facts", "-p", build).expect(0)
    Run(checker, "dump", folder / "facts/a.facts").expect(0)


def test_what_gcc_accepts(checker: str, folder: pathlib.Path) -> None:
    """Where GCC at most warns, a unit is whole."""
    source(folder, "a.cpp", "enum E { a, b };\nconstexpr E e = static_cast<E>(-1);\nint m = 1;\nunsigned v[] = {m};\n")
    source(folder, "b.c", "f(x) int x; { return g(x); }\nint *p = 5;\nint h(void) { return; }\n")
    entries = [{"file": name, "command": f"cc -c {name}", "output": name} for name in ("a.cpp", "b.c")]
    build = database(folder, entries)
    Run(checker, "extract", "--out", folder / "facts", "-p", build).expect(0)
    for name in ("a.cpp", "b.c"):
        Run(checker, "dump", folder / f"facts/{name}.facts").expect(0)


def test_usage(checker: str, folder: pathlib.Path) -> None:
    source(folder, "a.c", "int a;\n")
    Run(checker, "extract", "a.c", folder=folder).expect(2, "--out is missing")
    Run(checker, "extract", "--out", "o", folder=folder).expect(2, "compile_commands.json")
    (folder / "compile_commands.json").write_text("[{", encoding="utf-8")
    Run(checker, "extract", "--out", "o", "-p", folder).expect(2, "compile_commands.json")
    database(folder, [])
    Run(checker, "extract", "--out", "o", "-p", folder).expect(2)
    build = database(folder, [{"file": "a.c", "command": "cc -c a.c"}])
    Run(checker, "extract", "--out", "o", "-p", build, "b.c", folder=folder).expect(2, "b.c: not in")
    Run(checker, "extract", "--out", "o", "-p", build, "b.c", "a.c", folder=folder).expect(1)
    Run(checker, "dump", "a.c", "--resource-dir=/nowhere", folder=folder).expect(2, "/nowhere")
    Run(checker, "frobnicate").expect(2, "frobnicate")
    assert Run(checker, "--version").expect(0).out.count("\n") == 1
    version, *files = Run(checker, "--version", "--files").expect(0).out.splitlines()
    assert version == Run(checker, "--version").out.strip()
    assert any("libc" in file for file in files) and all(pathlib.Path(file).exists() for file in files)
    assert "usage" in Run(checker, "--help").expect(0).out


def main(checker: str) -> None:
    tests = [test for name, test in globals().items() if name.startswith("test_")]
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            test(checker, pathlib.Path(folder).resolve())
    print(f"{len(tests)} passed")


if __name__ == "__main__":
    main(sys.argv[1])
