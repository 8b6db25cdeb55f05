"""`gordian attach` to programs that hang, with and without the runtime.

usage: attach_test.py GORDIAN VICTIM [unittest options]
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

GORDIAN = ""
VICTIM = ""
BEFORE_THE_HANG = 0.5  # from "ready" to the last call that blocks; tried again if that was too short


class Attach(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-attach-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}

    def start(self, *command):
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.addCleanup(self.finish, process)
        self.said = process.stdout.readline()
        return process

    def finish(self, process):
        process.kill()
        process.communicate()

    def attach(self, pid, *options):
        return subprocess.run(
            [GORDIAN, "attach", *options, str(pid)], capture_output=True, text=True, timeout=60
        )

    def attach_until(self, status, pid, *options):
        for _ in range(10):
            time.sleep(BEFORE_THE_HANG)
            done = self.attach(pid, *options)
            if done.returncode == status:
                break
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def state_of(self, pid):
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        return stat.rpartition(")")[2].split()[0]

    def assert_untouched(self, process):
        self.assertIsNone(process.poll())
        self.assertEqual(self.state_of(process.pid), "S")
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        self.assertIn("TracerPid:\t0\n", status)

    def test_a_deadlock_of_threads(self):
        process = self.start(VICTIM, "abba")
        report = self.folder / "out.json"
        done = self.attach_until(1, process.pid, f"--report={report}")
        self.assertIn("[GD201 ", done.stdout)
        self.assertIn("waits for mutex bob", done.stdout)
        self.assertIn("waits for mutex alice", done.stdout)
        self.assertIn("transfer", done.stdout)
        self.assertIn("teller", done.stdout)
        findings = json.loads(report.read_text(encoding="utf-8"))["findings"]
        self.assertEqual([finding["id"] for finding in findings], ["GD201"])
        self.assert_untouched(process)

    def test_a_writer_in_the_circle(self):
        process = self.start(VICTIM, "rwlock")
        done = self.attach_until(1, process.pid)
        self.assertIn("[GD201 ", done.stdout)
        self.assertIn("reader-writer lock table", done.stdout)

    def test_a_condition_proves_nothing(self):
        process = self.start(VICTIM, "condition")
        time.sleep(BEFORE_THE_HANG)
        done = self.attach(process.pid)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("waits for condition variable", done.stdout)
        self.assertIn("limits", done.stdout)
        self.assertNotIn("[GD", done.stdout)

    def test_who_sleeps_is_left_alone(self):
        process = self.start(VICTIM, "sleep")
        done = self.attach(process.pid)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("nanosleep", done.stdout)
        self.assert_untouched(process)

    def test_under_the_runtime(self):
        run = self.start(GORDIAN, "run", "--on-deadlock=report", "-q", "--", VICTIM, "abba")
        children = pathlib.Path(f"/proc/{run.pid}/task/{run.pid}/children")
        pid = int(children.read_text(encoding="utf-8").split()[0])
        done = self.attach_until(1, pid)
        self.assertIn("watched by gordian run", done.stdout)
        self.assertEqual(done.stdout.count("[GD201 "), 1, done.stdout)
        self.assertIn("holds mutex alice", done.stdout)
        self.assertIn("holds mutex bob", done.stdout)
        os.kill(pid, 9)

    def test_what_cannot_be_looked_at_gives_2(self):
        for pid, words in (("999999999", "no process"), ("0", "not the id"), ("x", "not the id")):
            done = self.attach(pid)
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn(words, done.stderr)

    def test_a_part_of_the_kernel(self):
        if "kthreadd" not in pathlib.Path("/proc/2/comm").read_text(encoding="utf-8"):
            self.skipTest("process 2 is not the kernel's here")
        done = self.attach(2)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("part of the kernel", done.stderr)

    def test_a_process_that_has_ended(self):
        self.start(VICTIM, "zombie")
        zombie = int(self.said)
        while self.state_of(zombie) != "Z":
            time.sleep(0.02)
        done = self.attach(zombie)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("has ended", done.stderr)

    def test_another_users_process(self):
        if os.geteuid() != 0:
            self.skipTest("needs two users")
        process = self.start(VICTIM, "sleep")
        os.chmod(self.folder, 0o755)
        done = subprocess.run(
            [GORDIAN, "attach", str(process.pid)],
            capture_output=True,
            text=True,
            timeout=60,
            user=65534,
            group=65534,
            extra_groups=[],
        )
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("belongs to user 0", done.stderr)


if __name__ == "__main__":
    GORDIAN, VICTIM = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
