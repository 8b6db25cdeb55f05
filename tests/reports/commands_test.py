"""The commands as a user types them: statuses, one clear line per mistake, nothing lost.

usage: commands_test.py, with the arguments of command_case.py [and unittest's]
"""

import json
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import sys
import unittest

import jsonschema

from command_case import GORDIAN, HEADLINE, HOME, SOURCE, STATIC_VICTIM, VICTIM, CommandTest


class Status(CommandTest):
    def test_findings_make_success_66_and_say_so(self):
        done = self.run_victim("deadlock")
        self.assertEqual(done.returncode, 66)
        self.assertRegex(done.stderr, HEADLINE)
        self.assertIn("status 0; findings make it 66", done.stderr)

    def test_failure_of_the_program_is_kept(self):
        done = self.run_victim("deadlock", "exit", "3")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, HEADLINE)
        self.assertNotIn("make it", done.stderr)

    def test_innocent_program_gets_one_line(self):
        done = self.run_victim("innocent")
        self.one_line(done, 0, "1 process, 2 locks, 4 acquisitions, 0 findings")
        self.assertEqual(self.run_victim("innocent", options=["--quiet"]).stderr, "")

    def test_fail_on_decides(self):
        self.assertEqual(self.run_victim("deadlock", options=["--fail-on=proven"]).returncode, 0)
        self.assertEqual(self.run_victim("deadlock", options=["--fail-on", "never"]).returncode, 0)
        self.assertEqual(self.run_victim("deadlock", options=["--fail-on=possible"]).returncode, 66)

    def test_death_by_signal_is_passed_on_after_the_report(self):
        for number in (signal.SIGTERM, signal.SIGSEGV, signal.SIGKILL):
            done = self.run_victim("deadlock", "signal", int(number))
            self.assertEqual(done.returncode, -number)
            self.assertRegex(done.stderr, HEADLINE)
        self.assertEqual([f.name for f in self.folder.iterdir()], [".gordian"], "no core file")

    def test_nothing_observed(self):
        done = self.run_victim()
        self.assertEqual(done.returncode, 0)
        self.assertIn("nothing observed in", done.stderr)
        self.assertIn("nothing observed in", self.run_victim(options=["--quiet"]).stderr)
        done = self.run_victim(options=["--require-evidence"])
        self.assertEqual(done.returncode, 78)
        self.assertEqual(self.run_victim("exit", 4, options=["--require-evidence"]).returncode, 4)
        self.assertEqual(self.run_victim("innocent", options=["--require-evidence"]).returncode, 0)


class PassThrough(CommandTest):
    def test_input_and_output(self):
        done = self.run_victim("echo", stdin="to and fro\n")
        self.assertEqual(done.stdout, "to and fro\n")

    def test_options_of_the_program_are_its_own(self):
        done = self.gordian("run", VICTIM, "--help", "--quiet", "--", "exit", "5")
        self.assertEqual(done.returncode, 5)
        done = self.gordian("run", "--quiet", "--fail-on", "never", VICTIM, "exit", "6")
        self.assertEqual(done.returncode, 6)

    def test_dispositions_and_mask_are_the_original_ones(self):
        done = self.run_victim("show-mask")
        self.assertEqual(done.stdout, "default default default default unmasked\n")

    def test_signals_are_forwarded(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGINT):
            run = subprocess.Popen(
                [GORDIAN, "run", "--", VICTIM, "innocent", "wait-for-signal", str(int(number))],
                cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True)
            with run:
                self.assertEqual(run.stdout.readline(), "ready\n")
                run.send_signal(number)
                out, err = run.communicate(timeout=60)
            self.assertEqual(out, f"caught {int(number)}\n")
            self.assertEqual(run.returncode, 0)
            self.assertIn("0 findings", err)


