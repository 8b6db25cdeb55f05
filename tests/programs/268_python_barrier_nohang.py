# A barrier for two threads, one of which is late.
import threading
import time

phase = threading.Barrier(2)


def work():
    time.sleep(0.7)
    phase.wait()


worker = threading.Thread(target=work)
worker.start()
phase.wait()  # NODEADLOCK
worker.join()
print("done")
