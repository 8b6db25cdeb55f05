# A consumer takes from a queue what comes late.
import queue
import threading
import time

jobs = queue.Queue()


def consume():
    for _ in range(3):
        jobs.get()  # NODEADLOCK


consumer = threading.Thread(target=consume)
consumer.start()
for job in range(3):
    time.sleep(0.3)
    jobs.put(job)
consumer.join()
print("done")
