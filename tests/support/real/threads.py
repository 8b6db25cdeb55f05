"""Threads with every primitive of `threading` and `queue`, in orders that cannot deadlock."""

import queue
import threading

lock_a, lock_b, recursive = threading.Lock(), threading.Lock(), threading.RLock()
condition, event, gate = threading.Condition(), threading.Event(), threading.Semaphore(2)
barrier = threading.Barrier(4)
tasks, results = queue.Queue(maxsize=8), queue.Queue()
balance = {"a": 0, "b": 0}
arrived = 0


def transfer() -> None:
    for _ in range(40000):
        with lock_a, lock_b:
            balance["a"] += 1
            balance["b"] -= 1


def nested(depth: int = 3) -> int:
    with recursive:
        return 1 if depth == 0 else 1 + nested(depth - 1)


def worker() -> None:
    global arrived
    barrier.wait()
    event.wait()
    while (task := tasks.get()) is not None:
        with gate:
            results.put((task, task * task + nested()))
        tasks.task_done()
    transfer()
    with condition:
        arrived += 1
        condition.notify_all()


threads = [threading.Thread(target=worker, name=f"worker-{n}") for n in range(4)]
for thread in threads:
    thread.start()
event.set()
for number in range(6000):
    tasks.put(number)
tasks.join()
for _ in threads:
    tasks.put(None)
with condition:
    condition.wait_for(lambda: arrived == 4)
for thread in threads:
    thread.join()
print(balance, arrived, sorted(results.get() for _ in range(6000))[-3:])
