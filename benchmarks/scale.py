"""Runs the benchmark of the cycle search and writes the table between the markers of a page.

Times are of this machine on this day; what counts are the ratios within one run.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

import machine
import table

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "tests/support"))
import page_section  # noqa: E402

KNOTS = [("every pair of {} locks", "dense", arg) for arg in (7, 8, 9, 200)]
MILLION = [
    ("all in one order", 0),
    ("10 against it", 10),
    ("100 against it", 100),
    ("50,000 against it", 50_000),
]
TESTS = [
    ("the strong components of the test's own edges", "testsTheirOwn"),
    ("an order of all edges so far, kept up edge by edge (Pearce and Kelly)", "testsOnline"),
    ("the strong components of all edges so far", "testsAllSoFar"),
]


class Results:
    def __init__(self, output: str) -> None:
        self.rows = {}
        for row in json.loads(output)["benchmarks"]:
            name = row["name"].split("/iterations")[0]
            self.rows[name] = row

    def milliseconds(self, name: str) -> float:
        return self.rows[name]["cpu_time"]  # all are in this unit

    def cycles(self, name: str) -> str:
        row = self.rows[name]
        return f"{row['cycles']:,.0f}" + ("" if row["all"] else ", not all")


def knot_table(results: Results) -> list[str]:
    lines = [["locks", "ours, ms", "listed", "Hawick, ratio", "met", "Tiernan, ratio", "met"]]
    for text, kind, arg in KNOTS:
        ours = results.milliseconds(f"{kind}Ours/{arg}")
        line = [text.format(arg), f"{ours:,.1f}", results.cycles(f"{kind}Ours/{arg}")]
        for peer in ("Hawick", "Tiernan"):
            name = f"{kind}{peer}/{arg}"
            line += [table.ratio(results.milliseconds(name) / ours), results.cycles(name)]
        lines.append(line)
    ours = results.milliseconds("triedOurs")
    lines.append(["4,000 locks of one class, tried under 200 others", f"{ours:,.1f}"])
    lines[-1] += [results.cycles("triedOurs"), "", "", "", ""]
    return table.markdown(lines)


def peak(program: str, name: str) -> str:
    """The most memory that this benchmark alone takes, its input included, in MiB."""
    command = [program, f"--benchmark_filter=^{name}/iterations:1$"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} failed")
    return f"{usage.ru_maxrss / 1024:,.0f}"


def million_table(results: Results, program: str) -> list[str]:
    components = results.milliseconds("millionComponents/0")
    lines = [["a million dependencies, 100,000 locks", "s", "ratio to components alone", "MiB", "likely"]]
    for text, arg in MILLION:
        name = f"millionOurs/{arg}"
        ours = results.milliseconds(name)
        lines.append([text, f"{ours / 1e3:.2f}", table.ratio(ours / components)])
        lines[-1] += [peak(program, name), results.cycles(name)]
    online = results.milliseconds("millionOnline/0")
    lines.append(["Pearce and Kelly, all in one order", f"{online / 1e3:.2f}"])
    lines[-1] += [table.ratio(online / components), peak(program, "millionOnline/0"), "only whether"]
    return table.markdown(lines)


def tests_table(results: Results) -> list[str]:
    first = results.milliseconds(TESTS[0][1])
    lines = [["after each of 200 tests with 500 dependencies", "ms in all", "ratio"]]
    for text, name in TESTS:
        value = results.milliseconds(name)
        lines.append([text, f"{value:,.1f}", table.ratio(value / first)])
    return table.markdown(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--page", type=pathlib.Path, required=True)
    options = parser.parse_args()
    described = ", ".join(value for name, value in machine.describe() if "load" not in name)
    done = subprocess.run(
        [options.program, "--benchmark_format=json"], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"bench: {options.program} failed:\n{done.stderr[-2000:]}")
    results = Results(done.stdout)
    lines = [f"Measured on {described}. Processor time.", "", *knot_table(results), ""]
    lines += [*million_table(results, options.program), "", *tests_table(results)]
    text = "\n".join(lines)
    page_section.write(options.page, "scale", text)
    print(text)


if __name__ == "__main__":
    main()
