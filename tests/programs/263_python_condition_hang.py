# A consumer waits on a condition inside another lock, which the producer needs to notify.
import threading

session = threading.Lock()
filled = threading.Condition()
inside = threading.Event()
items = []


def consume():
    with session:
        inside.set()
        with filled:
            filled.wait_for(lambda: items)  # HANG


def produce():
    inside.wait()
    with session:  # HANG
        with filled:
            items.append(1)
            filled.notify()


threads = [threading.Thread(target=role) for role in (consume, produce)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
