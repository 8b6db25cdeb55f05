# OPTIONS: locks=2
# Both threads have been started before the first is joined.
import os
import threading

TURN = 0 if "LIVE_FREE" in os.environ else None  # seconds to wait at most (live.hpp)

lock_a = threading.Lock()
lock_b = threading.Lock()
forth_joined = threading.Event()


def forth():
    with lock_a:
        with lock_b:  # DEADLOCK
            pass


def back():
    forth_joined.wait(TURN)
    with lock_b:
        with lock_a:  # DEADLOCK
            pass


first = threading.Thread(target=forth)
second = threading.Thread(target=back)
first.start()
second.start()
first.join()
forth_joined.set()
second.join()
print("done")
