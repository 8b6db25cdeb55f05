"""`gordian verify` on reports of real runs, as they are and changed by hand.

usage: verify_test.py GORDIAN SOURCE_TREE
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

GORDIAN, SOURCE = sys.argv[1:3]
PROGRAMS = pathlib.Path(GORDIAN).parent.parent / "tests/programs"


def run(*words, folder):
    return subprocess.run([GORDIAN, *map(str, words)], cwd=folder, capture_output=True, text=True,
                          timeout=120)


class Verify(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def report(self, program):
        run("run", "--quiet", "--report=r.json", "--", PROGRAMS / program, folder=self.folder)
        return json.loads((self.folder / "r.json").read_text())

    def verify(self, report):
        text = report if isinstance(report, str) else json.dumps(report)
        (self.folder / "v.json").write_text(text)
        return run("verify", "v.json", folder=self.folder)

    def changed(self, report, change):
        """The answer when the first finding (or ruled out one) was changed."""
        report = copy.deepcopy(report)
        change((report["findings"] or report["ruled_out"])[0])
        return self.verify(report)

    def contradicted(self, report, change, part):
        done = self.changed(report, change)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("CONTRADICTED", done.stdout)
        self.assertIn(part, done.stdout)

    def test_what_is_true_is_derived_again(self):
        for program in ("01_abba_deadlock", "02_gate_lock_nodeadlock", "04_joined_between_nodeadlock",
                        "05_trylock_nodeadlock", "07_readers_deadlock", "09_third_thread_deadlock"):
            with self.subTest(program):
                report = self.report(program)
                self.assertTrue(report["findings"] or report["ruled_out"])
                done = self.verify(report)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertIn(": derived again", done.stdout)
                self.assertIn(" 0 contradicted", done.stderr)

    def test_another_verdict_than_the_evidence_has_is_contradicted(self):
        report = self.report("02_gate_lock_nodeadlock")
        self.contradicted(report, lambda f: f.update(confidence="likely", reason="no gate"),
                          "from its evidence it is ruled out: gate lock")
        self.contradicted(report, lambda f: f.update(reason="one thread"),
                          "what refutes it is: gate lock")

    def test_evidence_without_the_gate_is_another_verdict(self):
        def open_gate(finding):
            for dependency in finding["grounds"]["dependencies"]:
                dependency["held"] = dependency["held"][1:]
        self.contradicted(self.report("02_gate_lock_nodeadlock"), open_gate,
                          "from its evidence it is likely")

    def test_a_join_between_refutes(self):
        report = self.report("01_abba_deadlock")
        def same_thread(finding):
            for dependency in finding["grounds"]["dependencies"]:
                dependency["thread"] = finding["grounds"]["dependencies"][0]["thread"]
            for edge in finding["edges"]:
                edge["thread"] = finding["edges"][0]["thread"]
        self.contradicted(report, same_thread, "")
        def tries(finding):
            finding["grounds"]["dependencies"][0]["acquisition"] = "try"
        self.contradicted(report, tries, "ruled out: trylock")

    def test_edges_of_another_story_are_contradicted(self):
        report = self.report("01_abba_deadlock")
        self.contradicted(report, lambda f: f["edges"].pop(), "it shows no cycle")
        self.contradicted(report, lambda f: f["edges"][0].update(acquired=f["edges"][0]["held"]),
                          "its edges do not close")
        self.contradicted(report, lambda f: f["grounds"]["locks"][0].update(name="other"),
                          "its grounds are not those of the edges")

    def test_proven_needs_the_hang(self):
        report = self.report("01_abba_deadlock")
        self.contradicted(report, lambda f: f.update(confidence="proven"), "no hang of this report")

    def test_a_report_without_grounds_or_with_half_of_them_is_incomplete(self):
        report = self.report("01_abba_deadlock")
        done = self.changed(report, lambda f: f.pop("grounds"))
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("not enough evidence", done.stdout)
        done = self.changed(report, lambda f: f["grounds"].update(all_order=False))
        self.assertEqual(done.returncode, 3, done.stderr)

    def test_bad_input_is_one_line(self):
        report = self.report("01_abba_deadlock")
        def far(finding):
            finding["grounds"]["dependencies"][0]["lock"] = 10**15
        for bad in ("", "{", "[]", '{"schema": "other"}', json.dumps(report)[:2000]):
            done = self.verify(bad)
            self.assertEqual((done.returncode, done.stdout), (2, ""), bad)
            self.assertIn("v.json: ", done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)
        for change in (far, lambda f: f["grounds"].pop("locks"),
                       lambda f: f["grounds"]["dependencies"][0].update(seen=[[1]]),
                       lambda f: f["grounds"]["locks"][0].update(kind="padlock")):
            done = self.changed(report, change)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("v.json: ", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
