"""Programs that really hang under `gordian run`: they end by themselves, and it is said why.

usage: run_test.py GORDIAN VICTIM [unittest options]
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

GORDIAN = ""
VICTIM = ""
SOON = 6  # seconds; the machine may be busy. A quiet one needs less than one


class LiveDeadlocks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-live-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.report = self.folder / "out.json"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}

    def command(self, mode, *options):
        own = [f"--report={self.report}", f"--record={self.folder / 'records'}"]
        return [GORDIAN, "run", *own, *options, "--", VICTIM, mode]

    def run_victim(self, mode, *options, **variables):
        began = time.monotonic()
        done = subprocess.run(
            self.command(mode, *options),
            cwd=self.folder,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        done.seconds = time.monotonic() - began
        return done

    def assert_hang(self, done, id="GD201", status=67):
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stderr.count(f"[{id}"), 1, done.stderr)

    def test_a_deadlock_ends_the_program(self):
        done = self.run_victim("abba")
        self.assert_hang(done)
        self.assertLess(done.seconds, SOON)
        self.assertIn("gordian: ended process", done.stderr)
        self.assertIn("(on_deadlock = exit)", done.stderr)
        self.assertEqual(len(list((self.folder / "records").glob("hang-*.gdr"))), 1)
        self.assertTrue(self.report.exists())

    def test_a_stall_ends_the_program(self):
        self.assert_hang(self.run_victim("stall"), "GD202")

    def test_stalls_can_be_left_alone(self):
        for option in ("--timeout-stall=0", "--on-deadlock=wait"):
            with self.assertRaises(subprocess.TimeoutExpired):
                subprocess.run(self.command("stall", option), cwd=self.folder, timeout=3,
                               env=self.environment, capture_output=True)

    def test_who_is_slow_is_left_alone(self):
        done = self.run_victim("slow")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_abort_leaves_the_signal_to_the_program(self):
        self.assert_hang(self.run_victim("abba", "--on-deadlock=abort"))
        done = self.run_victim("deaf", GORDIAN_ON_DEADLOCK="abort")
        self.assert_hang(done)
        self.assertIn("it went on after SIGABRT", done.stderr)

    def test_a_hung_child_is_ended_alone(self):
        done = self.run_victim("child")
        self.assert_hang(done)
        self.assertEqual(done.stdout, f"child ended by {int(signal.SIGKILL)}\n")
        self.assertIn("ended with status 0", done.stderr)

    def test_report_tells_at_once_and_lets_it_run(self):
        with subprocess.Popen(self.command("partly", "--on-deadlock=report"), cwd=self.folder,
                              env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as run:
            first = run.stderr.readline()
            self.assertIn("[GD201", first)
            out, rest = run.communicate("\n", timeout=30)
        self.assertEqual(out, "main went on\n")
        self.assertEqual(run.returncode, 67, rest)
        self.assertNotIn("[GD201", rest)

    def test_a_stopped_run_ends_as_before(self):
        with subprocess.Popen(self.command("abba", "--on-deadlock=wait"), cwd=self.folder,
                              env=self.environment, stderr=subprocess.PIPE, text=True) as run:
            time.sleep(2)
            run.send_signal(signal.SIGTERM)
            stderr = run.communicate(timeout=30)[1]
        self.assertEqual(run.returncode, -signal.SIGTERM, stderr)


if __name__ == "__main__":
    GORDIAN, VICTIM = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
