"""Unit test of annotations.py; run by hand or by CTest: python3 annotations_test.py"""

import unittest

import annotations


class Annotations(unittest.TestCase):
    def test_deadlock_lines_are_collected(self):
        found = annotations.parse("int a;\nlock(b);  // DEADLOCK\n\nlock(a);  // DEADLOCK\n")
        self.assertEqual(found.deadlocks, [2, 4])
        self.assertEqual((found.findings, found.status, found.confidence), (1, 66, "likely"))

    def test_python_comments_count_too(self):
        self.assertEqual(annotations.parse("with b:  # DEADLOCK").deadlocks, [1])

    def test_plain_nodeadlock_expects_silence(self):
        found = annotations.parse("lock(b);  // NODEADLOCK")
        self.assertEqual((found.quiet, found.findings, found.status), ([1], 0, 0))

    def test_a_reason_is_kept_with_its_line(self):
        found = annotations.parse("\nlock(b);  // NODEADLOCK(gate lock)")
        self.assertEqual(found.ruled_out, {2: ["gate lock"]})

    def test_alternative_reasons(self):
        found = annotations.parse("lock(b);  // NODEADLOCK(gate lock | one thread)")
        self.assertEqual(found.ruled_out, {1: ["gate lock", "one thread"]})

    def test_other_ids_are_collected(self):
        found = annotations.parse("unlock(a);  // GD301\nx;  // GD301, GD303\n")
        self.assertEqual(found.others, {"GD301": [1, 2], "GD303": [2]})
        self.assertEqual((found.findings, found.status, found.deadlocks), (0, 66, []))

    def test_gd101_is_another_word_for_deadlock(self):
        found = annotations.parse("lock(b);  // GD101\nlock(a);  // DEADLOCK, GD104\n")
        self.assertEqual((found.deadlocks, found.others), ([1, 2], {"GD104": [2]}))

    def test_a_note_keeps_the_status(self):
        found = annotations.parse("// OPTIONS: expect=possible\nx;  // GD306\n")
        self.assertEqual(found.status, 0)

    def test_hangs(self):
        found = annotations.parse("lock(b);  # HANG\nlock(a);  # HANG\n")
        self.assertEqual(found.hangs, {"GD201": [1, 2]})
        self.assertEqual((found.findings, found.status), (1, 67))
        found = annotations.parse("x;  // HANG(GD202), GD303\n")
        self.assertEqual((found.hangs, found.others), ({"GD202": [1]}, {"GD303": [1]}))

    def test_options_have_types(self):
        found = annotations.parse("// OPTIONS: locks=3 findings=2 O=0 expect=possible\n// DEADLOCK")
        self.assertEqual(
            found.options, {"locks": 3, "findings": 2, "O": "0", "expect": "possible"}
        )
        self.assertEqual((found.findings, found.status), (2, 0))

    def test_xfail_keeps_its_reason(self):
        for reason in ("why", "f() is like g(x)"):
            text = f"// XFAIL({reason})\nx;  // NODEADLOCK"
            self.assertEqual(annotations.parse(text).xfail, reason)

    def test_words_inside_other_words_do_not_count(self):
        with self.assertRaisesRegex(annotations.BadAnnotation, "no annotation"):
            annotations.parse("// DEADLOCKS are bad\nint deadlock;  // no DEADLOCK here\n")

    def test_errors_name_the_line(self):
        for text, message in {
            "int main() {}": "no annotation",
            "// OPTIONS: colour=red\nx;  // DEADLOCK": "program:1: unknown option 'colour'",
            "// OPTIONS: locks=two\nx;  // DEADLOCK": "program:1: option 'locks' is no number",
            "// OPTIONS: locks\nx;  // DEADLOCK": "program:1: option 'locks' needs value",
            "// OPTIONS: plugin=1\nx;  // DEADLOCK": "program:1: option 'plugin' takes no value",
            "// OPTIONS: expect=surely\nx;  // DEADLOCK": "expect is",
            "// OPTIONS: locks=2\nx;  // NODEADLOCK": "no finding is annotated",
            "// OPTIONS: threads=2\nx;  // DEADLOCK": "no HANG",
            "x;\n// OPTIONS: locks=2": "program:2: OPTIONS belong on the first line",
            "x;  // NODEADLOCK(luck)": "program:1: unknown reason 'luck'",
            "x;  // DEADLOCK(why)": "program:1: DEADLOCK takes no reason",
            "x;  // DEADLOCK maybe": "program:1: 'maybe' after DEADLOCK",
            "// XFAIL()\nx;  // NODEADLOCK": "XFAIL needs a reason",
            "x;  // DEADLOCK\ny;  // NODEADLOCK": "contradict",
            "x;  // HANG\ny;  // NODEADLOCK": "contradict",
            "x;  // HANG\ny;  // DEADLOCK": "DEADLOCK beside HANG",
            "x;  // HANG(GD301)": "program:1: HANG takes the id of a hang",
            "x;  // GD301(why)": "program:1: GD301 takes no reason",
            "x;  // GD301, why": "program:1: no annotation: 'why'",
            "x;  // GD301 why": "program:1: 'why' after GD301",
        }.items():
            with self.subTest(text=text):
                with self.assertRaisesRegex(annotations.BadAnnotation, message):
                    annotations.parse(text)

    def test_the_name_has_to_agree(self):
        for name, text in {
            "01_x_deadlock.cpp": "x;  // NODEADLOCK",
            "01_x_nodeadlock.cpp": "x;  // DEADLOCK",
            "01_x_deadlock.c": "x;  // GD301",
            "200_x_hang.cpp": "x;  // DEADLOCK",
            "200_x_nohang.cpp": "x;  // HANG",
            "300_x_misuse.c": "x;  // NODEADLOCK",
            "300_x_nomisuse.c": "x;  // GD301",
        }.items():
            with self.subTest(name=name):
                with self.assertRaisesRegex(annotations.BadAnnotation, "named"):
                    annotations.parse(text, name)


if __name__ == "__main__":
    unittest.main()
