# OPTIONS: locks=2
# A condition's own lock counts like any other.
import threading

lock_a = threading.Lock()
condition_lock = threading.Lock()
condition = threading.Condition(condition_lock)
forth_done = threading.Event()


def forth():
    with lock_a:
        with condition:  # DEADLOCK
            condition.notify_all()
    forth_done.set()


def back():
    forth_done.wait()
    with condition:
        with lock_a:  # DEADLOCK
            pass


threads = [threading.Thread(target=role) for role in (forth, back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
