# threading.RLock, in opposite order.
import threading

a = threading.RLock()
b = threading.RLock()
both = threading.Barrier(2)


def forth():
    with a:
        both.wait()
        with b:  # HANG
            pass


def back():
    with b:
        both.wait()
        with a:  # HANG
            pass


threads = [threading.Thread(target=role) for role in (forth, back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
