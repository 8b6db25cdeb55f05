"""More scenarios (see programs.py): programs with many threads, and what makes these meet."""

import collections
import http.server
import multiprocessing
import os
import pathlib
import random
import signal
import socket
import struct
import threading
import time
import urllib.request

from launch import Failed, Launch, answers, free_port
from material import HERE, PYTHON, digest


def fill_cache(number: int, port: int, keys: int, done) -> None:
    """Stores keys without waiting for each answer, then asks for some of them."""
    with socket.create_connection(("127.0.0.1", port)) as link:
        for first in range(0, keys, 500):
            names = range(first, min(first + 500, keys))
            link.sendall(b"".join(b"set k%d-%d 0 0 8 noreply\r\n%08d\r\n" % (number, n, n) for n in names))
        link.sendall(b"".join(b"get k%d-%d\r\n" % (number, n) for n in range(0, keys, 997)))
        wanted = len(range(0, keys, 997))
        got = b""
        while got.count(b"END\r\n") < wanted:
            got += link.recv(1 << 16)
    done.put((number, got.count(b"VALUE ")))


def memcached_growth(launch: Launch) -> bytes:
    """The table of hashes grows, slabs move: what stops all worker threads."""
    port, keys = free_port(), 60_000
    command = ["memcached", "-l", "127.0.0.1", "-p", port, "-U", "0", "-t", "4", "-m", "256"]
    command += ["-o", "hashpower=13,slab_reassign,slab_automove=1,lru_crawler"]
    command += ["-u", "root"] if os.geteuid() == 0 else []
    context = multiprocessing.get_context("fork")
    done = context.SimpleQueue()

    def ask(*lines: str) -> list[str]:
        answers = []
        with socket.create_connection(("127.0.0.1", port)) as link:
            stream = link.makefile("rw", newline="\r\n")
            for line in lines:
                stream.write(line + "\n")  # which becomes \r\n
                stream.flush()
                answer = stream.readline()
                while answer.startswith("STAT "):
                    answers.append(answer.strip())
                    answer = stream.readline()
                answers.append(answer.strip())
        return answers

    with launch.server(*command, stop=signal.SIGTERM, ready=answers(port)):
        clients = [context.Process(target=fill_cache, args=(n, port, keys, done)) for n in range(4)]
        for client in clients:
            client.start()
        while any(client.is_alive() for client in clients):
            ask("slabs reassign 1 2", "slabs automove 1", "lru_crawler crawl all", "cache_memlimit 200")
            ask("slabs automove 0", "lru_crawler disable", "lru_crawler enable", "cache_memlimit 256")
            time.sleep(0.02)
        got = sorted(done.get() for _ in clients)
        while "STAT hash_is_expanding 0" not in ask("stats"):
            time.sleep(0.05)
        power = [line for line in ask("stats") if "hash_power_level" in line]
        return repr((got, power, ask("flush_all", "lru_crawler metadump all"))).encode()


def postgres(launch: Launch) -> bytes:
    launch.become("postgres")
    tools = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    bin = tools[0] if tools else pathlib.Path()
    data, port = launch.folder / "data", free_port()
    launch.helper(bin / "initdb", "-D", data, "-A", "trust", "-U", "own", "--no-sync")
    server = [bin / "postgres", "-D", data, "-k", launch.folder, "-h", "127.0.0.1", "-p", port]
    server += ["-c", "fsync=off", "-c", "max_parallel_workers_per_gather=2"]
    server += ["-c", "min_parallel_table_scan_size=0", "-c", "parallel_setup_cost=0"]
    where = ["-h", "127.0.0.1", "-p", port, "-U", "own"]

    def ready() -> bool:
        return not launch.helper(bin / "pg_isready", *where, status=None).status

    query = "SELECT count(*), sum(delta) = (SELECT sum(abalance) FROM pgbench_accounts) FROM pgbench_history"
    with launch.server(*server, stop=signal.SIGINT, ready=ready):
        launch.helper(bin / "pgbench", *where, "-i", "-q", "postgres")
        launch.helper(bin / "pgbench", *where, "-c", "8", "-j", "2", "-t", "150", "postgres")
        psql = [bin / "psql", *where, "-At", "-c"]
        launch.helper(*psql, "VACUUM (PARALLEL 2) pgbench_accounts", "postgres")
        return launch.helper(*psql, query, "postgres").stdout


