# OPTIONS: locks=2
# A child process of multiprocessing, with two threads in opposite order.
import multiprocessing
import os
import threading

TURN = 0 if "LIVE_FREE" in os.environ else None  # seconds to wait at most (live.hpp)

lock_a = threading.Lock()
lock_b = threading.Lock()
forth_done = threading.Event()


def forth():
    with lock_a:
        with lock_b:  # DEADLOCK
            pass
    forth_done.set()


def back():
    forth_done.wait(TURN)
    with lock_b:
        with lock_a:  # DEADLOCK
            pass


def child():
    threads = [threading.Thread(target=role) for role in (forth, back)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    print("child:", process.exitcode)
