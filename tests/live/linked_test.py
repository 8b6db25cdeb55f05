"""Programs that link the runtime and really hang: they watch themselves, without `gordian run`.

usage: linked_test.py VICTIM [unittest options]
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

VICTIM = ""


class WatchesItself(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-linked-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, mode, **variables):
        own = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}
        return subprocess.Popen([VICTIM, mode], cwd=self.folder, env={**own, **variables},
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def end(self, mode, **variables):
        with self.start(mode, **variables) as victim:
            victim.out, victim.err = victim.communicate(timeout=60)
        return victim

    def assert_hang(self, done, id="GD201", status=67):
        self.assertEqual(done.returncode, status, done.err)
        self.assertEqual(done.err.count(f"[{id}"), 1, done.err)

    def test_a_deadlock_ends_the_program(self):
        done = self.end("abba")
        self.assert_hang(done)
        self.assertIn("GORDIAN_ON_DEADLOCK=exit", done.err)
        self.assertIn("victim.cpp", done.err.splitlines()[0])

    def test_alone_with_itself(self):
        self.assert_hang(self.end("self"))

    def test_a_refused_second_lock_is_no_deadlock(self):
        done = self.end("refused")
        self.assertEqual(done.returncode, 0, done.err)
        self.assertNotIn("[GD2", done.err)

    def test_a_stall_of_threads_ends_the_program(self):
        self.assert_hang(self.end("stalled-thread"), "GD202")

    def test_stalls_can_be_left_alone(self):
        victim = self.start("stalled-thread", GORDIAN_TIMEOUT_STALL="0")
        with self.assertRaises(subprocess.TimeoutExpired):
            victim.wait(3)
        victim.kill()
        victim.communicate()

    def test_who_is_slow_is_left_alone(self):
        done = self.end("slow")
        self.assertEqual((done.returncode, done.err), (0, ""))

    def test_abort_leaves_a_core(self):
        self.assert_hang(self.end("abba", GORDIAN_ON_DEADLOCK="abort"), status=-signal.SIGABRT)

    def test_report_tells_at_once_and_lets_it_run(self):
        with self.start("partly", GORDIAN_ON_DEADLOCK="report") as victim:
            self.assertIn("[GD201", victim.stderr.readline())
            out = victim.communicate("\n", timeout=60)[0]
        self.assertEqual((victim.returncode, out), (0, "main went on\n"))

    def test_a_forked_child_watches_itself(self):
        done = self.end("child")
        self.assertEqual(done.out, "child ended with 67\n", done.err)


if __name__ == "__main__":
    VICTIM = str(pathlib.Path(sys.argv[1]).resolve())
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
