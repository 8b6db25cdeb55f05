# U3h  The innocent twin: one order for all
#
# The same two threads, but both take the locks in one order. Whoever has the
# first lock will get the second one too.
#
# Lesson: agree on an order (here: sorted by id) and keep it everywhere; then
# no ring of waiting threads can form. Gordian has nothing to report.
#
#   gordian run -- python3 examples/u3_synchronization/u3h_ordered.py

import threading

lock_a = threading.Lock()
lock_b = threading.Lock()
moves = []


def move(source, target, text):
    first, second = sorted((source, target), key=id)
    with first:
        with second:  # NODEADLOCK
            moves.append(text)


def teller_one():
    for _ in range(10):
        move(lock_a, lock_b, "a to b")


def teller_two():
    for _ in range(10):
        move(lock_b, lock_a, "b to a")


one = threading.Thread(target=teller_one, name="teller-1")
two = threading.Thread(target=teller_two, name="teller-2")
one.start()
two.start()
one.join()
two.join()
print(len(moves), "moves")
