"""One function for each real program: it does bounded, real work and returns what must not change.

Each takes a Launch, starts its program with `launch.run` or `launch.server`, checks what it does
with `launch.helper`, and returns bytes: equal bytes, with and without Gordian, are the test.
"""

import importlib.util
import multiprocessing
import os
import pathlib
import random
import signal
import time
import urllib.request

from launch import Failed, Launch, answers, free_port
from material import HERE, PYTHON, SOURCES, digest, text_file
import threaded


def memcached(launch: Launch) -> bytes:
    spec = importlib.util.spec_from_file_location("load", SOURCES / "scripts/memcached_load.py")
    load = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(load)
    port = free_port()
    command = ["memcached", "-l", "127.0.0.1", "-p", port, "-U", "0", "-t", "4", "-m", "64"]
    command += ["-u", "root"] if os.geteuid() == 0 else []
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    with launch.server(*command, stop=signal.SIGTERM, ready=answers(port)):
        until = time.monotonic() + 120
        clients = [
            context.Process(target=load.client, args=(number, port, 20_000, until, results, 4000))
            for number in range(4)
        ]
        for client in clients:
            client.start()
        got = [results.get() for _ in clients]
        for client in clients:
            client.join()
    return repr(sorted(got)).encode()


def pbzip2(launch: Launch) -> bytes:
    source = text_file(launch, 12)
    packed = launch.run("pbzip2", "-p4", "-k", "-c", source).stdout
    (launch.folder / "packed.bz2").write_bytes(packed)
    unpacked = launch.run("pbzip2", "-p4", "-d", "-c", "packed.bz2").stdout
    return digest(packed, unpacked, source.read_bytes())


def pigz(launch: Launch) -> bytes:
    source = text_file(launch, 32)
    packed = launch.run("pigz", "-p4", "-n", "-c", source).stdout
    (launch.folder / "packed.gz").write_bytes(packed)
    unpacked = launch.run("pigz", "-p4", "-d", "-c", "packed.gz").stdout
    return digest(packed, unpacked, source.read_bytes())


def xz(launch: Launch) -> bytes:
    source = text_file(launch, 6)
    packed = launch.run("xz", "-T2", "-3", "--block-size=1MiB", "-k", "-c", source).stdout
    (launch.folder / "packed.xz").write_bytes(packed)
    unpacked = launch.run("xz", "-T2", "-d", "-c", "packed.xz").stdout
    return digest(packed, unpacked, source.read_bytes())


def redis(launch: Launch) -> bytes:
    port = free_port()
    command = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--dir", launch.folder]
    command += ["--io-threads", "2", "--io-threads-do-reads", "yes", "--appendonly", "yes"]
    client = ["redis-cli", "-p", port]
    bench = ["redis-benchmark", "-p", port, "-q", "-c", "16", "-P", "16", "-n", "20000", "-t"]
    with launch.server(*command, stop=signal.SIGTERM, ready=answers(port)):
        tests = "set,get,incr,lpush,rpush,lpop,sadd,hset,zadd,mset"
        launch.helper(*bench, tests)
        launch.helper(*client, "BGSAVE")
        while b"rdb_bgsave_in_progress:1" in launch.helper(*client, "INFO", "persistence").stdout:
            time.sleep(0.05)
        launch.helper(*client, "FLUSHALL", "ASYNC")  # frees in a background thread
        launch.helper(*bench, "incr")
        return launch.helper(*client, "GET", "counter:__rand_int__").stdout


def python_threads(launch: Launch) -> bytes:
    return launch.run(PYTHON, HERE / "threads.py").stdout


def python_futures(launch: Launch) -> bytes:
    return launch.run(PYTHON, HERE / "futures.py").stdout


def python_processes(launch: Launch) -> bytes:
    return launch.run(PYTHON, HERE / "processes.py").stdout


