# OPTIONS: locks=2
# Two tasks of a pool, in two workers, in opposite order.
import os
import threading
from concurrent.futures import ThreadPoolExecutor

TURN = 0 if "LIVE_FREE" in os.environ else None  # seconds to wait at most (live.hpp)

lock_a = threading.Lock()
lock_b = threading.Lock()
both_started = threading.Barrier(2)
forth_done = threading.Event()


def forth():
    both_started.wait()
    with lock_a, lock_b:  # DEADLOCK
        pass
    forth_done.set()
    return "forth"


def back():
    both_started.wait()
    forth_done.wait(TURN)
    with lock_b, lock_a:  # DEADLOCK
        pass
    return "back"


with ThreadPoolExecutor(max_workers=2) as pool:
    tasks = [pool.submit(forth), pool.submit(back)]
    print([task.result() for task in tasks])
