# OPTIONS: locks=1
# A method that holds a Lock calls another that takes it.
import threading


class Account:
    def __init__(self):
        self.lock = threading.Lock()

    def withdraw(self):
        with self.lock:  # HANG
            pass

    def transfer(self):
        with self.lock:
            self.withdraw()


Account().transfer()
print("done")