def java_locks(launch: Launch) -> bytes:
    launch.helper("javac", "-d", launch.folder, HERE / "Locks.java")
    shown = b""
    for collector in ["-XX:+UseG1GC", "-XX:+UseParallelGC"]:
        shown += launch.run("java", collector, "-Xmx128m", "-cp", launch.folder, "Locks").stdout
    return shown


def python_conditions(launch: Launch) -> bytes:
    return launch.run(PYTHON, HERE / "conditions.py").stdout


def firefox(launch: Launch) -> bytes:
    page, profile = launch.folder / "page.html", launch.folder / "profile"
    page.write_bytes((HERE / "page.html").read_bytes())
    profile.mkdir()
    command = ["firefox-esr", "--headless", "--profile", profile, "--window-size", "320,240"]
    launch.run(*command, "--screenshot", launch.folder / "shot.png", f"file://{page}")
    return (launch.folder / "shot.png").read_bytes()[:24]  # its size


def blender(launch: Launch) -> bytes:
    command = ["blender", "-b", "--factory-startup", "-noaudio", "-t", "4", "--python-exit-code", "1"]
    launch.run(*command, "-P", HERE / "render.py", "--", launch.folder / "made.bmp")
    return digest((launch.folder / "made.bmp").read_bytes())


def povray(launch: Launch) -> bytes:
    scene = "camera { location <0,2,-6> look_at 0 } light_source { <9,9,-9> rgb 1 }\n"
    scene += "plane { y, -1 pigment { checker rgb 0, rgb 1 } finish { reflection 0.3 } }\n"
    for n in range(60):
        scene += f"sphere {{ <{n % 8 - 4}, {n // 8 - 1}, {n % 5}>, 0.4 pigment {{ rgb <0.{n % 9}, 0.5, 0.2> }} }}\n"
    (launch.folder / "made.pov").write_text(scene)
    command = ["povray", "+Imade.pov", "+Omade.ppm", "+FP", "+W400", "+H300", "+WT4", "-D"]
    launch.run(*command)
    return digest((launch.folder / "made.ppm").read_bytes()[-3 * 400 * 300 :])  # without the date


class Origin(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"page {self.path}\n".encode() * 50
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


def varnish(launch: Launch) -> bytes:
    port, folder = free_port(), launch.folder
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Origin) as origin:
        threading.Thread(target=origin.serve_forever, daemon=True).start()
        command = ["varnishd", "-F", "-j", "none", "-n", folder / "varnish", "-a", f"127.0.0.1:{port}"]
        command += ["-b", f"127.0.0.1:{origin.server_port}", "-s", "malloc,32m", "-p", "thread_pools=2"]
        with launch.server(*command, stop=signal.SIGTERM, ready=answers(port)):
            for page in range(3):
                url = f"http://127.0.0.1:{port}/{page}"
                shown = launch.helper("ab", "-q", "-n", "3000", "-c", "12", url).stdout
                if b"Failed requests:        0" not in shown or b"Non-2xx" in shown:
                    raise Failed(shown.decode())
            body = urllib.request.urlopen(url, timeout=10).read()
        origin.shutdown()
    return body


def erlang(launch: Launch) -> bytes:
    code = (HERE / "work.erl").read_text()
    (launch.folder / "work.erl").write_text(code)
    launch.helper("erlc", "work.erl")
    return launch.run("erl", "+S", "4:4", "+A", "8", "-noshell", "-s", "work", "main").stdout


def mono(launch: Launch) -> bytes:
    launch.helper("mcs", "-out:work.exe", HERE / "Work.cs")
    return launch.run("mono", "work.exe").stdout


