# A method that holds a Lock calls another that takes it. A Lock may be released by any thread,
# and no thread is left that could.
import threading


class Account:
    def __init__(self):
        self.lock = threading.Lock()

    def withdraw(self):
        with self.lock:  # HANG(GD202)
            pass

    def transfer(self):
        with self.lock:
            self.withdraw()


Account().transfer()
print("done")
