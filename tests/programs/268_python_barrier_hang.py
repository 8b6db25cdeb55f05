# A barrier for three, and only two threads.
import threading

phase = threading.Barrier(3)


def work():
    phase.wait()  # HANG(GD202)


worker = threading.Thread(target=work)
worker.start()
phase.wait()  # HANG(GD202)
worker.join()
print("done")