def melt(launch: Launch) -> bytes:
    command = ["melt", "-silent", "-profile", "square_pal", "color:red", "out=40", "color:blue", "out=40"]
    command += ["-mix", "20", "-mixer", "luma", "-consumer", "avformat:made.nut", "real_time=-3"]
    command += ["width=160", "height=160", "vcodec=rawvideo", "an=1", "terminate_on_pause=1"]
    launch.run(*command)
    return str((launch.folder / "made.nut").stat().st_size > 10_000).encode()


def queries(port: int, names: list[str]) -> bytes:
    """Asks by UDP for the address of each name, from four sockets at once."""
    found: collections.Counter = collections.Counter()

    def ask(part: list[str]) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
            link.settimeout(5)
            link.connect(("127.0.0.1", port))
            for number, name in enumerate(part):
                labels = b"".join(bytes([len(one)]) + one.encode() for one in name.split("."))
                link.send(struct.pack(">6H", number & 0xFFFF, 0x100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1")
                answer = link.recv(4096)
                found[answer[3] & 15, answer[-4:]] += 1  # status, the address

    threads = [threading.Thread(target=ask, args=(names[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return repr(sorted(found.items())).encode()


def unbound(launch: Launch) -> bytes:
    port, folder = free_port(), launch.folder
    hosts = "".join(f'local-data: "h{n}.test. A 10.0.0.{n}"\n' for n in range(100))
    (folder / "unbound.conf").write_text(
        f'server:\nusername: ""\nchroot: ""\ndirectory: "{folder}"\npidfile: ""\nuse-syslog: no\n'
        f"interface: 127.0.0.1@{port}\nnum-threads: 4\ndo-daemonize: no\nuse-caps-for-id: no\n"
        f'do-tcp: yes\nlocal-zone: "test." static\n{hosts}'
    )
    with launch.server("unbound", "-c", "unbound.conf", stop=signal.SIGTERM, ready=answers(port)):
        return queries(port, [f"h{n % 110}.test" for n in range(8000)])


def named(launch: Launch) -> bytes:
    port, folder = free_port(), launch.folder
    (folder / "zone").write_text(
        "$TTL 60\n@ SOA a. b. 1 60 60 60 60\n@ NS a.\n" + "".join(f"h{n} A 10.0.0.{n}\n" for n in range(100))
    )
    (folder / "named.conf").write_text(
        f'options {{ directory "{folder}"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; '
        f'pid-file "{folder}/pid"; session-keyfile "{folder}/key"; recursion no; dnssec-validation no; }};\n'
        f'controls {{ }}; zone "test" {{ type primary; file "{folder}/zone"; }};\n'
    )
    command = ["named", "-g", "-n", "4", "-c", folder / "named.conf"]

    def ready() -> bool:  # it answers before it has read the zone
        return answers(port)() and queries(port, ["h7.test"]).startswith(b"[((0,")

    with launch.server(*command, stop=signal.SIGTERM, ready=ready):
        return queries(port, [f"h{n % 100}.test" for n in range(8000)])


def lld(launch: Launch) -> bytes:
    source = random.Random(13)
    for n in range(40):
        calls = "".join(f"int f{k}_{n}(int x) {{ return x * {source.randrange(9999)} + {n}; }}\n" for k in range(300))
        text = "".join(f'const char* s{k}_{n} = "text {source.randrange(1 << 40)}";\n' for k in range(100))
        (launch.folder / f"part{n}.c").write_text(calls + text)
    parts = [f"part{n}" for n in range(40)]
    here = f"-fdebug-prefix-map={launch.folder}=."
    launch.helper("gcc", "-g", here, "-ffunction-sections", "-c", *(f"{part}.c" for part in parts))
    command = ["ld.lld", "--threads=4", "-shared", "--build-id=sha1", "--compress-debug-sections=zlib"]
    launch.run(*command, "--icf=all", "-O2", "-o", "made.so", *(f"{part}.o" for part in parts))
    return digest((launch.folder / "made.so").read_bytes())


ALL = [
    memcached_growth, postgres, java_locks, python_conditions, firefox, blender, povray, varnish, erlang,
    mono, melt, unbound, named, lld,
]
