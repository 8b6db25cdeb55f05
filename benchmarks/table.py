"""Turns measurements into the Markdown of docs/performance.md."""

# name, what it does, target of the first version, final budget; a ratio to native
ROWS = [
    ("oneLock", "one lock, nothing else held", 2.0, 1.4),
    ("nestedPair", "nested pair of two locks", 2.5, 1.6),
    ("thousandLocks", "1,000 locks, random consistent pairs, warm", None, 2.0),
    ("thousandLocksFirst", "the same, every pair for the first time", None, None),
    ("privatePairs", "two threads, each its own nested pair", None, None),
    ("contended", "two threads contending for one lock", None, 1.3),
    ("conditionPingPong", "condition variable, two threads in turn", None, None),
    ("readers", "two readers of one reader-writer lock", None, None),
]
START_UP_BUDGET_MS = 30


def number(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def ratio(value: float) -> str:
    return f"**{value:.2f} ×**" if value < 20 else f"**{value:,.0f} ×**"


def limit(value: float | None) -> str:
    return f"≤ {value:g} ×" if value else ""


def benchmark_table(variants: list) -> list[str]:
    native, others = variants[0], variants[1:]
    head = ["per iteration", f"{native.name}, ns"]
    for variant in others:
        head += [f"{variant.name}, ns", "ratio"]
    lines = [head + ["target", "budget"]]
    for name, what, target, budget in ROWS:
        base = native.nanoseconds(name)
        if base is None:
            continue
        line = [what, number(base)]
        for variant in others:
            value = variant.nanoseconds(name)
            line += [number(value), ratio(value / base)] if value else ["", ""]
        lines.append(line + [limit(target), limit(budget)])
    return markdown(lines)


def markdown(lines: list[list[str]]) -> list[str]:
    rule = ["---"] + ["---:"] * (len(lines[0]) - 1)
    return ["| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]]]


def page(machine: list, rounds: int, variants: list, start: tuple, sizes: tuple) -> str:
    lines = [
        "# What Gordian costs",
        "",
        "Written by `scripts/bench`; do not edit. Nanoseconds are of this machine on this day; only",
        f"ratios within the table mean anything. {rounds} interleaved rounds. One thread: processor",
        "time, the minimum; two threads: what each of them waits, the median. A second thread always",
        "exists. *gordian* is `gordian run` on the same binary as *native*; *ThreadSanitizer* is the",
        "same source built with `-fsanitize=thread` (its lock-order detection is on by default).",
        "",
        *markdown([["measured on", ""], *map(list, machine)]),
        "",
        *benchmark_table(variants),
        "",
        *markdown(
            [
                ["start-up, best of many, ms", "alone", "with Gordian", "added", "budget"],
                [
                    "`gordian run /bin/true`",
                    f"{start[0]:.1f}",
                    f"{start[1]:.1f}",
                    f"{start[1] - start[0]:.1f}",
                    f"≤ {START_UP_BUDGET_MS} in all",
                ],
            ]
        ),
        "",
        *markdown(
            [
                ["peak memory of the program, MiB", "alone", "with the runtime", "added"],
                [
                    "1,000 locks, 65,536 random pairs",
                    *(f"{size:.1f}" for size in (*sizes, sizes[1] - sizes[0])),
                ],
            ]
        ),
        "",
        "*target*: what the first version must reach; *budget*: the final goal",
        "([design.md](design.md), Budgets). Analysis after the end of the program is not part of the",
        "first table: it happens outside the program.",
        "",
    ]
    return "\n".join(lines)
