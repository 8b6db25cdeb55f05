# Threads join each other in a row, the last is slow.
import threading
import time

threads = []
all_there = threading.Event()


def join_next(number):
    all_there.wait()
    if number < 2:
        threads[number + 1].join()  # NODEADLOCK
    else:
        time.sleep(0.7)


for i in range(3):
    threads.append(threading.Thread(target=join_next, args=(i,)))
for thread in threads:
    thread.start()
all_there.set()
for thread in threads:
    thread.join()
print("done")
