"""Unit test of verdict.py: each kind of wrong report is noticed."""

import copy
import unittest

import annotations
import verdict

SOURCE = "01_x_deadlock.cpp"
TEXT = "// OPTIONS: locks=2\n\n\na;  // DEADLOCK\n\nb;  // DEADLOCK\n"


def frame(line, file="/src/" + SOURCE):
    return {"file": file, "line": line, "function": "f"}


def edge(held, acquired, thread, line):
    library = frame(229, "/usr/include/std_mutex.h")
    return {
        "held": held,
        "acquired": acquired,
        "thread": thread,
        "held_at": [library, frame(line - 1)],
        "acquired_at": [library, frame(line), frame(99)],
    }


def finding(**changes):
    result = {
        "id": "GD101",
        "confidence": "likely",
        "reason": "different threads",
        "location": frame(4),
        "locks": [{"name": "a"}, {"name": "b"}],
        "edges": [edge("a", "b", "T1", 4), edge("b", "a", "T2", 6)],
    }
    result.update(changes)
    return copy.deepcopy(result)


def incident(**changes):
    result = {
        "id": "GD301",
        "confidence": "proven",
        "reason": "it happened",
        "location": frame(229, "/usr/include/std_mutex.h"),
        "locks": [{"name": "a"}],
        "accesses": [{"stack": [frame(229, "/usr/include/std_mutex.h"), frame(4), frame(9)]}],
    }
    result.update(changes)
    return copy.deepcopy(result)


def waiter(lock: str, line: int, held: str, taken: int | None, **changes) -> dict:
    """Waits for `lock` at `line`, and took `held` at `taken`."""
    hold = {"lock": held, "acquired_at": [frame(taken)] if taken else []}
    result = {"thread": f"at {line}", "role": "in cycle", "lock": lock}
    return {**result, "stack": [frame(line), frame(9)], "holds": [hold], **changes}


def hang(**changes):
    result = {
        "id": "GD201",
        "confidence": "proven",
        "reason": "unchanged",
        "location": frame(4),
        "locks": [{"name": "a"}, {"name": "b"}],
        "threads": [{"name": "thread 1", "process": 7}, {"name": "thread 2", "process": 7}],
        "hang": {"waiting": [waiter("a", 4, "b", 9), waiter("b", 6, "a", 9)]},
    }
    result.update(changes)
    return copy.deepcopy(result)


