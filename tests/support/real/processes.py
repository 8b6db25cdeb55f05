"""multiprocessing: pool, queue, pipe, lock, shared value, manager; fork and spawn."""

import multiprocessing


def add(value, lock, times):
    for _ in range(times):
        with lock:
            value.value += 1


def square(number):
    return number * number


def feed(queue, numbers):
    for number in numbers:
        queue.put(number)
    queue.put(None)


def main():
    for method in ["fork", "spawn"]:
        context = multiprocessing.get_context(method)
        value, lock = context.Value("i", 0, lock=False), context.Lock()
        children = [context.Process(target=add, args=(value, lock, 20000)) for _ in range(3)]
        for child in children:
            child.start()
        for child in children:
            child.join()
        print(method, value.value, [child.exitcode for child in children])
        with context.Pool(3) as pool:
            print(sum(pool.map(square, range(500))), pool.apply_async(square, (9,)).get())
            pool.close()
            pool.join()
        queue = context.Queue()
        feeder = context.Process(target=feed, args=(queue, range(300)))
        feeder.start()
        print(sum(iter(queue.get, None)))
        feeder.join()
    with multiprocessing.Manager() as manager:
        shared = manager.dict()
        shared.update({n: square(n) for n in range(20)})
        print(sum(shared.values()))


if __name__ == "__main__":
    main()