class Mistakes(CommandTest):
    def test_unknown_option(self):
        self.one_line(self.gordian("run", "--no-such-option", "--", VICTIM), 2, "--no-such-option")
        self.one_line(self.gordian("report", "--no-such-option"), 2, "--no-such-option")
        self.one_line(self.gordian("no-such-command"), 2, "no-such-command")
        self.one_line(self.gordian(), 2, "which command?")
        self.one_line(self.gordian("run"), 2, "which program?")

    def test_what_to_do_about_hangs(self):
        for option in ("--on-deadlock=dance", "--timeout-stall=soon", "--timeout-stall=-1"):
            done = self.gordian("run", option, "--", VICTIM, "innocent")
            self.one_line(done, 2, option.split("=")[0], option.split("=")[1])
        for options in (["--on-deadlock=wait", "--timeout-stall=0.5"], ["--timeout-stall", "0"]):
            self.assertEqual(self.run_victim("innocent", options=options).returncode, 0)
        self.one_line(self.run_victim(GORDIAN_ON_DEADLOCK="x"), 2, "GORDIAN_ON_DEADLOCK")
        self.one_line(self.run_victim(GORDIAN_DEADLOCK_MS="5"), 2, "GORDIAN_DEADLOCK_MS", "200")

    def test_missing_program(self):
        done = self.gordian("run", "--", "no-such-program")
        self.one_line(done, 127, "cannot run 'no-such-program': No such file or directory")
        self.assertFalse((self.folder / ".gordian").exists())
        plain = self.folder / "plain"
        plain.write_text("not executable")
        if os.geteuid() != 0:
            self.one_line(self.gordian("run", "--", "./plain"), 126, "Permission denied")
        self.one_line(self.gordian("run", "--", "./"), 126, "cannot run './': Permission denied")

    def test_unwritable_record_folder(self):
        file = self.folder / "file"
        file.write_text("")
        done = self.run_victim("innocent", options=[f"--record={file}"])
        self.one_line(done, 2, f"cannot record to '{file}'")
        done = self.run_victim("innocent", options=["--record=/proc/nowhere"])
        self.one_line(done, 2, "cannot record to '/proc/nowhere'")

    def test_default_folder_falls_back_and_says_so(self):
        (self.folder / ".gordian").write_text("in the way")
        temporary = self.folder / "tmp"
        temporary.mkdir()
        done = self.run_victim("deadlock", TMPDIR=str(temporary))
        self.assertEqual(done.returncode, 66)
        self.assertIn(f"recording to {temporary}/gordian-", done.stderr)
        self.assertEqual(len(list(temporary.glob("gordian-*/*.gdr"))), 1)

    def test_a_link_is_not_followed(self):
        (self.folder / "elsewhere").mkdir()
        (self.folder / ".gordian").symlink_to("elsewhere")
        done = self.run_victim("deadlock", TMPDIR=str(self.folder))
        self.assertIn("recording to", done.stderr)
        self.assertEqual(list((self.folder / "elsewhere").iterdir()), [])

    def test_report_formats_are_checked_before_the_program_runs(self):
        for name in ("x.html", "x.svg", "x.pdf", "x", "missing/x.json"):
            done = self.run_victim("echo", options=[f"--report={name}"], stdin="ran")
            self.one_line(done, 2, name)
            self.assertEqual(done.stdout, "")

    def test_missing_runtime(self):
        alone = self.folder / "alone"
        shutil.copy(GORDIAN, alone)
        done = subprocess.run([alone, "run", "--", VICTIM, "echo"], cwd=self.folder, text=True,
                              input="ran", capture_output=True,
                              env={**self.environment, "GORDIAN_HOME": str(self.folder)})
        self.one_line(done, 2, "cannot find libgordian_runtime.so", "set GORDIAN_HOME")
        self.assertEqual(done.stdout, "")


class Unobservable(CommandTest):
    def test_static_program_runs_and_is_not_taken_for_clean(self):
        done = self.gordian("run", "--", STATIC_VICTIM, "exit", "0")
        self.assertEqual(done.returncode, 0)
        self.assertIn("statically linked", done.stderr)
        self.assertIn("nothing observed", done.stderr)
        done = self.gordian("run", "--require-evidence", "--", STATIC_VICTIM)
        self.assertEqual(done.returncode, 78)
        self.assertEqual(self.gordian("run", "--", STATIC_VICTIM, "exit", 9).returncode, 9)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give a file away")
    def test_setuid_program(self):
        program = self.folder / "setuid"
        program.write_bytes(pathlib.Path(VICTIM).read_bytes())
        os.chown(program, 65534, 65534)
        program.chmod(0o4755)
        done = self.gordian("run", "--", program)
        self.assertIn("setuid, setgid or has file capabilities", done.stderr)

    def test_disabled(self):
        done = self.run_victim("innocent", GORDIAN_DISABLE="1")
        self.assertIn("GORDIAN_DISABLE is set", done.stderr)


