"""A project of its own uses Gordian: installed, as a part of its tree, and through pkg-config.

usage: consumer_test.py installed|subdirectory|pkgconfig SOURCE BUILD CMAKE GENERATOR CXX
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

CROSS = "across tests Accounts.SavesInTheBackground and Accounts.SpendsInTheForeground"


def run(command, status=0, **options):
    done = subprocess.run([str(word) for word in command], text=True, timeout=600,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    if done.returncode != status:
        sys.exit(f"{command}: status {done.returncode}, expected {status}\n"
                 f"--- stdout\n{done.stdout}\n--- stderr\n{done.stderr}")
    return done


def check(condition, what, text):
    if not condition:
        sys.exit(f"{what}\n---\n{text}")


class Consumer:
    def __init__(self, mode, source, build, cmake, generator, compiler):
        self.mode, self.build, self.cmake, self.generator = mode, build, cmake, generator
        self.source, self.compiler = pathlib.Path(source), compiler
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="gordian-install-"))
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("GORDIAN_", "GTEST_", "LD_PRELOAD"))}

    def install(self, folder):
        prefix = self.work / folder
        run([self.cmake, "--install", self.build, "--prefix", prefix])
        return prefix

    def project(self, options):
        build = self.work / "build"
        run([self.cmake, "-G", self.generator, "-S", self.source / "tests/install/consumer",
             "-B", build, f"-DCMAKE_CXX_COMPILER={self.compiler}",
             "-DCMAKE_BUILD_TYPE=Debug", *options])
        run([self.cmake, "--build", build, "--parallel", "2"])
        return build

    def binaries(self):
        if self.mode == "installed":
            return self.project([f"-DCMAKE_PREFIX_PATH={self.install('prefix with blank')}"])
        if self.mode == "subdirectory":
            # Without the command: a consumer's tree has the one that is already installed or built.
            self.environment["GORDIAN_HOME"] = self.build
            return self.project([f"-DGORDIAN_SOURCE={self.source}", "-DGORDIAN_BUILD_CLI=OFF"])
        return self.by_pkg_config()

    def by_pkg_config(self):
        prefix = self.install('prefix')
        folder = next(prefix.rglob("gordian.pc")).parent
        flags = run(["pkg-config", "--cflags", "--libs", "gordian"],
                    env={**self.environment, "PKG_CONFIG_PATH": str(folder)}).stdout.strip()
        for name, define in (("both_ways", ""), ("one_way", "-DONE_WAY")):
            program = self.source / "tests/install/consumer/transfer.cpp"
            command = f"'{self.compiler}' -g {define} '{program}' -o {name} {flags} -pthread"
            run(["sh", "-c", command], cwd=self.work)
        return self.work

    def execute(self, command, status, folder=None, **changes):
        folder = folder or pathlib.Path(tempfile.mkdtemp(dir=self.work))
        return run(command, status, cwd=folder, env={**self.environment, **changes})

    def check_programs(self, binaries):
        found = self.execute([binaries / "both_ways"], 66)
        check(found.stdout == "transferred\n", "its output was changed", found.stdout)
        check("[GD101 " in found.stderr and "alice" in found.stderr, "no report", found.stderr)
        clean = self.execute([binaries / "one_way"], 0)
        check(clean.stderr == "", "the innocent twin is not silent", clean.stderr)
        off = self.execute([binaries / "both_ways"], 0, GORDIAN_DISABLE="1")
        check(off.stderr == "", "switched off, it is not silent", off.stderr)

    def check_tests(self, binaries):
        results = self.work / "results.xml"
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.work))
        done = self.execute([binaries / "bank_test", f"--gtest_output=xml:{results}"], 1, folder)
        cases = xml.parse(results).getroot().iter("testcase")
        failures = {f"{case.get('classname')}.{case.get('name')}":
                    "".join(failure.text for failure in case.iter("failure")) for case in cases}
        failed = {name for name, text in failures.items() if text}
        alone = "Bank.TransfersBothWays"
        check(alone in failed, "the right test does not fail", done.stdout)
        innocent = {"Bank.StartsWithMoney", "Bank.TransfersOneWay",
                    "Accounts.SavesInTheBackground", "Accounts.SpendsInTheForeground"}
        check(not failed & innocent, f"innocent tests fail: {failed & innocent}", done.stdout)
        check(innocent | {alone} <= set(failures), "tests are missing", done.stdout)
        check("[GD101 " in failures[alone] and "bank_test.cpp" in failures[alone],
              "the JUnit file lacks the text", failures[alone])
        check(done.stdout.count(CROSS) == 1, "the cycle across two tests is not named", done.stdout)
        check(any(CROSS in text for text in failures.values()), "nor in the JUnit file", failures)
        recordings = list(folder.rglob("*.gdr"))
        check(len(recordings) == 1, "the recording that the text names is not there", recordings)
        check("[GD101 " not in done.stderr, "it was reported again at exit", done.stderr)
        for only in innocent:
            self.execute([binaries / "bank_test", f"--gtest_filter={only}"], 0)
        self.execute([binaries / "bank_test"], 0, GORDIAN_DISABLE="1")

    def check_without_command(self, binaries):
        """Where the command is missing, it says what to type."""
        library = self.work / "alone"
        library.mkdir()
        found = next(path for path in [*self.work.rglob("libgordian_runtime.so"),
                                       *pathlib.Path(self.build).rglob("libgordian_runtime.so")])
        (library / found.name).write_bytes(found.read_bytes())
        changes = {"LD_LIBRARY_PATH": str(library), "LD_PRELOAD": str(library / found.name),
                   "GORDIAN_HOME": str(library)}
        done = self.execute([binaries / "bank_test"], 1, **changes)
        check("[  FAILED  ] Bank.TransfersBothWays" in done.stdout, "no failure", done.stdout)
        check("gordian report " in done.stdout, "it does not say what to type", done.stdout)


def main():
    consumer = Consumer(*sys.argv[1:])
    binaries = consumer.binaries()
    consumer.check_programs(binaries)
    if consumer.mode != "pkgconfig":
        consumer.check_tests(binaries)
        consumer.check_without_command(binaries)
        run([binaries / "analysis"])
    subprocess.run(["rm", "-rf", str(consumer.work)], check=True)


if __name__ == "__main__":
    main()
