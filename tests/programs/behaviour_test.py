"""What `gordian run` must leave alone, and what it must still say after a violent end.

usage: behaviour_test.py GORDIAN VICTIM [unittest options]
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

GORDIAN = ""
VICTIM = ""


class Behaviour(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="gordian-behaviour-")
        self.addCleanup(self.folder.cleanup)
        self.recordings = pathlib.Path(self.folder.name) / "recordings"
        self.report = pathlib.Path(self.folder.name) / "out.json"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}

    def command(self, mode, *options):
        return [
            GORDIAN,
            "run",
            f"--report={self.report}",
            f"--record={self.recordings}",
            *options,
            "--",
            VICTIM,
            mode,
        ]

    def run_victim(self, mode, *options, stdin=b""):
        return subprocess.run(
            self.command(mode, *options),
            cwd=self.folder.name,
            env=self.environment,
            input=stdin,
            capture_output=True,
            timeout=60,
        )

    def findings(self):
        return json.loads(self.report.read_text(encoding="utf-8"))["findings"]

    def assert_reported(self, stderr=None):
        self.assertEqual([finding["id"] for finding in self.findings()], ["GD101"])
        if stderr is not None:
            self.assertIn(b"[GD101 ", stderr)

    def test_findings_give_66(self):
        done = self.run_victim("return")
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assert_reported(done.stderr)

    def test_no_finding_keeps_0(self):
        done = self.run_victim("quiet")
        self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr)
        self.assertEqual(self.findings(), [])

    def test_no_finding_keeps_the_status_of_a_failure(self):
        self.assertEqual(self.run_victim("quiet3").returncode, 3)

    def test_quiet_says_nothing_when_there_is_nothing(self):
        self.assertEqual(self.run_victim("quiet", "--quiet").stderr, b"")

    def test_fail_on_never_keeps_0(self):
        done = self.run_victim("return", "--fail-on=never")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_reported(done.stderr)

    def test_a_failure_wins_over_findings(self):
        done = self.run_victim("exit3")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assert_reported(done.stderr)

    def test_quick_exit_loses_nothing(self):
        done = self.run_victim("quickexit")
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assert_reported(done.stderr)

    def test_a_signal_is_passed_on_as_status(self):
        for mode, number in {
            "abort": signal.SIGABRT,
            "term": signal.SIGTERM,
            "kill": signal.SIGKILL,
        }.items():
            with self.subTest(mode=mode):
                done = self.run_victim(mode)
                # By the signal itself or as a shell says it; a plain 0, 1 or 66 would hide it.
                self.assertIn(done.returncode, (-number, 128 + number), done.stderr)
                self.assert_reported(done.stderr)

    def test_a_signal_to_the_wrapper_reaches_the_program(self):
        with self.waiting_victim() as running:
            running.send_signal(signal.SIGTERM)
            _, stderr = running.communicate(timeout=60)
        self.assertIn(running.returncode, (-signal.SIGTERM, 128 + signal.SIGTERM), stderr)
        self.assert_reported(stderr)

    def test_a_recording_survives_sigkill_of_program_and_wrapper(self):
        with self.waiting_victim() as running:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate(timeout=60)
        self.assertFalse(self.report.exists())
        recordings = sorted(self.recordings.glob("*.gdr"))
        self.assertEqual(len(recordings), 1, "one process, one recording")
        analysed = subprocess.run(
            [GORDIAN, "report", f"--report={self.report}", *map(str, recordings)],
            cwd=self.folder.name,
            env=self.environment,
            capture_output=True,
            timeout=60,
        )
        self.assertEqual(analysed.returncode, 1, analysed.stderr)
        self.assert_reported()

    def test_stdin_and_stdout_are_the_programs_own(self):
        data = bytes(range(256)) * 1000
        done = self.run_victim("echo", stdin=data)
        self.assertEqual(done.stdout, data)

    def test_a_missing_program_is_one_clear_line(self):
        done = subprocess.run(
            [GORDIAN, "run", "--", "./no-such-program"],
            cwd=self.folder.name,
            env=self.environment,
            capture_output=True,
            timeout=60,
        )
        self.assertNotIn(done.returncode, (0, 66))
        self.assertIn(b"no-such-program", done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)

    def waiting_victim(self):
        """The victim in mode `sleep` under Gordian, in a group of its own, after its cycle."""
        running = subprocess.Popen(
            self.command("sleep"),
            cwd=self.folder.name,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.addCleanup(self.end_group, running.pid)
        self.assertEqual(running.stdout.readline(), b"ready\n")
        return running

    @staticmethod
    def end_group(group):
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            pass


if __name__ == "__main__":
    GORDIAN, VICTIM = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
