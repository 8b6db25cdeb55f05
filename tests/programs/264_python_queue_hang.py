# A consumer takes one more from a queue than is ever put; main joins it.
import queue
import threading

jobs = queue.Queue()


def consume():
    for _ in range(3):
        jobs.get()  # HANG(GD202)


consumer = threading.Thread(target=consume)
consumer.start()
for job in range(2):
    jobs.put(job)
consumer.join()
print("done")