def git(launch: Launch) -> bytes:
    def commits():
        source, blob = random.Random(11), ["line %d\n" % n for n in range(3000)]
        for number in range(1, 601):
            for _ in range(20):
                blob[source.randrange(len(blob))] = "%x\n" % source.randrange(1 << 60)
            data = "".join(blob).encode()
            yield b"commit refs/heads/main\nmark :%d\n" % number
            yield b"committer A <a@example.org> %d +0000\ndata 2\nx\n" % (1_600_000_000 + number)
            yield b"M 644 inline file%d\ndata %d\n" % (number % 40, len(data)) + data + b"\n"

    stream = launch.folder / "stream"
    stream.write_bytes(b"".join(commits()))
    launch.helper("git", "init", "-q", "-b", "main", "repository")
    launch.helper("sh", "-c", "git -C repository fast-import --quiet < stream")
    launch.helper("git", "clone", "-q", "--mirror", SOURCES, "checkout")
    shown = b""
    for place in ["repository", "checkout"]:
        command = ["git", "-C", place, "-c", "pack.threads=4"]
        launch.run(*command, "gc", "--aggressive", "--prune=now", "--quiet")
        shown += launch.run(*command, "grep", "--threads=4", "-c", "e", "HEAD").stdout
        shown += launch.helper(*command, "fsck", "--full", "--strict", "--no-dangling").stdout
        shown += launch.helper(*command, "for-each-ref").stdout
        shown += launch.helper(*command, "rev-list", "--all", "--objects").stdout
    return digest(shown)


def ffmpeg(launch: Launch) -> bytes:
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"]
    command += ["-t", "8", "-c:v", "libx264", "-threads", "4", "-preset", "fast"]
    command += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "made.mp4"]
    launch.run(*command)
    decode = ["ffmpeg", "-v", "error", "-threads", "4", "-i", "made.mp4", "-f", "framemd5", "-"]
    return digest((launch.folder / "made.mp4").read_bytes(), launch.run(*decode).stdout)


def with_mariadb(launch: Launch, work, options=()) -> None:
    """Calls `work` with the commands of a client and of sysbench while a server of its own runs."""
    folder = launch.folder
    data, socket = folder / "data", folder / "socket"
    user = ["--user=root"] if os.geteuid() == 0 else []
    launch.helper("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", *user)
    server = ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}", *user]
    server += ["--skip-networking", f"--pid-file={folder}/pid", "--innodb-buffer-pool-size=64M", *options]
    client = ["mariadb", "--no-defaults", f"--socket={socket}", "-uroot", "-N"]
    bench = ["sysbench", "oltp_read_write", f"--mysql-socket={socket}", "--mysql-user=root"]
    bench += ["--mysql-db=load", "--tables=2", "--table-size=2000"]

    def ready() -> bool:
        return socket.exists() and not launch.helper(*client, "-e", "SELECT 1", status=None).status

    def stop() -> None:
        launch.helper("mariadb-admin", "--no-defaults", f"--socket={socket}", "-uroot", "shutdown")

    with launch.server(*server, stop=stop, ready=ready) as running:
        launch.helper(*client, "-e", "CREATE DATABASE `load`")
        work(running, client, bench)


def mariadb(launch: Launch) -> bytes:
    shown = b""

    def work(_, client: list, bench: list) -> None:
        nonlocal shown
        bench = [*bench, "--rand-seed=5"]
        launch.helper(*bench, "prepare")
        shown += launch.helper(*client, "load", "-e", f"source {HERE / 'queries.sql'}").stdout
        run = launch.helper(*bench, "--threads=4", "--events=400", "--time=0", "run").stdout
        if b"total number of events:              400" not in run:
            raise Failed(run.decode())
        count = "SELECT COUNT(*) FROM sbtest1; SELECT COUNT(*) FROM sbtest2; CHECK TABLE sbtest1"
        shown += launch.helper(*client, "load", "-e", count).stdout

    with_mariadb(launch, work)
    return shown


