# multiprocessing used as its manual says: pool, queue and a lock that the processes share.
import multiprocessing

context = multiprocessing.get_context("fork")
shared_lock = context.Lock()
answers = context.Queue()


def square(number):
    with shared_lock:  # NODEADLOCK
        return number * number


def answer(number):
    answers.put(number + 1)


if __name__ == "__main__":
    with context.Pool(2) as pool:
        print(sum(pool.map(square, range(40))))
        pool.close()
        pool.join()
    process = context.Process(target=answer, args=(41,))
    process.start()
    print(answers.get())
    process.join()
