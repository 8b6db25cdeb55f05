# threading.Semaphore of value 1, in opposite order.
import threading

a = threading.Semaphore(1)
b = threading.Semaphore(1)
both = threading.Barrier(2)


def forth():
    with a:
        both.wait()
        with b:  # HANG(GD202)
            pass


def back():
    with b:
        both.wait()
        with a:  # HANG(GD202)
            pass


threads = [threading.Thread(target=role) for role in (forth, back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
