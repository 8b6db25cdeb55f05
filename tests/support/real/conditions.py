"""Threads that meet while locks are held: nested conditions, bounded queues, pools in pools."""

import collections
import concurrent.futures
import multiprocessing
import queue
import threading

registry = threading.RLock()
changed = threading.Condition(registry)
entries: dict[int, int] = {}


class Account:
    """A monitor; the log has a lock of its own, taken inside."""

    def __init__(self) -> None:
        self.enough = threading.Condition()
        self.balance = 0

    def put(self, amount: int, log: "Log") -> None:
        with self.enough:
            self.balance += amount
            log.add(amount)
            self.enough.notify_all()

    def take(self, amount: int) -> None:
        with self.enough:
            self.enough.wait_for(lambda: self.balance >= amount)
            self.balance -= amount


class Log:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.lines: collections.Counter = collections.Counter()

    def add(self, amount: int) -> None:
        with self.lock:
            self.lines[amount] += 1


def announce(number: int) -> None:
    with registry:  # an RLock that the condition gives up at both depths
        with changed:
            entries[number] = number * number
            changed.notify_all()


def await_all(count: int) -> int:
    with registry:
        with changed:
            changed.wait_for(lambda: len(entries) == count)
            return sum(entries.values())


def pipeline(first: queue.Queue, last: queue.Queue, stages: int) -> list[threading.Thread]:
    def stage(source: queue.Queue, sink: queue.Queue) -> None:
        while (item := source.get()) is not None:
            sink.put(item + 1)
        sink.put(None)

    queues = [first, *(queue.Queue(maxsize=2) for _ in range(stages - 1)), last]
    threads = [threading.Thread(target=stage, args=pair) for pair in zip(queues, queues[1:])]
    for thread in threads:
        thread.start()
    return threads


def count_down(semaphore, barrier, total) -> None:
    barrier.wait(timeout=60)
    for _ in range(200):
        with semaphore, total.get_lock():
            total.value += 1


def main() -> None:
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(await_all, 200) for _ in range(2)]
        list(pool.map(announce, range(200)))
        print([future.result() for future in waiting])

    account, log = Account(), Log()
    takers = [threading.Thread(target=lambda: [account.take(3) for _ in range(300)]) for _ in range(3)]
    givers = [threading.Thread(target=lambda: [account.put(1, log) for _ in range(900)]) for _ in range(3)]
    for thread in takers + givers:
        thread.start()
    for thread in takers + givers:
        thread.join()
    print(account.balance, dict(log.lines))

    first, last = queue.Queue(maxsize=2), queue.Queue()
    stages = pipeline(first, last, 6)
    for number in range(500):
        first.put(number)
    first.put(None)
    for stage in stages:
        stage.join()
    print(sum(item for item in iter(last.get, None)))

    context = multiprocessing.get_context("fork")
    semaphore, barrier, total = context.BoundedSemaphore(2), context.Barrier(3), context.Value("i", 0)
    children = [
        context.Process(target=count_down, args=(semaphore, barrier, total)) for _ in range(3)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print(total.value, [child.exitcode for child in children])


if __name__ == "__main__":
    main()
