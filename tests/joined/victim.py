"""Takes one half of a circle of locks, or the other: victim.py SITUATION there|back. No run hangs.

Must be told when two runs are put together: opposite, pool. Must not: gate, alone; nor member, for
which object of a class a lock is of is not known of another run.
"""

import sys
import threading

a = threading.Lock()
b = threading.Lock()
gate = threading.Lock()


class Node:
    def __init__(self):
        self.lock = threading.Lock()


nodes = [Node(), Node()]
done = threading.Barrier(2)  # both are alive until both are done


def take(first, second):
    with first:
        with second:
            pass


def there():
    take(a, b)


def back():
    take(b, a)


def under_gate(deed):
    with gate:
        deed()


def nothing():
    pass


def alive(deed):
    deed()
    done.wait()


def two(first, second):
    one = threading.Thread(target=alive, args=[first])
    other = threading.Thread(target=alive, args=[second])
    one.start()
    other.start()
    one.join()
    other.join()


def pool(deed):
    threads = [threading.Thread(target=alive, args=[what]) for what in (deed, nothing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


situation, half = sys.argv[1:3]
is_there = half == "there"
deed = there if is_there else back
if situation == "opposite":
    two(*((there, nothing) if is_there else (nothing, back)))
elif situation == "pool":
    pool(deed)
elif situation == "member":
    pool((lambda: take(a, nodes[0].lock)) if is_there else (lambda: take(nodes[1].lock, a)))
elif situation == "gate":
    pool(lambda: under_gate(deed))
elif situation == "alone":
    thread = threading.Thread(target=deed)
    thread.start()
    thread.join()
