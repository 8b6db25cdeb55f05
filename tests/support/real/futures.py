"""concurrent.futures: thread pool, process pool, callbacks, nested submission, hashing without GIL."""

import concurrent.futures
import hashlib
import logging
import sys

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")


def heavy(number: int) -> str:
    return hashlib.sha256(bytes([number % 256]) * 200_000).hexdigest()


def square(number: int) -> int:
    return number * number


def main() -> None:
    called = []
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        inner = [pool.submit(lambda n=n: pool.submit(square, n)) for n in range(300)]
        for future in inner:
            future.add_done_callback(lambda f: called.append(1))
        print(sum(future.result().result() for future in inner))
        print(hashlib.sha256("".join(pool.map(heavy, range(3000))).encode()).hexdigest())
        done, _ = concurrent.futures.wait(inner)
        print(len(done), len(called))
        list(pool.map(lambda n: logging.debug("quiet %d", n), range(200)))
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        print(sum(pool.map(square, range(400), chunksize=20)))


if __name__ == "__main__":
    main()
