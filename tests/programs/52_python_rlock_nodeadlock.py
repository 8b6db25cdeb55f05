# threading.RLock taken again by its owner while another one is held.
import os
import threading

TURN = 0 if "LIVE_FREE" in os.environ else None  # seconds to wait at most (live.hpp)

lock_a = threading.RLock()
lock_b = threading.RLock()
forth_done = threading.Event()


def forth():
    with lock_a:
        with lock_b:
            with lock_a:  # NODEADLOCK
                pass
    forth_done.set()


def again():
    forth_done.wait(TURN)
    with lock_a:
        with lock_b:
            pass


threads = [threading.Thread(target=role) for role in (forth, again)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
