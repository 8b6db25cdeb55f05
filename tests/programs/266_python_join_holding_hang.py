# main joins a thread while it holds the lock that the thread needs.
import threading

results = threading.Lock()
ready = threading.Event()


def work():
    ready.wait()
    with results:  # HANG
        pass


worker = threading.Thread(target=work)
worker.start()
with results:
    ready.set()
    worker.join()  # HANG
print("done")
