# main lets go of the lock before it joins the slow thread that needs it.
import threading
import time

results = threading.Lock()
ready = threading.Event()


def work():
    ready.wait()
    with results:  # NODEADLOCK
        time.sleep(0.7)


worker = threading.Thread(target=work)
worker.start()
with results:
    ready.set()
worker.join()
print("done")
