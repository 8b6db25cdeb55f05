"""Unit test of what scripts/repeat stands on: the list of programs, the record, the page."""

import argparse
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).with_name("repetition")))

import page  # noqa: E402
import record  # noqa: E402
import whole_set  # noqa: E402
from judging import Judged, hung_ms_of, verdict_of  # noqa: E402


def judged(status=66, lines=(7,), problems=()):
    told = [["GD101", "likely", list(lines)]] if lines else []
    return Judged({"status": status, "findings": told, "report": True}, list(problems), 1.5, "said")


class WholeSet(unittest.TestCase):
    def test_programs_are_those_of_ctest(self):
        command = ["python3", "-B", "/s/run_program.py", "--gordian", "/b/gordian", "--source"]
        tests = [
            {"name": "programs.01_a_deadlock", "command": [*command, "/s/01_a_deadlock.cpp", "--", "/b/01"]},
            {"name": "programs.02_b_nohang", "command": [*command, "/s/02_b_nohang.py", "--", "x"]},
            {"name": "programs.behaviour", "command": ["python3", "/s/behaviour_test.py"]},
            {"name": "not built"},
        ]
        found = whole_set.of_listing({"tests": tests})
        self.assertEqual([p.name for p in found], ["01_a_deadlock", "02_b_nohang"])
        self.assertEqual([p.kind for p in found], ["deadlock", "nohang"])
        self.assertEqual(found[0].command, ("/b/01",))
        self.assertEqual(found[1].command, (sys.executable, "/s/02_b_nohang.py"))


class Verdict(unittest.TestCase):
    HANG = {
        "id": "GD201",
        "confidence": "proven",
        "location": {"file": "/s/x.cpp", "line": 9},
        "hang": {"waiting": [{"stack": [{"function": "f", "file": "/s/x.cpp", "line": 9}]}]},
    }
    PREDICTION = {
        "id": "GD101",
        "confidence": "likely",
        "location": {"file": "/s/x.cpp", "line": 3},
        "edges": [],
    }

    def test_what_was_predicted_beside_a_hang_does_not_count(self):
        report = {"findings": [self.HANG, self.PREDICTION]}
        told = verdict_of(67, report, "x.cpp", hangs=True)["findings"]
        self.assertEqual(told, [["GD201", "proven", [9]]])
        told = verdict_of(67, report, "x.cpp", hangs=False)["findings"]
        self.assertEqual(told, [["GD101", "likely", [3]], ["GD201", "proven", [9]]])


class TheRecord(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "state"

    def open(self, of="a"):
        opened = record.Record(self.folder, {"build": of})
        self.addCleanup(opened.close)
        return opened

    def test_goes_on_where_it_stopped(self):
        first = self.open()
        self.assertTrue(first.add("p", 1, judged()))
        first.close()
        with (self.folder / "verdicts.jsonl").open("a") as file:
            file.write('{"program": "p", "ru')  # the machine went down
        again = self.open()
        self.assertTrue(again.has("p", 1))
        self.assertFalse(again.has("p", 2))
        self.assertTrue(again.add("p", 2, judged()))
        again.close()
        self.assertEqual(set(self.open().entries), {("p", 1), ("p", 2)})

    def test_is_of_one_build(self):
        self.open("a").close()
        with self.assertRaises(record.OfAnotherBuild):
            self.open("b")

    def test_a_different_verdict_is_told_with_its_runs(self):
        kept = self.open()
        for run in (1, 2, 4):
            self.assertTrue(kept.add("p", run, judged()))
        self.assertFalse(kept.add("p", 3, judged(status=0, lines=(), problems=["0 findings"])))
        self.assertTrue(kept.add("q", 1, judged()))
        (difference,) = kept.differences()
        self.assertEqual(difference.program, "p")
        self.assertEqual([runs for _, runs in difference.verdicts], [[1, 2, 4], [3]])
        self.assertEqual(kept.unexpected(), {"p": [3]})
        self.assertEqual((self.folder / "p.3.txt").read_text(), "said")

    def test_the_page_names_what_differed(self):
        kept = self.open()
        program = whole_set.Program("p", "deadlock", ("/b/p",), pathlib.Path("/s/p.cpp"))
        options = argparse.Namespace(load=2, at_once=8, runs=2)
        kept.add("p", 1, judged())
        told = page.page([("processor", "x")], [program], kept, options, "3 minutes")
        self.assertIn("None: every program got the same verdict", told)
        self.assertIn("| deadlock | 1 | 1 |", told)
        kept.add("p", 2, judged(status=0, lines=(), problems=["0 findings"]))
        told = page.page([("processor", "x")], [program], kept, options, "3 minutes")
        self.assertIn("| p | status 66; GD101 likely (7) | 1 | the others |", told)
        self.assertIn("|  | status 0 | 1 | 2 |", told)
        self.assertIn("- p: 1 times, in runs 2", told)

    def test_the_page_says_how_long_hangs_were_seen_before_they_were_told(self):
        kept = self.open()
        for run, unchanged in enumerate((600, 400, 900), 1):
            report = {"findings": [{"id": "GD101"}, {"id": "GD201", "hang": {"unchanged_ms": unchanged}}]}
            kept.add("p", run, Judged({}, [], 1.5, "said", hung_ms_of(report)))
        kept.add("q", 1, Judged({}, [], 1.5, "said", hung_ms_of({"findings": [{"id": "GD101"}]})))
        self.assertIn("median 600 ms, 99 of 100 within 900 ms, longest 900 ms (3 hangs;", page.told_after(kept)[0])


if __name__ == "__main__":
    unittest.main()
