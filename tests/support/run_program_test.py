"""Unit test of run_program.py against a stand-in for the command gordian."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import verdict_test

RUNNER = pathlib.Path(__file__).with_name("run_program.py")
# Runs the program, then reports what the file beside it says.
STAND_IN = """
import pathlib, shutil, subprocess, sys, time
here = pathlib.Path(__file__).parent
if sys.argv[1] == "verify":
    sys.exit(int((here / "verified").read_text()))
report = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--report="))
started = subprocess.Popen(sys.argv[sys.argv.index("--") + 1:])
action = (here / "action").read_text()
if action:  # the program hangs
    time.sleep(0.2)
    if action == "kill":
        started.kill()
        started.wait()
    done = subprocess.CompletedProcess([], 0)
else:
    done = subprocess.CompletedProcess([], started.wait())
if (here / "report.json").exists():
    shutil.copy(here / "report.json", report)
print((here / "text").read_text(), file=sys.stderr)
print((here / "extra").read_text(), end="")
sys.exit(int((here / "status").read_text()) if done.returncode == 0 else done.returncode)
"""


# Its output is closed, as that of a program whose stdout was a file.
HANGING = [sys.executable, "-c", "import os, time; os.closerange(1, 3); time.sleep(60)"]


class RunProgram(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.gordian = self.folder / "gordian"
        self.gordian.write_text(f"#!{sys.executable}\n{STAND_IN}")
        self.gordian.chmod(0o755)

    def run_it(
        self,
        text=verdict_test.TEXT,
        findings=None,
        status=66,
        says=None,
        extra="",
        program=None,
        timeout=30,
        action="",
        more=(),
        name=verdict_test.SOURCE,
        verified=0,
    ):
        source = self.folder / name
        source.write_text(text)
        if findings is None:
            findings = [verdict_test.finding(fingerprint="0123456789")]
        report = {"findings": findings, "ruled_out": []}
        written = json.dumps(report).replace(verdict_test.SOURCE, name)
        (self.folder / "report.json").write_text(written)
        headlines = [f"x:1:1: warning: y [{f['id']} {f['fingerprint']}]" for f in findings]
        (self.folder / "text").write_text("\n".join(headlines) if says is None else says)
        (self.folder / "status").write_text(str(status))
        (self.folder / "extra").write_text(extra)
        (self.folder / "verified").write_text(str(verified))
        command = [sys.executable, "-B", str(RUNNER), "--gordian", str(self.gordian)]
        (self.folder / "action").write_text(action)
        command += ["--source", str(source), "--timeout", str(timeout), *more, "--"]
        command += program or [sys.executable, "-c", "print('hello')"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    def assert_refused(self, message, **how):
        status, said = self.run_it(**how)
        self.assertEqual(status, 1, said)
        self.assertRegex(said, message)

    def test_everything_as_expected(self):
        self.assertEqual(self.run_it()[0], 0)

    def test_nothing_reported(self):
        self.assert_refused("0 findings, expected 1", findings=[], status=0)

    def test_the_wrong_status(self):
        self.assert_refused("exit status 0, expected 66", status=0)

    def test_text_and_json_disagree(self):
        self.assert_refused("text does not name GD101 0123456789", says="nothing found")

    def test_a_verdict_that_its_evidence_contradicts(self):
        self.assert_refused("gordian verify: ", verified=1)

    def test_a_verdict_without_enough_evidence(self):
        self.assertEqual(self.run_it(verified=3)[0], 0)

    def test_stdout_changed(self):
        self.assert_refused("stdout was", extra="and more")

    def test_the_program_fails(self):
        program = [sys.executable, "-c", "raise SystemExit(3)"]
        self.assert_refused("without Gordian the program ended with 3", program=program)

    def test_the_program_hangs(self):
        program = [sys.executable, "-c", "import time; time.sleep(60)"]
        self.assert_refused("did not end in time", program=program, timeout=1)

    def test_xfail_passes_when_the_program_fails_its_expectation(self):
        text = verdict_test.TEXT + "// XFAIL(known)\n"
        status, said = self.run_it(text=text, findings=[], status=0)
        self.assertEqual(status, 0, said)
        self.assertIn("failed as expected: known", said)

    def test_xfail_excuses_no_harm(self):
        text = verdict_test.TEXT + "// XFAIL(known)\n"
        self.assert_refused("stdout was", text=text, findings=[], status=0, extra="and more")

    def test_an_unexpected_pass_is_an_error(self):
        text = verdict_test.TEXT + "// XFAIL(known)\n"
        self.assert_refused(r"unexpected pass: remove XFAIL\(known\)", text=text)

    def run_hanging(self, **changes):
        how = {
            "text": "// OPTIONS: locks=2\n\n\na;  // HANG\n\nb;  // HANG\n",
            "findings": [verdict_test.hang(fingerprint="0123456789")],
            "status": 67,
            "program": HANGING,
            "action": "kill",
            "name": "200_x_hang.cpp",
        }
        return {**how, **changes}

    def test_a_hang_that_is_ended(self):
        status, said = self.run_it(**self.run_hanging(more=["--check-native"]))
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"ended with 67, \d+\.\d s")

    def test_a_hang_that_goes_on(self):
        program = [sys.executable, "-c", "import time; time.sleep(60)"]
        how = self.run_hanging(program=program, action="", findings=[], status=0)
        self.assert_refused("still running after", **how, more=["--hang-limit", "0.5"])

    def test_a_hang_with_another_status(self):
        self.assert_refused("exit status 66, expected 67", **self.run_hanging(status=66))

    def test_processes_that_are_left(self):
        self.assert_refused("left running", **self.run_hanging(action="leave"))

    def test_a_hang_that_is_none(self):
        program = [sys.executable, "-c", "pass"]
        how = self.run_hanging(program=program, more=["--check-native"])
        self.assert_refused("without Gordian the program ended with 0: it should hang", **how)

    def test_a_program_without_annotation_is_an_error(self):
        status, said = self.run_it(text="int main() {}\n")
        self.assertEqual(status, 2)
        self.assertIn("no annotation", said)


if __name__ == "__main__":
    unittest.main()
