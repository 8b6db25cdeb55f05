# One of two workers of a pool waits for a task that the other does slowly.
import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=2)


def inner():
    time.sleep(0.7)
    return 1


def outer():
    return pool.submit(inner).result() + 1  # NODEADLOCK


print(pool.submit(outer).result())
