# The only worker of a pool waits for a task that is behind it in the queue.
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)


def inner():
    return 1


def outer():
    return pool.submit(inner).result() + 1  # HANG(GD202)


print(pool.submit(outer).result())  # HANG(GD202)
