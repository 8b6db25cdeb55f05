# A method that holds an RLock calls another that takes it, slowly.
import threading
import time


class Account:
    def __init__(self):
        self.lock = threading.RLock()

    def withdraw(self):
        with self.lock:  # NODEADLOCK
            time.sleep(0.7)

    def transfer(self):
        with self.lock:
            self.withdraw()


Account().transfer()
print("done")
