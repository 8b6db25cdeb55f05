"""`gordian run --stats`: programs whose use of locks is known to the last acquisition.

usage: run_test.py GORDIAN VICTIM SOURCE_TREE [unittest options]
Times have lower bounds only: a busy machine makes everything longer.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

GORDIAN = VICTIM = ""
TREE = pathlib.Path()
MS = 1_000_000


class Statistics(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-stats-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}

    def run_program(self, *command, options=("--stats",), **variables):
        report = self.folder / "out.json"
        done = subprocess.run(
            [GORDIAN, "run", *options, f"--report={report}", "--", *command],
            cwd=self.folder,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        done.report = json.loads(report.read_text())
        jsonschema.validate(done.report, json.loads((TREE / "docs/report.schema.json").read_text()))
        for line in done.stderr.splitlines():
            if " note: " not in line:  # a headline is as long as its path
                self.assertLessEqual(len(line), 80, done.stderr)
        return done

    def run_victim(self, mode, **more):
        return self.run_program(VICTIM, mode, **more)

    def row(self, done, name, mode="exclusive"):
        rows = [r for r in done.report["stats"]["locks"] if (r["name"], r["mode"]) == (name, mode)]
        self.assertEqual(len(rows), 1, done.stderr)
        return rows[0]

    def assert_findings(self, done, *ids):
        self.assertEqual([f["id"] for f in done.report["findings"]], list(ids), done.stderr)

    def test_a_thousand_acquisitions_and_one_wait(self):
        done = self.run_victim("known")
        row = self.row(done, "ledger")
        self.assertEqual(row["acquisitions"], 1000)
        self.assertEqual((row["contended"], row["waits"], row["hand_overs"]), (1, 1, 1))
        self.assertEqual((row["threads"], row["locks"]), (2, 1))
        self.assertAlmostEqual(row["contended_share"], 0.001)
        self.assertGreaterEqual(row["longest_hold_ns"], 50 * MS)
        self.assertGreaterEqual(row["hold_ns"], row["longest_hold_ns"])
        self.assertGreaterEqual(row["longest_wait_ns"], 50 * MS)
        self.assertEqual(row["wait_ns"], row["longest_wait_ns"])
        self.assertGreater(row["wait_share"], 0)
        self.assertTrue(any(f["function"] == "known" for f in row["longest_hold_at"]), row)
        process = done.report["stats"]["processes"][0]
        self.assertGreaterEqual(process["wall_ns"], row["longest_hold_ns"])
        self.assertGreater(process["effective_parallelism"], 0)
        self.assertLess(process["effective_parallelism"], 1)  # it sleeps
        self.assertEqual(process["lock_wait_ns"], row["wait_ns"])
        self.assertIsNone(process["gil"])
        self.assertEqual(len(done.report["stats"]["threads"]), 2)
        self.assertIn("gordian: locks by wait time (1 of 1)\n", done.stderr)
        self.assertIn("  longest hold of ledger: ", done.stderr)
        self.assertIn("gordian: effective parallelism of statistics_victim (", done.stderr)

    def test_a_hold_across_a_sleep_while_somebody_waits_is_a_note(self):
        self.assert_findings(self.run_victim("known"), "GD306")
        self.assert_findings(self.run_victim("known", GORDIAN_LONG_HOLD_MS="600000"))

    def test_long_work_or_a_sleep_alone_is_no_convoy(self):
        busy = self.run_victim("busy")
        self.assert_findings(busy)
        self.assertGreaterEqual(self.row(busy, "ledger")["longest_hold_ns"], 50 * MS)
        alone = self.run_victim("alone")
        self.assert_findings(alone)
        self.assertGreaterEqual(self.row(alone, "idle")["longest_hold_ns"], 30 * MS)

    def test_readers_and_writers_are_told_apart(self):
        done = self.run_victim("readers")
        shared = self.row(done, "table", "shared")
        self.assertEqual((shared["acquisitions"], shared["hand_overs"]), (2, 0))
        writers = self.row(done, "table")
        self.assertEqual((writers["acquisitions"], writers["contended"]), (2, 1))
        self.assertEqual(writers["hand_overs"], 1)

    def test_a_recursive_lock_is_taken_once(self):
        self.assertEqual(self.row(self.run_victim("recursive"), "nested")["acquisitions"], 11)

    def test_spin_locks_count(self):
        self.assertEqual(self.row(self.run_victim("spin"), "spinning")["acquisitions"], 7)

    def test_a_condition_wait_is_no_hold_and_no_wait_for_the_lock(self):
        row = self.row(self.run_victim("condition"), "ledger")
        self.assertEqual(row["acquisitions"], 3)  # before the wait, after it, and the waker's
        self.assertLess(row["hold_ns"], 100 * MS)

    def test_a_wait_in_vain_is_no_acquisition(self):
        row = self.row(self.run_victim("in-vain"), "inVain::timed")
        self.assertEqual((row["acquisitions"], row["contended"], row["waits"]), (1, 0, 1))
        self.assertGreaterEqual(row["wait_ns"], 29 * MS)  # ticks and the clock differ a little

    def test_locks_of_one_class_are_one_row(self):
        row = self.row(self.run_victim("many"), "Account::m")
        self.assertEqual((row["locks"], row["acquisitions"]), (50, 50))

    def test_processes_add_up(self):
        done = self.run_victim("child")
        self.assertEqual(self.row(done, "ledger")["acquisitions"], 7)
        self.assertEqual(len(done.report["stats"]["processes"]), 2)

    def test_no_row_when_there_was_no_lock(self):
        done = self.run_victim("nothing")
        self.assertEqual(done.report["stats"]["locks"], [])
        self.assertNotIn("locks by wait time", done.stderr)

    def test_nothing_is_counted_when_nobody_asks(self):
        done = self.run_victim("known", options=())
        self.assertNotIn("stats", done.report)
        self.assertNotIn("by wait time", done.stderr)
        self.assert_findings(done)

    def test_the_environment_can_ask(self):
        done = self.run_victim("many", options=("--quiet",), GORDIAN_STATS="1")
        self.assertEqual(done.stderr, "")
        self.assertEqual(self.row(done, "Account::m")["acquisitions"], 50)

    def test_python_threads_share_one_gil(self):
        done = self.run_program(sys.executable, str(TREE / "tests/statistics/two_threads.py"))
        gils = [p["gil"] for p in done.report["stats"]["processes"] if p["gil"]]
        self.assertEqual(len(gils), 1, done.stderr)
        self.assertGreater(gils[0]["waits"], 0)
        self.assertGreater(gils[0]["hand_overs"], 0)
        self.assertGreater(gils[0]["wait_ns"], 0)
        workers = [t for t in done.report["stats"]["threads"] if t["gil"]]
        self.assertGreaterEqual(len(workers), 2)
        self.assertTrue(all(t["cpu_ns"] > 0 for t in workers))
        self.assertIn("gordian: GIL of ", done.stderr)
        self.assertNotIn("GIL", [r["name"] for r in done.report["stats"]["locks"]])
        # The interpreter's own mutexes are no locks of the program.
        self.assertFalse([r for r in done.report["stats"]["locks"] if "mutex" in r["name"]])

    def test_python_processes_do_not(self):
        program = str(TREE / "tests/statistics/two_threads.py")
        done = self.run_program(sys.executable, program, "processes")
        workers = done.report["stats"]["processes"]
        self.assertEqual([p["gil"] for p in workers if p["gil"]], [], done.stderr)

    def test_a_python_lock_has_its_name(self):
        done = self.run_program(sys.executable, str(TREE / "tests/statistics/one_lock.py"))
        row = self.row(done, "guard")
        self.assertEqual((row["acquisitions"], row["contended"], row["hand_overs"]), (101, 1, 1))
        self.assertGreaterEqual(row["longest_hold_ns"], 300 * MS)
        self.assertEqual(row["longest_hold_at"][0]["function"], "main")
        self.assert_findings(done, "GD306")


if __name__ == "__main__":
    GORDIAN, VICTIM = sys.argv[1:3]
    TREE = pathlib.Path(sys.argv[3])
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
