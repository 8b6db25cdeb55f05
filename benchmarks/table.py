"""Turns measurements into the Markdown of docs/performance.md."""

import dataclasses
import pathlib


@dataclasses.dataclass(frozen=True)
class Row:
    """A benchmark, what it does, and its budgets: a ratio to native, nanoseconds added."""

    name: str
    what: str
    budget: float | None = None
    added: float | None = None
    threads: int | None = None  # where the benchmark runs with several numbers of threads


ROWS = [
    Row("oneLock", "one lock, nothing else held", 1.4),
    Row("nestedPair", "nested pair of two locks", 1.6, 15),
    Row("thousandLocks", "1,000 locks, random consistent pairs, warm", 2.0),
    Row("thousandLocksFirst", "the same, every pair for the first time"),
    Row("privatePairs", "its own nested pair, one thread", 1.6, threads=1),
    Row("privatePairs", "its own nested pair, each of two threads", 1.6, threads=2),
    Row("privatePairs", "its own nested pair, each of four threads", 1.6, threads=4),
    Row("contended", "two threads contending for one lock", 1.3),
    Row("conditionPingPong", "condition variable, two threads in turn"),
    Row("readers", "two readers of one reader-writer lock"),
]
START_UP_BUDGET_MS = 30
BEGIN, END = "<!-- reasons: written by hand, kept by scripts/bench -->", "<!-- end of reasons -->"
NO_REASONS = "Nothing to say."


def number(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def ratio(value: float, bold: bool = False) -> str:
    text = f"{value:.2f} ×" if value < 20 else f"{value:,.0f} ×"
    return f"**{text}**" if bold else text


def judged(value: float, budget: float | None, most: bool = True, unit: str = "") -> str:
    """Whether a budget is met, else by how much it is missed; values are compared as they stand."""
    if budget is None:
        return ""
    over = round(value, 2) - budget if most else budget - round(value, 2)
    return "met" if over <= 0 else f"missed by {over:.2f}{unit}"


def budget_of(row: Row, base: float, ours: float) -> tuple[str, str]:
    limits = [f"≤ {row.budget:g} ×"] if row.budget else []
    verdicts = [judged(ours / base, row.budget)]
    if row.added:
        limits.append(f"≤ {row.added:g} ns added")
        verdicts.append(judged(ours - base, row.added, unit=" ns"))
    missed = [verdict for verdict in verdicts if verdict.startswith("missed")]
    return ", ".join(limits), ", ".join(missed) or verdicts[0]


def benchmark_table(variants: list) -> list[str]:
    """The first variant is native, the second Gordian; the others are there to compare with."""
    native, ours, *peers = variants
    lines = [["per iteration", f"{native.name}, ns", f"{ours.name}, ns", "ratio", "budget", ""]]
    lines[0] += [peer.name for peer in peers]
    for row in ROWS:
        base, value = (v.nanoseconds(row.name, row.threads) for v in (native, ours))
        if base is None or value is None:
            continue
        line = [row.what, number(base), number(value), ratio(value / base, bold=True)]
        line += budget_of(row, base, value)
        theirs = (peer.nanoseconds(row.name, row.threads) for peer in peers)
        lines.append(line + [ratio(time / base) if time else "" for time in theirs])
    return markdown(lines)


def load_table(results: list) -> list[str]:
    lines = [["real load", "native", "gordian", "ratio", "of single rounds", "budget", ""]]
    for load in results:
        native, ours = load.median("native"), load.median("gordian")
        sign = "≥" if load.is_rate else "≤"
        lines.append(
            [load.what, number(native), number(ours), ratio(ours / native, bold=True)]
            + [f"{min(load.ratios()):.2f} to {max(load.ratios()):.2f}"]
            + [f"{sign} {load.budget:g} ×", judged(ours / native, load.budget, not load.is_rate)]
        )
    return markdown(lines)


def start_up_table(start: tuple) -> list[str]:
    alone, wrapped = start
    verdict = judged(wrapped, START_UP_BUDGET_MS, unit=" ms")
    return markdown(
        [
            ["start-up, best of many, ms", "alone", "with Gordian", "added", "budget", ""],
            ["`gordian run /bin/true`", f"{alone:.1f}", f"{wrapped:.1f}", f"{wrapped - alone:.1f}"]
            + [f"≤ {START_UP_BUDGET_MS} in all", verdict],
        ]
    )


def memory_table(sizes: list) -> list[str]:
    lines = [["peak memory of the program, MiB", "alone", "with the runtime", "added", "budget", ""]]
    for what, alone, ours, locks in sizes:
        budget = 32 + locks / 1024
        lines.append(
            [what, f"{alone:.1f}", f"{ours:.1f}", f"{ours - alone:.1f}", f"≤ {budget:.0f}"]
            + [judged(ours - alone, budget, unit=" MiB")]
        )
    return markdown(lines)


def markdown(lines: list[list[str]]) -> list[str]:
    rule = ["---"] + ["---:"] * (len(lines[0]) - 1)
    return ["| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]]]


def reasons(page: pathlib.Path) -> str:
    """What was written by hand into an earlier page."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    if BEGIN not in text or END not in text:
        return NO_REASONS
    return text.split(BEGIN)[1].split(END)[0].strip()


def missed(why: str) -> list[str]:
    """The end of a page, with what stands in it by hand."""
    return ["## Where a budget is missed, and why", "", BEGIN, why, END, ""]


def page(machine: list, rounds: int, variants: list, start, sizes, loads: list, why: str) -> str:
    lines = [
        "# What Gordian costs",
        "",
        "Written by `scripts/bench`; do not edit. Nanoseconds are of this machine on this day; only",
        f"ratios within a table mean anything. {rounds} interleaved rounds. One thread: processor",
        "time, the minimum; two: what each of them waits, the median; pairs of their own: processor",
        "time of an iteration, the median, which stays the same as threads are added when they share",
        "nothing. A second thread always exists. *gordian* is `gordian run` on the same binary as",
        "*native*; *ThreadSanitizer* is the same source built with `-fsanitize=thread` (its lock-order",
        "detection is on by default); Helgrind and DRD run the native binary, one thread at a time, once",
        "(empty: not measured, or not done within half a minute).",
        "",
        *markdown([["measured on", ""], *map(list, machine)]),
        "",
        *benchmark_table(variants),
        "",
    ]
    if loads:
        lines += [
            "Servers and tools at work, natively and under `gordian run` in turn; the medians:",
            "",
            *load_table(loads),
            "",
        ]
    lines += [*start_up_table(start), "", *memory_table(sizes), ""]
    lines += [
        "*budget*: the final goal ([design.md](design.md), Budgets); for memory 32 MiB and 1 KiB a",
        "lock. Analysis after the end of the program is not part of the first table: it happens",
        "outside the program.",
        "",
        *missed(why),
    ]
    return "\n".join(lines)
