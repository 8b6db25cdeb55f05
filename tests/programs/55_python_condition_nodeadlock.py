# Conditions, events, queues, semaphores and barriers used as their manuals say.
import queue
import threading

ready = threading.Condition()
started = threading.Event()
slots = threading.Semaphore(2)
meeting = threading.Barrier(3)
jobs = queue.Queue(maxsize=4)
results = queue.Queue()
opened = False


def consume():
    started.wait()
    with ready:
        ready.wait_for(lambda: opened)  # NODEADLOCK
    meeting.wait()
    while (job := jobs.get()) is not None:
        with slots:
            results.put(job * job)
        jobs.task_done()


workers = [threading.Thread(target=consume) for _ in range(2)]
for worker in workers:
    worker.start()
started.set()
with ready:
    opened = True
    ready.notify_all()
meeting.wait()
for number in range(50):
    jobs.put(number)
jobs.join()
for _ in workers:
    jobs.put(None)
for worker in workers:
    worker.join()
print(sum(results.get() for _ in range(50)))
