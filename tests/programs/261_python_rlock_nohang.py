# threading.RLock, in one order, one thread slow.
import threading
import time

a = threading.RLock()
b = threading.RLock()
both = threading.Barrier(2)


def forth():
    with a:
        both.wait()
        with b:
            time.sleep(0.7)


def back():
    both.wait()
    with a:  # NODEADLOCK
        with b:
            pass


threads = [threading.Thread(target=role) for role in (forth, back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
