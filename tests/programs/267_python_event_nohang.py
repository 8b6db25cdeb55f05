# Two threads wait for an event that a timer sets late.
import threading

started = threading.Event()
workers = [threading.Thread(target=started.wait) for _ in range(2)]  # NODEADLOCK
for worker in workers:
    worker.start()
threading.Timer(0.7, started.set).start()
for worker in workers:
    worker.join()
print("done")
