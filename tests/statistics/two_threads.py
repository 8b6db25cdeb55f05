# Two threads (or, with an argument, two processes) that count: only one thread at a time can.
import multiprocessing
import sys
import threading


def count(number=3_000_000):
    while number:
        number -= 1


if __name__ == "__main__":
    worker = multiprocessing.Process if len(sys.argv) > 1 else threading.Thread
    workers = [worker(target=count, name=f"counter-{i}") for i in (1, 2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
