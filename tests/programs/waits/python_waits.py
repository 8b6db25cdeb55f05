"""Long waits of Python programs: python_waits.py --list prints name and reason of every case."""

import importlib
import os
import select
import signal
import sys
import threading
import time


class OnDemand:
    """A module that is imported when a case first uses it: most need none, and start sooner."""

    def __init__(self, name):
        self.__name = name

    def __getattr__(self, attribute):
        return getattr(importlib.import_module(self.__name), attribute)


asyncio = OnDemand("asyncio")
futures = OnDemand("concurrent.futures")
multiprocessing = OnDemand("multiprocessing")
queue = OnDemand("queue")
socket = OnDemand("socket")
subprocess = OnDemand("subprocess")

NAP = 1.6
CASES = {}


def case(reason):
    def enter(function):
        CASES[function.__name__.replace("_", "-")] = (function, reason)
        return function

    return enter


def later(action):
    thread = threading.Timer(NAP, action)
    thread.start()
    return thread


@case("time.sleep")
def sleep():
    time.sleep(NAP)


@case("a slow producer")
def slow_queue():
    jobs = queue.Queue()
    later(lambda: jobs.put(1))
    jobs.get()


@case("queue.join until the worker has done all")
def queue_join():
    jobs = queue.Queue()

    def work():
        jobs.get()
        time.sleep(NAP)
        jobs.task_done()

    threading.Thread(target=work).start()
    jobs.put(1)
    jobs.join()


@case("the holder of a lock sleeps")
def held_lock():
    lock = threading.Lock()
    holder = threading.Thread(target=lambda: (time.sleep(NAP), lock.release()))
    lock.acquire()
    holder.start()
    with lock:
        pass


@case("idle workers of a pool while main sleeps")
def idle_pool():
    with futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(abs, range(8)))
        time.sleep(NAP)


@case("a result that comes late")
def pool_result():
    with futures.ThreadPoolExecutor(2) as pool:
        pool.submit(time.sleep, NAP).result()


@case("a timer sets the event")
def event_timer():
    event = threading.Event()
    later(event.set)
    event.wait()


@case("a wait with a limit")
def event_limit():
    threading.Event().wait(NAP)


@case("acquire with a limit")
def lock_limit():
    lock = threading.Lock()
    lock.acquire()
    assert not lock.acquire(timeout=NAP)


@case("a condition that is notified late")
def condition():
    ready = threading.Condition()

    def notify():
        with ready:
            ready.notify()

    with ready:
        later(notify)
        ready.wait()


@case("the last one comes late to a barrier")
def barrier():
    phase = threading.Barrier(2)
    later(phase.wait)
    phase.wait()


@case("a thread that computes is joined")
def join_busy():
    def work():
        until = time.monotonic() + NAP
        while time.monotonic() < until:
            pass

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@case("select on a pipe that a thread writes late")
def select_pipe():
    read, write = os.pipe()
    later(lambda: os.write(write, b"x"))
    select.select([read], [], [])


@case("accept while the client is late")
def accept():
    with socket.create_server(("127.0.0.1", 0)) as server:
        later(lambda: socket.create_connection(server.getsockname()))
        server.accept()


@case("a thread reads a pipe, main waits for what it puts into a queue")
def reader_thread():
    read, write = os.pipe()
    lines = queue.Queue()
    threading.Thread(target=lambda: lines.put(os.read(read, 1))).start()
    child = subprocess.Popen(["sh", "-c", "sleep 1.6; echo x"], stdout=write)
    lines.get()
    child.wait()


@case("a command that takes long")
def run_command():
    subprocess.run(["sleep", str(NAP)], check=True)


@case("communicate with a command that answers late")
def communicate():
    child = subprocess.Popen(
        ["sh", "-c", "sleep 1.6; cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.communicate(b"x")[0] == b"x"


@case("the handler of a signal releases what main waits for")
def signal_handler():
    event = threading.Event()
    signal.signal(signal.SIGALRM, lambda *_: event.set())
    signal.setitimer(signal.ITIMER_REAL, NAP)
    event.wait()


@case("signal.pause until an alarm")
def pause():
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, NAP)
    signal.pause()


@case("idle threads while main is in signal.sigwait")
def sigwait_parked():
    event = threading.Event()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    threads = [threading.Thread(target=event.wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    signal.setitimer(signal.ITIMER_REAL, NAP)
    signal.sigwait([signal.SIGALRM])
    event.set()


@case("a child of multiprocessing that sleeps")
def process_join():
    child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(NAP,))
    child.start()
    child.join()


@case("a queue of multiprocessing with a slow child")
def process_queue():
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    child = context.Process(target=lambda: (time.sleep(NAP), results.put(1)))
    child.start()
    results.get()
    child.join()


@case("a lock of multiprocessing whose holder, a child, sleeps")
def process_lock():
    context = multiprocessing.get_context("fork")
    lock, held = context.Lock(), context.Event()

    def hold():
        with lock:
            held.set()
            time.sleep(NAP)

    child = context.Process(target=hold)
    child.start()
    held.wait()
    with lock:
        pass
    child.join()


@case("a pool of multiprocessing with a slow task")
def process_pool():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(time.sleep, [NAP, NAP])


@case("asyncio: sleep and a thread")
def asyncio_thread():
    async def work():
        await asyncio.gather(asyncio.sleep(NAP), asyncio.to_thread(time.sleep, NAP))

    asyncio.run(work())


@case("asyncio: a queue with a slow producer")
def asyncio_queue():
    async def work():
        jobs = asyncio.Queue()
        asyncio.get_running_loop().call_later(NAP, jobs.put_nowait, 1)
        await jobs.get()

    asyncio.run(work())


@case("a daemon thread waits for ever while main works")
def daemon():
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    time.sleep(NAP)


def main():
    if sys.argv[1:] == ["--list"]:
        for name, (_, reason) in CASES.items():
            print(f"{name}\t{reason}")
        return 0
    if len(sys.argv) != 2 or sys.argv[1] not in CASES:
        return 2
    CASES[sys.argv[1]][0]()
    print("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
