# acquire(blocking=False) in the other direction gives up at once.
import os
import threading

TURN = 0 if "LIVE_FREE" in os.environ else None  # seconds to wait at most (live.hpp)

lock_a = threading.Lock()
lock_b = threading.Lock()
forth_done = threading.Event()


def forth():
    lock_a.acquire()
    lock_b.acquire()
    lock_b.release()
    lock_a.release()
    forth_done.set()


def back():
    forth_done.wait(TURN)
    lock_b.acquire()
    if lock_a.acquire(blocking=False):  # NODEADLOCK
        lock_a.release()
    lock_b.release()


threads = [threading.Thread(target=role) for role in (forth, back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