class Recordings(CommandTest):
    def test_default_folder_is_private_numbered_and_ignored_by_git(self):
        self.run_victim("deadlock")
        self.run_victim("deadlock")
        folder = self.folder / ".gordian"
        self.assertEqual((folder / ".gitignore").read_text(), "*\n")
        runs = sorted(run.name for run in (folder / "runs").iterdir())
        self.assertEqual(runs, ["1", "2"])
        for path in (folder, folder / "runs", folder / "runs/1"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o700)

    def test_only_recordings_of_this_run_are_reported(self):
        self.run_victim("deadlock", options=["--record=kept"])
        done = self.run_victim("innocent", options=["--record=kept"])
        self.assertEqual(done.returncode, 0)
        self.assertEqual(len(list((self.folder / "kept").glob("*.gdr"))), 2)

    def test_torn_and_foreign_files_are_named_and_the_rest_is_reported(self):
        done = self.run_victim("deadlock", "foreign", options=["--report=r.json"])
        self.assertEqual(done.returncode, 66)
        self.assertRegex(done.stderr, HEADLINE)
        self.assertRegex(done.stderr, r"gordian: warning: .*-2\.gdr")
        report = json.loads((self.folder / "r.json").read_text())
        self.assertIn("-2.gdr", " ".join(report["coverage"]["notes"]))
        done = self.run_victim("torn")
        self.assertRegex(done.stderr, r"gordian: warning: .*unreadable")

    def test_show_finds_the_newest_run_by_a_prefix(self):
        done = self.run_victim("deadlock", options=["--report=r.json"])
        finding = json.loads((self.folder / "r.json").read_text())["findings"][0]
        fingerprint = finding["fingerprint"]
        self.assertIn(f"next: gordian show {fingerprint}", done.stderr)
        for words in ((fingerprint,), (fingerprint[:4],), (fingerprint, ".gordian/runs/1")):
            shown = self.gordian("show", *words)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn("was acquired at", shown.stdout)
        self.one_line(self.gordian("show", fingerprint[:3]), 2, "too short")
        self.one_line(self.gordian("show", "0000"), 2, "no finding 0000")

    def test_report_statuses(self):
        self.run_victim("deadlock", options=["--record=bad"])
        self.run_victim("innocent", options=["--record=good"])
        self.run_victim("innocent", "foreign", options=["--record=half"])
        self.assertEqual(self.gordian("report", "bad").returncode, 1)
        self.assertEqual(self.gordian("report", "--fail-on=never", "bad").returncode, 0)
        self.assertEqual(self.gordian("report", "good").returncode, 0)
        self.assertEqual(self.gordian("report", "half").returncode, 3)
        self.one_line(self.gordian("report", "no-such-file"), 2, "no-such-file")
        both = self.gordian("report", "good", "bad")
        self.assertEqual(both.returncode, 1)
        self.assertIn("gordian: 2 processes", both.stdout)

    def test_merged_recordings_give_the_same_report(self):
        self.run_victim("deadlock", options=["--record=a"])
        self.run_victim("innocent", options=["--record=b"])
        self.assertEqual(self.gordian("merge", "-o", "all.gdr", "a", "b").returncode, 0)
        apart = self.gordian("report", "--report=apart.json", "a", "b")
        merged = self.gordian("report", "--report=merged.json", "all.gdr", "a")
        self.assertEqual((apart.returncode, merged.returncode), (1, 1))
        self.assertEqual((self.folder / "apart.json").read_text(),
                         (self.folder / "merged.json").read_text())

    def test_at_exit_and_at_test(self):
        self.run_victim("deadlock", options=["--record=bad"])
        self.run_victim("innocent", options=["--record=good"])
        bad, good = (next((self.folder / name).glob("*.gdr")) for name in ("bad", "good"))
        done = self.gordian("report", "--at-exit", bad)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, HEADLINE)
        done = self.gordian("report", "--at-exit", good)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        done = self.gordian("report", "--at-exit", bad, GORDIAN_FAIL_ON="never")
        self.assertEqual(done.returncode, 4, "said, but nothing fails: the recording must stay")
        self.assertRegex(done.stderr, HEADLINE)
        done = self.gordian("report", "--at-test", bad)
        self.assertRegex(done.stdout, HEADLINE)
        self.assertTrue(done.stdout.endswith("\n\n"))
        self.assertEqual(self.gordian("report", "--at-test", good).stdout, "")


