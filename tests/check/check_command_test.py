"""gordian check from the outside: what is read, what is said, how it ends.

usage: check_command_test.py, with the arguments of command_case.py
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import jsonschema

from command_case import GORDIAN, SOURCE, CheckTest

DOUBLE = "int main() { /* twice */ }  //! double-lock\n"


class Reading(CheckTest):
    def test_a_clean_program_gets_one_line(self):
        self.database("a.c", "src/b c.cpp")
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^gordian: 2 units, .*, 0 findings\n$")
        self.assertEqual(done.stderr, "gordian: reading 2 units\n")
        self.assertEqual(self.read(), ["a.c", "b c.cpp"])
        self.assertEqual((self.project / ".gordian/.gitignore").read_text(), "*\n")
        self.assertEqual(list(self.project.glob(".ninja*")), [], "its place is .gordian/check")

    def test_only_what_differs_is_read_again(self):
        self.write("x.h", "1")
        self.write("a.c", '#include "x.h"\n')
        self.database("a.c", "b.c")
        self.check()
        self.read()
        self.assertEqual(self.check().stderr, "")
        self.assertEqual(self.read(), [])
        for file in self.project.rglob("*.[ch]"):
            file.touch()
        self.check()
        self.assertEqual(self.read(), [], "the content is the same")
        self.write("x.h", "2")
        self.assertEqual(self.check().stderr, "gordian: reading 1 of 2 units anew\n")
        self.assertEqual(self.read(), ["a.c"])
        self.write("x.h", "1")
        self.check()
        self.assertEqual(self.read(), [], "that was read before")

    def test_paths_and_the_build_folder(self):
        self.database("src/a.c", "lib/b.c", at="out/compile_commands.json")
        self.one_line(self.check(), 2, "no compile_commands.json here or in build", "-p", "-- FLAGS")
        done = self.check("-p", "out", "src")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.read(), ["a.c"])
        self.assertFalse((self.project / ".gordian/check/report.json").exists(), "only a part")
        self.one_line(self.check("-p", "out", "none"), 2, "no file or folder 'none'")
        self.one_line(self.check("-p", "none"), 2, "no compile_commands.json in 'none'")

    def test_files_with_flags(self):
        self.write("a.c", f"//! trace {self.folder}/read\n")
        self.assertEqual(self.check("a.c", "--", "-DX=1", "-O2").returncode, 0)
        self.assertEqual(self.check("-q", "a.c", "--").returncode, 0)
        self.assertEqual(self.read(), ["a.c", "a.c"], "other flags, other facts")
        self.one_line(self.check("--", "-O2"), 2, "which files?")
        self.one_line(self.check("-p", "b", "a.c", "--"), 2, "either -p BUILD or -- FLAGS")

    def test_malformed_databases(self):
        for text, part in (("", "parse error"), ("{}", "not a list"), ("[]", "it is empty"),
                           ('[{"file": "a.c"}]', "entry 1 has no 'directory'")):
            self.write("compile_commands.json", text)
            self.one_line(self.check(), 2, "compile_commands.json: ", part)

    def test_facts_from_elsewhere(self):
        self.write("a.c", DOUBLE)
        self.database("a.c", "b.c")
        self.check()
        for number, file in enumerate(self.project.glob(".gordian/check/cache/*/*.facts")):
            (self.project / "made").mkdir(exist_ok=True)
            file.rename(self.project / f"made/{number}.facts")
        done = self.check("-q", "--facts", "made")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"^a\.c:1:\d+: .* \[GD102 [0-9a-f]{10}\]\n$")
        self.write("made/bad.facts", "x")
        done = self.check("--fail-on=never", "--facts", "made")
        self.assertEqual(done.returncode, 3)
        self.assertIn("made/bad.facts: facts, byte 0: not a facts file", done.stdout)
        self.one_line(self.check("--facts", "made", "a.c"), 2, "--facts is instead of")
        self.one_line(self.check("--facts", "none"), 2, "no file or folder 'none'")
        self.write("empty/x", "")
        self.one_line(self.check("--facts", "empty"), 2, "no *.facts in 'empty'")


class Failing(CheckTest):
    def test_what_cannot_be_read_is_named_and_the_rest_goes_on(self):
        self.write("crash.c", "//! crash\n")
        self.write("bad.c", "//! problem unknown type name 'foo'\n")
        self.database("a.c", "bad.c", "crash.c", "gone.c")
        (self.project / "gone.c").unlink()
        done = self.check("--report=r.json", "--report=r.sarif")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("warning: bad.c: an error at line 1: unknown type name 'foo'", done.stdout)
        self.assertRegex(done.stdout, r"warning: crash\.c: reading it ended by signal 11 \(")
        self.assertRegex(done.stdout, r"warning: gone\.c: .*no such file")
        self.assertEqual(self.read(), ["a.c", "bad.c"])
        report = json.loads((self.project / "r.json").read_text())
        self.assertEqual((report["check"]["units"], report["check"]["incomplete"]), (4, 3))
        sarif = json.loads((self.project / "r.sarif").read_text())
        self.assertFalse(sarif["runs"][0]["invocations"][0]["executionSuccessful"])

    def test_damaged_facts_are_made_again(self):
        self.database("a.c")
        self.check()
        self.read()
        for file in self.project.glob(".gordian/check/cache/*/*.facts"):
            file.write_bytes(file.read_bytes()[:20])
        done = self.check()
        self.assertEqual((done.returncode, self.read()), (0, ["a.c"]), done.stdout)

    def test_garbage_is_a_problem_of_its_unit(self):
        self.write("a.c", "//! garbage\n")
        self.database("a.c", "b.c")
        done = self.check()
        self.assertEqual(done.returncode, 3)
        self.assertIn("not a facts file", done.stdout)

    def test_without_the_checker_it_says_how_to_get_it(self):
        self.database("a.c")
        lone = self.folder / "bin"
        lone.mkdir()
        (lone / "gordian").write_bytes(pathlib.Path(GORDIAN).read_bytes())
        (lone / "gordian").chmod(0o755)
        done = self.command([lone / "gordian", "check"], GORDIAN_HOME=str(self.folder / "none"))
        self.one_line(done, 2, "gordian-check is not there", str(self.folder / "none/bin"), "LLVM 19")
        (lone / "gordian-check").write_text("#!/bin/sh\necho broken >&2\nexit 1\n")
        (lone / "gordian-check").chmod(0o755)
        done = self.command([lone / "gordian", "check"], GORDIAN_HOME="")
        self.one_line(done, 2, "gordian-check does not work: broken")

    def test_without_ninja_it_says_what_is_missing(self):
        self.database("a.c")
        (self.folder / "empty").mkdir()
        done = self.check(PATH=str(self.folder / "empty"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("ninja is needed and was not found", done.stderr)

    def test_a_launcher_that_fails(self):
        self.database("a.c")
        done = self.check("--launcher", "no-such-launcher -n1")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no-such-launcher: not found", done.stdout)

    def test_interruption_keeps_what_is_done(self):
        self.database("a.c", "b.c")
        # The job that comes second waits until it is interrupted.
        here = self.folder
        launcher = self.write("wait", f"#!/bin/sh\nmkdir {here}/first 2>/dev/null && exec \"$@\"\n"
                                      f"[ -e {here}/again ] && exec \"$@\"\n"
                                      f"touch {here}/waits && exec sleep 60\n")
        launcher.chmod(0o755)
        process = subprocess.Popen(
            [GORDIAN, "check", "-j1", "--launcher", str(launcher)], cwd=self.project,
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(600):
            if (self.folder / "waits").exists() and (self.folder / "read").exists():
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT, said)
        self.assertIn("interrupted; 1 of 2 jobs are done", said)
        done = self.read()
        (here / "again").touch()
        self.assertEqual(self.check("-q").returncode, 0)
        self.assertEqual(sorted(done + self.read()), ["a.c", "b.c"])

    def test_two_at_the_same_time_take_turns(self):
        self.database("a.c", "b.c")
        both = [subprocess.Popen([GORDIAN, "check", "-q"], cwd=self.project, env=self.environment,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
        for process in both:
            process.communicate(timeout=60)
        self.assertEqual([process.returncode for process in both], [0, 0])
        self.assertEqual(self.read(), ["a.c", "b.c"], "once each")


class Reporting(CheckTest):
    def test_a_finding_fails_and_is_in_every_report(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        done = self.check(*(f"--report=r.{ending}" for ending in ("json", "sarif", "md", "txt", "dot")))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"(?m)^a\.c:1:\d+: (warning|error): .* \[GD102 [0-9a-f]{10}\]$")
        report = json.loads((self.project / "r.json").read_text())
        schema = json.loads(pathlib.Path(SOURCE, "docs/report.schema.json").read_text())
        jsonschema.validate(report, schema)
        self.assertEqual(report["findings"][0]["origin"], "static")
        sarif = json.loads((self.project / "r.sarif").read_text())
        jsonschema.validate(
            sarif, json.loads(pathlib.Path(SOURCE, "tests/check/sarif.schema.json").read_text()))
        place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"], {"uri": "a.c", "uriBaseId": "SRCROOT"})
        self.assertEqual(self.check("--fail-on=never").returncode, 0)
        self.one_line(self.check("--report=r.html"), 2, ".html is not supported")

    def test_the_same_program_gives_the_same_text(self):
        for name in ("a.c", "b.c", "c.c"):
            self.write(name, DOUBLE)
        self.database("c.c", "a.c", "b.c")
        first = self.check("--report=1.json")
        self.database("b.c", "c.c", "a.c")
        second = self.check("--report=2.json")
        self.assertEqual(first.stdout, second.stdout)
        self.assertEqual((self.project / "1.json").read_text(), (self.project / "2.json").read_text())

    def test_moved_lines_keep_the_fingerprint(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        before = self.check("-q").stdout
        self.write("a.c", "\n\n\n" + DOUBLE)
        after = self.check("-q").stdout
        self.assertEqual(before.replace("a.c:1:", "a.c:4:"), after)

    def test_an_allowance_silences_and_is_told_when_it_is_not_needed(self):
        allowed = DOUBLE.replace("//!", "// gordian: allow(GD102) an example //!", 1)
        self.write("a.c", allowed)
        self.database("a.c")
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("0 findings, 1 suppressed", done.stdout)
        self.write("a.c", "\n// gordian: allow(GD102) an example\n// more words\n" + DOUBLE)
        self.assertIn("0 findings, 1 suppressed", self.check().stdout)
        self.write("a.c", DOUBLE + "\nint x;  // gordian: allow(GD401) an old story\n")
        done = self.check("-q")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a.c:3:9: note: nothing needs allow(GD401) [GD901 ", done.stdout)
        for text, part in (("allow(GD102)", "has no reason"), ("allow(all) x", "is for all ids"),
                           ("allow() x", "names no id"), ("allow(GD000) x", "names 'GD000'")):
            self.write("a.c", DOUBLE.replace("//!", f"// gordian: {text}\n//!", 1))
            done = self.check("-q")
            self.assertRegex(done.stdout, rf"note: allow\(.*\) here {part}.* \[GD903 ", text)
        self.write("a.c", DOUBLE)
        self.write("b.c", "int x;  // gordian: allow(GD401) an old story\n//! problem x\n")
        self.database("a.c", "b.c")
        self.assertNotIn("GD901", self.check("-q").stdout, "not all was seen")

    def test_only_own_files_are_reported_on(self):
        (self.folder / "other").mkdir()
        (self.folder / "other/b.c").write_text(DOUBLE)
        self.write("gordian.toml")
        self.database("a.c", "../other/b.c")
        self.assertEqual(self.check().returncode, 0)
        (self.project / "gordian.toml").unlink()
        (self.folder / "gordian.toml").write_text("")
        done = self.check("-q")
        self.assertEqual(done.returncode, 1)
        self.assertIn("other/b.c:1:", done.stdout)

    def test_changes_since_a_revision(self):
        def git(*words):
            done = self.command(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words])
            self.assertEqual(done.returncode, 0, done.stderr)

        for name in ("a.c", "b.c"):
            self.write(name, DOUBLE)
        self.database("a.c", "b.c")
        self.one_line(self.check("--changed-since", "HEAD"), 2, "no git checkout")
        git("init", "-q", ".")
        git("add", ".")
        git("commit", "-qm", "x")
        self.assertEqual(self.check("--changed-since", "HEAD").returncode, 0)
        self.write("b.c", (self.project / "b.c").read_text() + "\n")
        done = self.check("-q", "--changed-since=HEAD")
        self.assertEqual((done.returncode, done.stdout.count("\n")), (1, 1), done.stdout)
        self.assertTrue(done.stdout.startswith("b.c:"))
        self.one_line(self.check("--changed-since", "v7"), 2, "there is no revision 'v7'")

    def test_help(self):
        done = self.check("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        text = pathlib.Path(SOURCE, "docs/check.md").read_text()
        for option in ("--changed-since", "--launcher", "--jobs", "--facts", "--fail-on", "-p"):
            self.assertIn(option, done.stdout)
            self.assertIn(option, text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
