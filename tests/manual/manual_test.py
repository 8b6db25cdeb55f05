"""Manual pages and completions say what --help says.

usage: manual_test.py GORDIAN SHARE
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

GORDIAN, SHARE = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

COMPLETE = r"""
source "$1"; shift
if [[ $1 == offset ]]; then  # as the package bash-completion has it
  shift
  _command_offset() { COMPREPLY=("program at $1"); }
fi
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_gordian gordian "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


def output(*command, folder=None):
    return subprocess.run([str(word) for word in command], check=True, timeout=60, text=True,
                          stdout=subprocess.PIPE, cwd=folder).stdout


def commands():
    """The words of each command: (), ("run",), … ("baseline", "write"), …"""
    found, todo = [], [()]
    while todo:
        words = todo.pop()
        found.append(words)
        parts = output(GORDIAN, *words, "--help").partition("Subcommands:\n")[2]
        todo += [(*words, name) for name in re.findall(r"^  (\S+)", parts, re.M)]
    return found


def options(words):
    text = output(GORDIAN, *words, "--help").partition("\nOptions:\n")[2].partition("\n\n")[0]
    return {name for names in re.findall(r"^  (-\S+)", text, re.M) for name in names.split(",")}


def page(words):
    name = "-".join(("gordian", *words[:1]))
    return (SHARE / f"man/man1/{name}.1").read_text(encoding="utf-8").replace("\\-", "-")


class Pages(unittest.TestCase):
    def test_every_command_and_option_is_there(self):
        self.assertIn(("run",), commands())
        self.assertIn(("baseline", "prune"), commands())
        for words in commands():
            for option in options(words):
                self.assertIn(f"\\fB{option}\\fR", page(words), words)

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_they_are_well_formed(self):
        for file in sorted((SHARE / "man/man1").iterdir()):
            done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-b", file], timeout=60, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
            self.assertEqual(done.stderr, "", file)
            self.assertIn("[OPTIONS]", done.stdout)


@unittest.skipUnless(shutil.which("bash"), "bash is not installed")
class Bash(unittest.TestCase):
    def complete(self, *words):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("prog.c", "other.json"):
                pathlib.Path(folder, name).touch()
            file = SHARE / "bash-completion/completions/gordian"
            return output("bash", "-c", COMPLETE, "-", file, *words, folder=folder).split("\n")[:-1]

    def test_commands(self):
        self.assertEqual(self.complete("gordian", "r"), ["run", "report"])
        self.assertEqual(self.complete("gordian", "--v"), ["--version"])
        self.assertEqual(self.complete("gordian", "baseline", ""), ["write", "check", "prune"])

    def test_options_of_each(self):
        for words in commands():
            self.assertEqual(set(self.complete("gordian", *words, "-")), options(words), words)

    def test_values(self):
        levels = ["proven", "likely", "possible", "never"]
        self.assertEqual(self.complete("gordian", "run", "--fail-on", ""), levels)
        self.assertEqual(self.complete("gordian", "check", "--fail-on", "=", "li"), ["likely"])
        self.assertEqual(self.complete("gordian", "check", "--fail-on", "="), levels)
        self.assertEqual(self.complete("gordian", "run", "--on-deadlock", "a"), ["abort"])
        self.assertEqual(self.complete("gordian", "run", "--report", "ot"), ["other.json"])
        self.assertEqual(self.complete("gordian", "report", "ot"), ["other.json"])
        self.assertEqual(self.complete("gordian", "baseline", "check", "--fail-on", "n"), ["never"])

    def test_the_words_of_a_program_are_its_own(self):
        for before, first in ((["--"], 3), ([], 2), (["-q", "--fail-on", "never"], 5),
                              (["--fail-on", "=", "never", "--"], 6)):
            words = ["gordian", "run", *before, "prog", "--fail-on", ""]
            self.assertEqual(self.complete("offset", *words), [f"program at {first}"], words)
        self.assertEqual(self.complete("gordian", "run", "--", "cat", "pr"), ["prog.c"])


class OtherShells(unittest.TestCase):
    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        output("zsh", "-n", SHARE / "zsh/site-functions/_gordian")

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        file = SHARE / "fish/vendor_completions.d/gordian.fish"
        for typed, wanted in (("gordian r", {"run", "report"}),
                              ("gordian baseline ", {"write", "check", "prune"}),
                              ("gordian run --fail-on ", {"proven", "likely", "possible", "never"})):
            shown = output("fish", "--no-config", "-c", f"source '{file}'; complete -C '{typed}'")
            self.assertTrue(wanted <= {line.split("\t")[0] for line in shown.splitlines()}, shown)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