class Formats(CommandTest):
    def test_json_keeps_to_the_schema(self):
        schema = json.loads(pathlib.Path(SOURCE, "docs/report.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        reports = sorted(pathlib.Path(SOURCE, "tests/reports/expected").glob("*.json.expected"))
        self.assertGreaterEqual(len(reports), 4)
        for words in (["deadlock"], ["innocent"], ["torn", "foreign"], []):
            self.run_victim(*words, options=["--report=r.json"])
            reports.append(self.folder / f"{len(reports)}.json")
            (self.folder / "r.json").rename(reports[-1])
        for report in reports:
            self.assertEqual([e.message for e in validator.iter_errors(json.loads(report.read_text()))],
                             [], report.name)
        broken = json.loads(reports[0].read_text())
        del broken["findings"][0]["reason"]
        self.assertFalse(validator.is_valid(broken), "the schema requires what it should")

    def test_every_format_is_written(self):
        names = ["r.json", "r.txt", "r.md", "r.dot", "r.sarif"]
        self.run_victim("deadlock", options=[f"--report={name}" for name in names])
        for name in names:
            self.assertIn("GD101", (self.folder / name).read_text(), name)
            self.assertEqual(stat.S_IMODE((self.folder / name).stat().st_mode), 0o600)
        sarif = json.loads((self.folder / "r.sarif").read_text())
        self.assertEqual(sarif["runs"][0]["results"][0]["level"], "warning")


class Configuration(CommandTest):
    def write(self, text):
        (self.folder / "gordian.toml").write_text(text)

    def test_file_environment_and_option_in_rising_order(self):
        self.write('fail_on = "never"\n')
        self.assertEqual(self.run_victim("deadlock").returncode, 0)
        self.assertEqual(self.run_victim("deadlock", GORDIAN_FAIL_ON="likely").returncode, 66)
        self.assertEqual(self.run_victim("deadlock", options=["--fail-on=proven"],
                                         GORDIAN_FAIL_ON="likely").returncode, 0)

    def test_file_is_found_upward(self):
        self.write("require_evidence = true\n")
        self.folder = self.folder / "below"
        self.folder.mkdir()
        self.assertEqual(self.run_victim().returncode, 78)

    def test_unknown_keys_are_named(self):
        self.write('colour = "red"\n[runtime]\nignore_modules = []\nspeed = 1\n')
        done = self.run_victim("innocent", GORDIAN_FOO="1")
        self.assertEqual(done.returncode, 0)
        self.assertIn("unknown key 'colour'", done.stderr)
        self.assertIn("unknown key 'runtime.speed'", done.stderr)
        self.assertIn("does not support the key 'runtime.ignore_modules'", done.stderr)
        self.assertIn("unknown variable GORDIAN_FOO", done.stderr)

    def test_runtime_keys(self):
        self.write('[runtime]\non_deadlock = "wait"\ndeadlock_ms = 500\ntimeout_stall = 1.5\n')
        done = self.run_victim("innocent")
        self.assertEqual((done.returncode, "ignored" in done.stderr), (0, False), done.stderr)
        for text in ('on_deadlock = "x"', "deadlock_ms = 1", 'timeout_stall = "1"'):
            self.write(f"[runtime]\n{text}\n")
            self.one_line(self.run_victim("innocent"), 2, "gordian.toml", text.split(" ")[0])

    def test_broken_configuration(self):
        for text in ("fail_on = \n", "fail_on = 3\n", 'fail_on = "often"\n'):
            self.write(text)
            self.one_line(self.run_victim("innocent"), 2, "gordian.toml")
        (self.folder / "gordian.toml").unlink()
        self.one_line(self.run_victim(GORDIAN_CONFIG="none.toml"), 2, "none.toml")
        self.one_line(self.run_victim(options=["--fail-on=often"]), 2, "--fail-on")


class Explain(CommandTest):
    def test_pages(self):
        self.assertIn("scoped_lock", self.gordian("explain", "GD101").stdout)
        self.assertIn("recursive", self.gordian("explain", "gd102").stdout)
        self.one_line(self.gordian("explain", "GD999"), 2, "GD999")

    def test_every_id_has_a_page(self):
        ids = [line.split()[0] for line in self.gordian("explain").stdout.splitlines()]
        self.assertGreater(len(ids), 20)
        self.assertEqual(ids, sorted(set(ids)))
        for number in ids:
            page = pathlib.Path(SOURCE, "docs/checks", f"{number}.md")
            text = self.gordian("explain", number).stdout
            self.assertEqual(text, page.read_text(), number)
            for part in ("## What was seen", "## The mistake", "## How to fix it", "## Rules"):
                self.assertIn(part, text, number)

    def test_help_and_version(self):
        self.assertRegex(self.gordian("--version").stdout, r"^gordian \d+\.\d+\.\d+$")
        for command in ("run", "report", "merge", "show", "explain", "doctor",
                        "check", "baseline"):
            done = self.gordian(command, "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[6:])
