# A consumer waits on a condition; the producer is slow.
import threading
import time

session = threading.Lock()
filled = threading.Condition()
inside = threading.Event()
items = []


def consume():
    with session:
        inside.set()
    with filled:
        filled.wait_for(lambda: items)  # NODEADLOCK


def produce():
    inside.wait()
    time.sleep(0.7)
    with session:
        with filled:
            items.append(1)
            filled.notify()


threads = [threading.Thread(target=role) for role in (consume, produce)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
