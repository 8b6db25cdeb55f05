# Two threads wait for an event that nobody is left to set.
import threading

started = threading.Event()
workers = [threading.Thread(target=started.wait) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()  # HANG(GD202)
print("done")
