# Three threads join each other in a ring.
import threading

threads = []
all_there = threading.Event()


def join_next(number):
    all_there.wait()
    threads[(number + 1) % 3].join()  # HANG


for i in range(3):
    threads.append(threading.Thread(target=join_next, args=(i,)))
for thread in threads:
    thread.start()
all_there.set()
for thread in threads:
    thread.join()
print("done")
