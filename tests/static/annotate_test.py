"""gordian annotate on whole programs: what it writes, that Clang accepts it and then misses a lock.

usage: annotate_test.py SOURCES GORDIAN CLANG WORK [AnnotateTest.test_...]

CLANG is clang++ of any version with -Wthread-safety; empty: what needs it is skipped.
"""

import json
import pathlib
import shutil
import stat
import subprocess
import sys
import unittest

SOURCES, GORDIAN = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
CLANG = sys.argv[3]
WORK = pathlib.Path(sys.argv[4]).resolve()


class AnnotateTest(unittest.TestCase):
    def setUp(self):
        self.work = WORK / self.id().rpartition(".")[2]
        shutil.rmtree(self.work, ignore_errors=True)
        self.source = self.work / "project/src"
        self.source.mkdir(parents=True)
        (self.work / "project/gordian.toml").write_text("")  # this is the project, whatever is around

    def project(self, *names: str):
        for name in names:
            shutil.copy(SOURCES / name, self.source)
        units = [self.source / name for name in names if not name.endswith(".hpp")]
        (self.work / "project/compile_commands.json").write_text(
            json.dumps(
                [
                    {"directory": str(self.source), "file": str(unit), "arguments": self.compiler(unit)}
                    for unit in units
                ]
            )
        )

    @staticmethod
    def compiler(unit: pathlib.Path) -> list[str]:
        language = ["cc"] if unit.suffix == ".c" else ["c++", "-std=gnu++20"]
        return [*language, "-c", str(unit)]

    def gordian(self, *words: str, status: int) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [str(GORDIAN), *words],
            cwd=self.work / "project",
            text=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
        )
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def compile(self, *words: str) -> str:
        """What the compiler says; empty: nothing."""
        done = subprocess.run(words, cwd=self.source, text=True, capture_output=True, timeout=300)
        self.assertEqual(done.returncode == 0, not done.stderr, done.stderr)
        return done.stderr

    def clang(self, name: str) -> str:
        if not CLANG:
            self.skipTest("no clang++")
        return self.compile(CLANG, "-std=c++20", "-fsyntax-only", "-Wthread-safety", "-Werror", name)

    def gcc(self, name: str) -> str:
        compiler = self.compiler(self.source / name)
        return self.compile(*compiler, "-Wall", "-Wextra", "-Werror", "-o", "/dev/null")

    def edit(self, name: str, old: str, new: str):
        file = self.source / name
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))

    def added(self, diff: str) -> list[str]:
        return [line[1:].strip() for line in diff.splitlines() if line[:1] == "+" and line[:3] != "+++"]

    def test_clang_accepts_what_is_written(self):
        self.project("mutex.hpp", "ledger.hpp", "ledger.cpp")
        before = {file.name: file.read_text() for file in self.source.iterdir()}
        diff = self.gordian("annotate", status=1).stdout
        self.assertEqual({file.name: file.read_text() for file in self.source.iterdir()}, before)
        added = self.added(diff)
        self.assertIn("long total_ BANK_GUARDED_BY(mutex_) = 0, refused_ BANK_GUARDED_BY(mutex_) = 0;", added)
        self.assertIn("std::string last_ BANK_GUARDED_BY(mutex_);", added)
        self.assertIn("std::map<std::string, std::vector<long>> entries_ BANK_GUARDED_BY(mutex_);", added)
        self.assertIn("bool isClosed_ BANK_GUARDED_BY(mutex_){false};", added)
        self.assertIn("void note(const std::string& name) BANK_REQUIRES(mutex_);", added)
        self.assertIn("bool isFull() const BANK_REQUIRES(mutex_);", added)
        self.assertIn("int audits BANK_GUARDED_BY(auditMutex) = 0;", added)
        self.assertEqual(len(added), 7, diff)
        (self.source / "ledger.hpp").chmod(0o640)
        self.assertEqual(self.gordian("annotate", "--apply", status=0).stdout, "")
        self.assertEqual(stat.S_IMODE((self.source / "ledger.hpp").stat().st_mode), 0o640)
        self.assertEqual(self.gcc("ledger.cpp"), "")
        self.assertEqual(self.gordian("annotate", status=0).stdout, "")  # nothing is written twice
        self.gordian("check", status=0)
        self.assertEqual(self.clang("ledger.cpp"), "")
        self.edit("ledger.cpp", "  Lock lock(mutex_);\n  isClosed_ = true;", "  isClosed_ = true;")
        self.assertIn("writing variable 'isClosed_' requires holding mutex 'mutex_'", self.clang("ledger.cpp"))

    def test_the_diff_is_one_for_patch(self):
        if not shutil.which("patch"):
            self.skipTest("no patch")
        self.project("tally.cpp")
        diff = self.gordian("annotate", "-q", status=1).stdout
        subprocess.run(["patch", "-p1"], input=diff, text=True, cwd=self.work / "project", check=True)
        patched = {file.name: file.read_text() for file in self.source.iterdir()}
        self.setUp()
        self.project("tally.cpp")
        self.gordian("annotate", "--apply", status=0)
        self.assertEqual({file.name: file.read_text() for file in self.source.iterdir()}, patched)

    def test_locks_of_the_library_need_a_wrapper(self):
        self.project("tally.cpp")
        told = self.gordian("annotate", "--apply", status=0)
        self.assertIn("cannot follow std::mutex", told.stderr)
        text = (self.source / "tally.cpp").read_text()
        self.assertIn('#include <thread>\n#include "thread_annotations.h"\n', text)
        self.assertIn("long value_ GUARDED_BY(mutex_) = 0;", text)
        self.assertIn("void grow() REQUIRES(mutex_) { ++value_; }", text)
        self.assertEqual(self.gcc("tally.cpp"), "")
        self.assertEqual(self.gordian("annotate", status=0).stdout, "")
        self.gordian("check", status=0)
        # What is written counts for the checker.
        self.edit("tally.cpp", "    std::lock_guard<std::mutex> lock(mutex_);\n    return", "    return")
        self.assertIn("declared to be guarded by", self.gordian("check", status=1).stdout)
        # As it is Clang does not mind, with the wrapper it does.
        self.assertEqual(self.clang("tally.cpp"), "")
        wrapper = self.gordian("annotate", "--wrapper", status=0).stdout
        (self.source / "thread_annotations.h").write_text(wrapper)
        self.edit("tally.cpp", "std::lock_guard<std::mutex> lock", "MutexLock lock")
        self.edit("tally.cpp", "std::mutex mutex_", "Mutex mutex_")
        self.assertIn("reading variable 'value_' requires holding mutex", self.clang("tally.cpp"))
        self.edit("tally.cpp", "return value_;", "MutexLock lock(mutex_);\n    return value_;")
        self.assertEqual(self.clang("tally.cpp"), "")
        self.assertEqual(self.gordian("annotate", status=0).stdout, "")

    def test_c(self):
        self.project("queue.c")
        told = self.gordian("annotate", status=1)
        added = self.added(told.stdout)
        for line in (
            "static long count GUARDED_BY(count_lock);",
            "long items[16] GUARDED_BY(lock);",
            "size_t size GUARDED_BY(lock);",
            "static void push_locked(struct queue* queue, long item) REQUIRES(queue->lock) {",
        ):
            self.assertIn(line, added)
        self.assertNotIn("long early", "".join(added))
        self.assertIn("'queue::early' is guarded by 'queue::lock', but the lock is declared behind", told.stderr)
        self.assertIn("cannot follow pthread_mutex_t:", told.stderr)
        self.gordian("annotate", "--apply", status=0)
        self.assertEqual(self.gcc("queue.c"), "")
        self.assertEqual(self.gordian("annotate", status=0).stdout, "")
        self.gordian("check", status=0)

    def test_what_is_not_guarded_everywhere_gets_nothing(self):
        self.project("loose.cpp")
        told = self.gordian("annotate", status=0)
        self.assertEqual(told.stdout, "")
        self.assertIn("nothing to annotate", told.stderr)

    def test_a_file_that_changed_meanwhile_is_left_alone(self):
        self.project("tally.cpp")
        meddle = self.work / "meddle"
        meddle.write_text(f'#!/bin/sh\n"$@"\nstatus=$?\necho "// by hand" >> {self.source}/tally.cpp\nexit $status\n')
        meddle.chmod(0o755)
        told = self.gordian("annotate", "--apply", "--launcher", str(meddle), status=2)
        self.assertIn("has changed since it was read", told.stderr)
        text = (SOURCES / "tally.cpp").read_text() + "// by hand\n"
        self.assertEqual({file.name: file.read_text() for file in self.source.iterdir()}, {"tally.cpp": text})

    def test_what_cannot_be_read_hinders_writing(self):
        self.project("tally.cpp", "loose.cpp")
        self.edit("loose.cpp", "#include <thread>", "#include <no_such_header>")
        before = (self.source / "tally.cpp").read_text()
        self.assertIn("GUARDED_BY", self.gordian("annotate", status=3).stdout)
        self.assertIn("nothing is written", self.gordian("annotate", "--apply", status=3).stderr)
        self.assertEqual((self.source / "tally.cpp").read_text(), before)

    def test_only_what_is_named_is_changed(self):
        self.project("mutex.hpp", "ledger.hpp", "ledger.cpp")
        self.assertEqual(
            self.added(self.gordian("annotate", "src/ledger.cpp", status=1).stdout),
            ["int audits BANK_GUARDED_BY(auditMutex) = 0;"],
        )
        told = self.gordian("annotate", "no_such_file", status=2)
        self.assertIn("no file or folder 'no_such_file'", told.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:])
