# The first thread has been joined before the second is started.
import threading

lock_a = threading.Lock()
lock_b = threading.Lock()


def forth():
    with lock_a:
        with lock_b:  # NODEADLOCK(ordered by join)
            pass


def back():
    with lock_b:
        with lock_a:  # NODEADLOCK(ordered by join)
            pass


for role in (forth, back):
    thread = threading.Thread(target=role)
    thread.start()
    thread.join()
print("done")
