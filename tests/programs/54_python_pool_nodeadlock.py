# A busy pool whose tasks take two locks in one order.
import threading
from concurrent.futures import ThreadPoolExecutor

lock_a = threading.Lock()
lock_b = threading.Lock()
total = 0


def add(number):
    global total
    with lock_a, lock_b:  # NODEADLOCK
        total += number
    return number


with ThreadPoolExecutor(max_workers=4) as pool:
    print(sum(pool.map(add, range(200))), total)
