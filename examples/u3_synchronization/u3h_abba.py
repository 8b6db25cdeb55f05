# U3h  Lock order inversion in Python
#
# Two threads take the same two locks in opposite order. The big lock of the
# interpreter (the GIL) does not help: it protects the interpreter's own data
# and is let go whenever a thread waits.
#
# Lesson: `with lock_a: with lock_b:` in one place and the other way round in
# another is a deadlock that waits for its day, in any language.
#
# This run gets through: the second thread gives the first a second's start.
#
#   gordian run -- python3 examples/u3_synchronization/u3h_abba.py

import threading

lock_a = threading.Lock()
lock_b = threading.Lock()
counter_free = threading.Event()
moves = []


def teller_one():
    for _ in range(10):
        with lock_a:
            with lock_b:  # DEADLOCK
                moves.append("a to b")
    counter_free.set()


def teller_two():
    counter_free.wait(timeout=1)
    for _ in range(10):
        with lock_b:
            with lock_a:  # DEADLOCK
                moves.append("b to a")


one = threading.Thread(target=teller_one, name="teller-1")
two = threading.Thread(target=teller_two, name="teller-2")
one.start()
two.start()
one.join()
two.join()
print(len(moves), "moves")