class Verdict(unittest.TestCase):
    def problems(self, findings, ruled_out=(), text=TEXT, name=SOURCE):
        expected = annotations.parse(text, name)
        report = {"findings": list(findings), "ruled_out": list(ruled_out)}
        return verdict.problems(report, expected, SOURCE)

    def assert_noticed(self, message, findings, **more):
        found = "\n".join(self.problems(findings, **more))
        self.assertRegex(found, message)

    def test_the_right_report_has_no_problem(self):
        self.assertEqual(self.problems([finding()]), [])

    def test_a_missing_finding(self):
        self.assert_noticed("0 findings, expected 1", [])
        self.assert_noticed(":4: DEADLOCK is not reported", [])

    def test_the_same_finding_twice(self):
        self.assert_noticed("2 findings, expected 1", [finding(), finding()])

    def test_another_rule(self):
        self.assert_noticed("not asked for: GD102", [finding(id="GD102")])

    def test_the_wrong_confidence(self):
        self.assert_noticed("expected to be likely", [finding(confidence="possible")])

    def test_the_wrong_number_of_locks(self):
        self.assert_noticed("3 locks, expected 2", [finding(locks=[{"name": n} for n in "abc"])])

    def test_one_thread_only(self):
        edges = [edge("a", "b", "T1", 4), edge("b", "a", "T1", 6)]
        self.assert_noticed("fewer than two threads", [finding(edges=edges)])

    def test_lines_elsewhere(self):
        edges = [edge("a", "b", "T1", 14), edge("b", "a", "T2", 16)]
        wrong = finding(edges=edges, location=frame(14))
        self.assert_noticed("no line of it is annotated", [wrong])

    def test_an_outer_frame_is_no_evidence_for_the_line(self):
        edges = [edge("a", "b", "T1", 14), edge("b", "a", "T2", 16)]
        for one in edges:
            one["acquired_at"].append(frame(4))
        wrong = finding(edges=edges, location=frame(14))
        self.assert_noticed("no line of it is annotated", [wrong])

    def test_a_stack_without_the_program(self):
        edges = [edge("a", "b", "T1", 4), edge("b", "a", "T2", 6)]
        edges[1]["held_at"] = []
        self.assert_noticed("held_at of b -> a names no line", [finding(edges=edges)])

    def test_a_headline_in_the_wrapper(self):
        wrong = finding(location=frame(9, "/src/wrapper.hpp"))
        self.assertEqual(self.problems([wrong]), [])
        text = TEXT.replace("locks=2", "locks=2 headline")
        self.assert_noticed("its own location", [wrong], text=text)

    def test_a_finding_where_silence_is_expected(self):
        self.assert_noticed("1 findings, expected 0", [finding()], text="// NODEADLOCK", name="x")

    def test_a_finding_with_an_id_of_its_own(self):
        text = "\n\n\na;  // GD301\n"
        self.assertEqual(self.problems([incident()], text=text, name="x"), [])
        self.assert_noticed(":4: GD301 is not reported", [], text=text, name="x")
        self.assert_noticed(
            "not asked for: GD302", [incident(id="GD302")], text=text, name="x"
        )
        elsewhere = incident(accesses=[{"stack": [frame(9), frame(4)]}])
        self.assert_noticed("no line of it is annotated", [elsewhere], text=text, name="x")
        weak = incident(confidence="possible")
        self.assert_noticed("expected to be likely or proven", [weak], text=text, name="x")

    def test_a_hang(self):
        text = "// OPTIONS: threads=2 locks=2 processes=1\n\n\na;  // HANG\n\nb;  // HANG\n"
        self.assertEqual(self.problems([hang(), finding()], text=text, name="x"), [])
        for message, wrong in {
            ":6: HANG as GD201 is not reported": hang(hang={"waiting": [waiter("a", 4, "b", 9)]}),
            "waits names no line": hang(hang={"waiting": [waiter("a", 4, "b", 9, stack=[])]}),
            "took 'a' names no line": hang(hang={"waiting": [waiter("a", 4, "a", None)]}),
            "1 locks, expected 2": hang(locks=[{"name": "a"}]),
            "0 threads, expected 2": hang(threads=[]),
            "0 processes, expected 1": hang(threads=[]),
            "without a name": hang(locks=[{"name": "a"}, {"name": "mutex 0x7f00"}]),
            "expected to be proven": hang(confidence="likely"),
            "not asked for: GD202": hang(id="GD202"),
            "not asked for: GD301": incident(),
        }.items():
            with self.subTest(message=message):
                self.assert_noticed(message, [wrong], text=text, name="x")
        self.assert_noticed("2 findings, expected 1", [hang(), hang()], text=text, name="x")
        self.assert_noticed("0 findings, expected 1", [finding()], text=text, name="x")

    def test_the_same_fingerprint_twice(self):
        twice = [incident(fingerprint="1"), incident(fingerprint="1")]
        self.assert_noticed("fingerprint twice", twice, text="\n\n\na;  // GD301", name="x")

    def test_ruled_out_for_the_right_reason(self):
        text = "\n\n\na;  // NODEADLOCK(gate lock)\n"
        gate = finding(reason="gate lock g")
        self.assertEqual(self.problems([], [gate], text=text, name="x"), [])
        other = finding(reason="one thread")
        self.assert_noticed(
            "not ruled out as 'gate lock'.*one thread", [], ruled_out=[other], text=text, name="x"
        )
        self.assert_noticed("ruled out here: nothing", [], text=text, name="x")


if __name__ == "__main__":
    unittest.main()
