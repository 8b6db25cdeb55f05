# OPTIONS: locks=2
# acquire() and release() by hand, released in the order of acquiring.
import os
import threading

TURN = 0 if "LIVE_FREE" in os.environ else None  # seconds to wait at most (live.hpp)

lock_a = threading.Lock()
lock_b = threading.Lock()
forth_done = threading.Event()


def forth():
    lock_a.acquire()
    lock_b.acquire()  # DEADLOCK
    lock_a.release()
    lock_b.release()
    forth_done.set()


def back():
    forth_done.wait(TURN)
    lock_b.acquire()
    lock_a.acquire()  # DEADLOCK
    lock_b.release()
    lock_a.release()


threads = [threading.Thread(target=role) for role in (forth, back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
