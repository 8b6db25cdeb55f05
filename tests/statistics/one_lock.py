# A threading.Lock that is taken 100 times by the first thread, and once, after a wait, by another.
import threading
import time

guard = threading.Lock()
asked = threading.Event()


def other():
    asked.set()
    with guard:
        pass


def main():
    for _ in range(99):
        with guard:
            pass
    thread = threading.Thread(target=other, name="other")
    with guard:
        thread.start()
        asked.wait()
        time.sleep(0.3)  # long enough for it to be blocked
    thread.join()


main()
