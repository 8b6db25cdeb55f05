"""Predicted deadlocks that are made to happen, and those that cannot.

usage: provoke_test.py GORDIAN PROGRAMS SOURCES [unittest options]

The programs are annotated ones. With LIVE_FREE they do without the turns that keep them from hanging
(tests/programs/live.hpp), so without it a pause can bring nothing about. What is to be proven is
recorded with the turns, or the recording run could hang already.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

GORDIAN = ""
PROGRAMS = pathlib.Path()
SOURCES = pathlib.Path()
FREE = {"LIVE_FREE": "1"}


class Provoke(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-provoke-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("GORDIAN_", "LIVE_"))
        }

    def gordian(self, *arguments, stdin=subprocess.DEVNULL, **variables):
        return subprocess.run(
            [GORDIAN, *arguments], cwd=self.folder, env={**self.environment, **variables},
            stdin=stdin, capture_output=True, text=True, timeout=240)

    def provoke(self, *options, program, **variables):
        if isinstance(program, str):
            program = [str(PROGRAMS / program)]
        return self.gordian("provoke", *options, "--", *program, **variables)

    def provoke_free(self, *options, program):
        """Of what a run with turns has predicted, without them."""
        command = [str(PROGRAMS / program)] if isinstance(program, str) else program
        self.gordian("run", "--record=recorded", "--", *command)
        return self.provoke("--from=recorded", *options, program=command, **FREE)

    def assert_proven(self, done, rule="GD101", hang="GD201"):
        self.assertEqual(done.returncode, 67, done.stderr)
        self.assertRegex(done.stderr, rf"gordian: proven: {rule} \w+ happened \({hang} \w+, ")
        self.assertIn(f"[{hang} ", done.stderr)

    def test_an_inversion_is_proven_and_its_plan_kept(self):
        done = self.provoke_free("--all", "--report=out.json", program="01_abba_deadlock")
        self.assert_proven(done)
        report = json.loads((self.folder / "out.json").read_text())
        proven = {f["id"]: f for f in report["findings"]}
        self.assertEqual(proven["GD101"]["confidence"], "proven")
        self.assertIn("gordian provoke made it happen", proven["GD101"]["reason"])
        self.assert_verified()
        plan = self.folder / ".gordian/plans" / f"{proven['GD101']['fingerprint']}.plan"
        self.assertTrue(plan.read_text().startswith("gordian-plan 1\n"))
        self.again_with(plan)

    def again_with(self, plan):
        done = self.provoke(f"--plan={plan}", program="01_abba_deadlock", **FREE)
        self.assert_proven(done)
        # Where it cannot happen the plan passes, and what the run predicts is said as ever.
        done = self.provoke(f"--plan={plan}", "--attempts=1", program="01_abba_deadlock")
        self.assertIn("in 1 attempts (seed 1); that proves nothing, it is still likely", done.stderr)
        self.assertEqual(done.returncode, 66, done.stderr)
        # Another program, with none of its places.
        done = self.provoke(f"--plan={plan}", program="01_abba_nodeadlock", **FREE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("is not provoked: it is not predicted any more", done.stderr)
        # Another build of the program, repaired: the places are looked for anew.
        text = plan.read_text()
        old = re.search(r"^module ([0-9a-f]{40}) \S+/01_abba_deadlock$", text, re.MULTILINE)
        plan.write_text(text.replace(old.group(1), "0" * 40))
        done = self.provoke(f"--plan={plan}", program="01_abba_deadlock", **FREE)
        self.assert_proven(done)
        done = self.provoke(f"--plan={plan}", program="01_abba_nodeadlock", **FREE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("is not provoked: it is not predicted any more", done.stderr)

    def assert_verified(self):
        done = self.gordian("verify", "out.json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_same_deadlock_may_have_other_names(self):
        """With pauses another thread is the first at these locks, which are of other classes then."""
        self.assert_proven(self.provoke_free("--report=out.json", program="25_thousand_held_deadlock"))
        report = json.loads((self.folder / "out.json").read_text())
        cycles = [f["confidence"] for f in report["findings"] if f["id"] == "GD101"]
        self.assertEqual(cycles, ["proven"] * len(cycles))
        self.assert_verified()

    def test_a_finding_is_named_after_a_run(self):
        run = self.gordian("run", "--", str(PROGRAMS / "01_abba_deadlock"))
        found = re.search(r"\[GD101 (\w+)\]", run.stderr).group(1)
        self.assert_proven(self.provoke(found[:5], program="01_abba_deadlock", **FREE))
        done = self.provoke("ffffffff", program="01_abba_deadlock")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("no finding ffffffff", done.stderr)

    def test_longer_cycles(self):
        for program in ("10_cycle_of_three_deadlock", "14_philosophers_deadlock"):
            self.assert_proven(self.provoke_free(program=program))

    def test_a_writer_between_two_readers(self):
        self.assert_proven(self.provoke_free(program="134_reader_behind_writer_deadlock"))

    def test_a_join_with_a_lock_held(self):
        self.assert_proven(self.provoke_free(program="141_join_deadlock"), "GD105")

    def test_a_wait_with_a_lock_held(self):
        self.assert_proven(self.provoke_free(program="166_barrier_deadlock"), "GD104")

    def test_python(self):
        for script in ("51_python_lock_deadlock.py", "56_python_process_deadlock.py"):
            self.assert_proven(
                self.provoke_free(program=[sys.executable, "-B", str(SOURCES / script)]))

    def test_processes_that_others_start(self):
        program = PROGRAMS / "01_abba_deadlock"
        script = ["sh", "-c", f"'{program}' >/dev/null; echo went on"]
        done = self.provoke_free(program=script)
        self.assert_proven(done)
        self.assertEqual(done.stdout.splitlines()[-1], "went on")
        self.assert_proven(self.provoke_free(program="44_fork_deadlock"))

    def test_what_happens_without_a_pause_is_said(self):
        done = self.provoke(program="141_join_deadlock", **FREE)
        self.assertEqual(done.returncode, 67, done.stderr)
        self.assertRegex(done.stderr, r"GD201 \w+ is not provoked: it happened|proven: GD105")

    def test_what_cannot_happen_is_said_honestly(self):
        began = time.monotonic()
        done = self.provoke("--attempts=2", program="01_abba_deadlock")
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertRegex(done.stderr, r"not produced: GD101 \w+ in 2 attempts \(seed 1\); that "
                                      r"proves nothing, it is still likely \(2 of its 2 places were "
                                      r"reached, threads paused [1-9]")
        self.assertEqual(done.stdout, "done\n" * 3)
        self.assertLess(time.monotonic() - began, 60)

    def test_twins_stand_whatever_is_tried(self):
        for twin in ("02_gate_lock_nodeadlock", "04_joined_between_nodeadlock"):
            done = self.provoke("--strict", "--attempts=2", program=twin, **FREE)
            self.assertNotIn("proven", done.stderr)
            self.assertIn("not produced: GD101", done.stderr)
            self.assertEqual(done.stdout, "done\n" * 3)

    def test_one_thread_needs_no_pause(self):
        done = self.provoke(program="140_upgrade_deadlock")
        self.assertIn("one thread alone does that", done.stderr)

    def test_the_program_keeps_its_status_and_its_input(self):
        done = self.provoke(program=["sh", "-c", "exit 5"])
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("there is nothing to provoke", done.stderr)
        (self.folder / "in").write_text("line\n")
        program = ["sh", "-c", f"cat; '{PROGRAMS / '01_abba_deadlock'}'"]
        with open(self.folder / "in") as lines:
            done = self.gordian("provoke", "--attempts=1", "--", *program, stdin=lines)
        self.assertEqual(done.stdout, "line\ndone\n" * 2, done.stderr)

    def plans_of(self, folder, *options):
        self.provoke(f"--record={folder}", "--attempts=2", *options, program="01_abba_deadlock")
        return [path.read_text() for path in sorted((self.folder / folder).glob("*/*.plan"))]

    def test_the_same_seed_gives_the_same_plans(self):
        first = self.plans_of("one", "--seed=7")
        self.assertEqual(len(first), 2)
        self.assertEqual(first, self.plans_of("two", "--seed=7"))
        self.assertNotEqual(first, self.plans_of("three", "--seed=8"))

    def test_exploring_says_what_it_brought(self):
        done = self.provoke("--explore", "--attempts=3", "--seed=4", program="01_abba_nodeadlock",
                            **FREE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("3 runs with other schedules (seeds 4 to 6) brought 0 new lock orders, 0 new "
                      "findings, 0 hangs", done.stderr)
        self.assertEqual(done.stdout, "done\n" * 4)

    def test_what_is_no_plan_is_refused(self):
        bad = self.folder / "bad.plan"
        bad.write_text("gordian-plan 1\npause 99999999\n")
        done = self.provoke(f"--plan={bad}", program="01_abba_deadlock")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("bad.plan:2: no pause, or too long", done.stderr)

    def test_a_plan_that_is_none_harms_nothing(self):
        bad = self.folder / "bad.plan"
        bad.write_bytes(b"gordian-plan 1\npoint lock \xff\n")
        done = self.gordian("run", "--", "env", f"GORDIAN_PLAN={bad}",
                            str(PROGRAMS / "01_abba_nodeadlock"))
        self.assertEqual((done.returncode, done.stdout), (0, "done\n"), done.stderr)
        self.assertIn("is not followed: line 2", done.stderr)


if __name__ == "__main__":
    GORDIAN = str(pathlib.Path(sys.argv[1]).resolve())
    PROGRAMS, SOURCES = (pathlib.Path(path).resolve() for path in sys.argv[2:4])
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
