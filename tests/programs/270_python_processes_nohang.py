# Two processes take two locks of multiprocessing in one order, slowly.
import multiprocessing
import time


def work(first, second, both):
    both.wait()
    with first:
        with second:  # NODEADLOCK
            time.sleep(0.4)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    a, b = context.Lock(), context.Lock()
    both = context.Barrier(2)
    orders = [(a, b), (a, b)]
    workers = [context.Process(target=work, args=(*order, both)) for order in orders]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("done")
