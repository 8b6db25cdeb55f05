# OPTIONS: locks=2
# A condition's own lock counts like any other.
import os
import threading

TURN = 0 if "LIVE_FREE" in os.environ else None  # seconds to wait at most (live.hpp)

lock_a = threading.Lock()
condition_lock = threading.Lock()
condition = threading.Condition(condition_lock)
forth_done = threading.Event()


def forth():
    with lock_a:
        with condition:  # DEADLOCK
            condition.notify_all()
    forth_done.set()


def back():
    forth_done.wait(TURN)
    with condition:
        with lock_a:  # DEADLOCK
            pass


threads = [threading.Thread(target=role) for role in (forth, back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