def mariadb_pool(launch: Launch) -> bytes:
    """Its own pool of threads, more clients than threads, tables that change under them."""
    shown = b""

    def work(_, client: list, bench: list) -> None:
        nonlocal shown
        bench = [*bench, "--rand-seed=5"]
        launch.helper(*bench, "prepare")
        slap = ["mariadb-slap", "--no-defaults", client[2], "-uroot", "--concurrency=8"]
        slap += ["--iterations=2", "--number-of-queries=160", "--auto-generate-sql"]
        slap += ["--auto-generate-sql-load-type=mixed", "--engine=innodb"]
        changes = "".join(
            f"ALTER TABLE sbtest1 ADD INDEX i{n} (k); OPTIMIZE TABLE sbtest2; FLUSH TABLES; "
            f"ALTER TABLE sbtest1 DROP INDEX i{n}; ANALYZE TABLE sbtest1; "
            for n in range(3)
        )
        others = [
            launch.spawn([*client, "load", "-e", changes], False),
            launch.spawn(slap, False),
        ]
        retry = ["--mysql-ignore-errors=all", "--threads=12", "--events=400", "--time=0"]
        run = launch.helper(*bench, *retry, "run").stdout
        if b"total number of events:              400" not in run:
            raise Failed(run.decode())
        for other in others:
            launch.expect(["client"], other.wait(), 0)
        count = "SELECT COUNT(*) FROM sbtest2; CHECK TABLE sbtest1; CHECK TABLE sbtest2"
        shown += launch.helper(*client, "load", "-e", count).stdout

    with_mariadb(launch, work, ["--thread-handling=pool-of-threads", "--thread-pool-size=3"])
    return shown


