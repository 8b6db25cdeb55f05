# OPTIONS: processes=3
# Two processes take two locks of multiprocessing in opposite order.
import multiprocessing


def work(first, second, both):
    with first:
        both.wait()
        with second:  # HANG
            pass


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    a, b = context.Lock(), context.Lock()
    both = context.Barrier(2)
    orders = [(a, b), (b, a)]
    workers = [context.Process(target=work, args=(*order, both)) for order in orders]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("done")