def nginx(launch: Launch) -> bytes:
    folder, port = launch.folder, free_port()
    bodies = {"small.txt": b"hello\n" * 10, "large.bin": random.Random(3).randbytes(300_000)}
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    config = f"""daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
        {"user root;" if os.geteuid() == 0 else ""}
        events {{ worker_connections 256; }}
        http {{ access_log {folder}/access.log; gzip on; aio threads;
          client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
          uwsgi_temp_path {folder}; scgi_temp_path {folder};
          server {{ listen 127.0.0.1:{port}; root {folder}; }} }}"""
    (folder / "nginx.conf").write_text(config)
    got = []
    command = ["nginx", "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    with launch.server(*command, stop=signal.SIGQUIT, ready=answers(port)):
        for name in bodies:
            url = f"http://127.0.0.1:{port}/{name}"
            shown = launch.helper("ab", "-q", "-n", "10000", "-c", "8", url).stdout
            if b"Complete requests:      10000" not in shown or b"Failed requests:        0" not in shown:
                raise Failed(shown.decode())
            got.append(urllib.request.urlopen(url, timeout=10).read())
    if got != list(bodies.values()):
        raise Failed("a body differs from its file")
    return digest(*got)


def node(launch: Launch) -> bytes:
    return launch.run("node", HERE / "work.js").stdout


def java(launch: Launch) -> bytes:
    launch.helper("javac", "-d", launch.folder, HERE / "Work.java")
    return launch.run("java", "-Xmx256m", "-cp", launch.folder, "Work").stdout


def chromium(launch: Launch) -> bytes:
    (launch.folder / "page.html").write_bytes((HERE / "page.html").read_bytes())
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--virtual-time-budget=2000"]
    profile = f"--user-data-dir={launch.folder / 'profile'}"
    page = f"file://{launch.folder / 'page.html'}"
    return launch.run("chromium", "--headless", "--no-sandbox", *quiet, profile, "--dump-dom", page).stdout


def pixz(launch: Launch) -> bytes:
    source = text_file(launch, 8)
    launch.run("pixz", "-p", "4", "-1", "-t", source, "packed.xz")
    launch.run("pixz", "-p", "4", "-d", "packed.xz", "unpacked")
    return digest((launch.folder / "unpacked").read_bytes())


def lbzip2(launch: Launch) -> bytes:
    source = text_file(launch, 12)
    packed = launch.run("lbzip2", "-n", "4", "-k", "-c", source).stdout
    (launch.folder / "packed.bz2").write_bytes(packed)
    return digest(packed, launch.run("lbzip2", "-n", "4", "-d", "-c", "packed.bz2").stdout)


def plzip(launch: Launch) -> bytes:
    source = text_file(launch, 8)
    packed = launch.run("plzip", "-n", "4", "-1", "-B", "1MiB", "-k", "-c", source).stdout
    (launch.folder / "packed.lz").write_bytes(packed)
    return digest(packed, launch.run("plzip", "-n", "4", "-d", "-c", "packed.lz").stdout)


def zstd(launch: Launch) -> bytes:
    source = text_file(launch, 32)
    packed = launch.run("zstd", "-q", "-T4", "-B1M", "-6", "-c", source).stdout
    (launch.folder / "packed.zst").write_bytes(packed)
    return digest(packed, launch.run("zstd", "-q", "-d", "-c", "packed.zst").stdout)


def seven_zip(launch: Launch) -> bytes:
    text_file(launch, 8)
    launch.run("7z", "a", "-mmt=4", "-mx=3", "-bd", "packed.7z", "words.txt")
    launch.run("7z", "x", "-mmt=4", "-bd", "-oout", "packed.7z")
    return digest((launch.folder / "out" / "words.txt").read_bytes())


def stress_ng(launch: Launch) -> bytes:
    shown = b""
    # Of too few operations the first thread makes all before the second is created: a failure.
    for stressor, operations in [("pthread", 200), ("futex", 20000), ("mutex", 500_000), ("sem", 20000)]:
        command = ["stress-ng", f"--{stressor}", "2", f"--{stressor}-ops", operations, "--timeout", "20"]
        ended = launch.run(*command, "--temp-path", launch.folder, "--quiet")
        shown += f"{stressor} {ended.status}\n".encode()
    return shown


def ruby(launch: Launch) -> bytes:
    return launch.run("ruby", HERE / "work.rb").stdout


def perl(launch: Launch) -> bytes:
    return launch.run("perl", HERE / "work.pl").stdout


def gstreamer(launch: Launch) -> bytes:
    pipeline = "videotestsrc num-buffers=120 ! video/x-raw,width=160,height=120 ! queue ! tee name=t"
    pipeline += " t. ! queue ! videoconvert ! queue ! filesink location=first.raw"
    pipeline += " t. ! queue ! videoscale ! videoconvert ! queue ! filesink location=second.raw"
    pipeline += " audiotestsrc num-buffers=200 ! queue ! audioconvert ! filesink location=sound.raw"
    launch.run("gst-launch-1.0", "-q", *pipeline.split())
    return digest(*((launch.folder / name).read_bytes() for name in ["first.raw", "second.raw", "sound.raw"]))


def haproxy(launch: Launch) -> bytes:
    port, folder = free_port(), launch.folder
    (folder / "haproxy.cfg").write_text(f"""global
  nbthread 4
  maxconn 500
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend front
  bind 127.0.0.1:{port}
  http-request return status 200 content-type text/plain string "hello"
""")
    url = f"http://127.0.0.1:{port}/"
    command = ["haproxy", "-db", "-f", "haproxy.cfg"]
    with launch.server(*command, stop=signal.SIGUSR1, ready=answers(port)):
        shown = launch.helper("ab", "-q", "-n", "10000", "-c", "16", url).stdout
        if b"Complete requests:      10000" not in shown or b"Failed requests:        0" not in shown:
            raise Failed(shown.decode())
        return urllib.request.urlopen(url, timeout=10).read()


PROGRAMS = {
    function.__name__.replace("_", "-"): function
    for function in [
        memcached, pbzip2, pigz, xz, redis, python_threads, python_futures, python_processes,
        git, ffmpeg, mariadb, nginx, node, java, chromium,
        pixz, lbzip2, plzip, zstd, seven_zip, stress_ng, ruby, perl, gstreamer, haproxy,
        mariadb_pool, *threaded.ALL,
    ]
}
