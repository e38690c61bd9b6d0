#!/usr/bin/env python3
"""`make load`: is a normal visitor of `tlslab listen` served within a second, whatever else goes on?

Beside that visitor: 1,000 that say nothing, 1,000 that say a byte now and then, 1,000 that stop after the
handshake, floods of warnings, empty records, key updates and renegotiations, handshake messages that
announce 16 MiB, and 1,000 that want their page at once. The clients are Python's `ssl` and `openssl
s_client`. Ends with 1 where the visitor waited longer than a second. The program's memory is printed with each
line and at the end; no bound is held against it yet.

    load.py TLSLAB [VISITORS]
"""
import os, re, resource, socket, ssl, subprocess, sys, threading, time

PROGRAM, COUNT = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
LIMIT = 1.0


def context(version=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    if version:
        made.minimum_version = made.maximum_version = version
    return made


ANY, TLS12 = context(), context(ssl.TLSVersion.TLSv1_2)


class Server:
    def __init__(self, *settings):
        self.process = subprocess.Popen(
            [PROGRAM, "listen", "0", "--quiet", "idle=20", *settings],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode()
        self.port = int(re.search(r":(\d+)", line).group(1))
        # What it tells of its visits must not fill the pipe.
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()

    def memory(self):
        text = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024

    def call(self):
        made = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def stop(self):
        self.process.terminate()
        self.process.wait()


def visit(server, how=ANY):
    """One normal visit. Returns how long it took."""
    start = time.monotonic()
    with how.wrap_socket(server.call()) as stream:
        stream.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        page = b""
        while True:
            try:
                some = stream.recv(65536)
            except ssl.SSLError:
                break
            if not some:
                break
            page += some
    assert page.startswith(b"HTTP/1.1 200"), page[:80]
    return time.monotonic() - start


def client_hello():
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    peer = ANY.wrap_bio(incoming, outgoing)
    try:
        peer.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


# What goes on beside: each gets the server, whether it is over, and begins.


def silent(server, over):
    streams = [server.call() for _ in range(COUNT)]
    over.wait()
    for stream in streams:
        stream.close()


def slow(server, over):
    hello = client_hello()
    streams = [server.call() for _ in range(COUNT)]
    for place in range(len(hello)):
        for stream in streams:
            try:
                stream.send(hello[place:place + 1])
            except OSError:
                pass
        if over.wait(1):
            break
    for stream in streams:
        stream.close()


def half(server, over):
    streams = []
    for _ in range(COUNT):
        if over.is_set():
            break
        streams.append(ANY.wrap_socket(server.call()))
    over.wait()
    for stream in streams:
        stream.close()


def flood(bytes_, after=b""):
    def run(server, over):
        def one():
            while not over.is_set():
                try:
                    with server.call() as stream:
                        stream.sendall(after)
                        while not over.is_set():
                            stream.sendall(bytes_)
                except OSError:
                    time.sleep(0.01)
        threads = [threading.Thread(target=one, daemon=True) for _ in range(8)]
        for thread in threads:
            thread.start()
        over.wait()
    return run


def commands(letter, *options):
    """openssl s_client, which is told the same again and again."""
    def run(server, over):
        def one():
            while not over.is_set():
                with subprocess.Popen(
                        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", *options],
                        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL) as client:
                    try:
                        while not over.is_set() and client.poll() is None:
                            client.stdin.write(letter)
                            client.stdin.flush()
                            time.sleep(0.0005)
                    except OSError:
                        pass
                    client.kill()
        threads = [threading.Thread(target=one, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        over.wait()
        for thread in threads:
            thread.join()
    return run


def crowd(server, over):
    left = threading.Semaphore(COUNT)

    def one():
        while left.acquire(blocking=False) and not over.is_set():
            try:
                visit(server)
            except (OSError, AssertionError):
                pass
    threads = [threading.Thread(target=one, daemon=True) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()


WARNING = bytes.fromhex("15030100020164") * 100
EMPTY = bytes.fromhex("1703030000") * 100
HUGE = bytes.fromhex("1603014000") + b"\x01\xff\xff\xff" + bytes(0x3FFC)
BESIDE = [
    ("nobody", None), (f"{COUNT} silent", silent), (f"{COUNT} slow", slow),
    (f"{COUNT} half-open", half), ("warning alerts", flood(WARNING)),
    ("empty records", flood(EMPTY)), ("16 MiB messages", flood(bytes.fromhex("1603014000") + bytes(0x4000), HUGE)),
    ("key updates", commands(b"K\n", "-tls1_3")), ("renegotiation", commands(b"R\n", "-tls1_2")),
    (f"{COUNT} at once", crowd),
]


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = Server()
    visit(server)
    print(f"{'beside':<18}{'visits':>7}{'median':>9}{'longest':>9}{'memory':>10}", flush=True)
    worst = 0.0
    for name, beside in BESIDE:
        over = threading.Event()
        thread = beside and threading.Thread(target=beside, args=(server, over), daemon=True)
        if thread:
            thread.start()
            time.sleep(1.5)
        times, end = [], time.monotonic() + 8
        while time.monotonic() < end and not (over.is_set() and times):
            times.append(visit(server, TLS12 if len(times) % 2 else ANY))
            time.sleep(0.1)
        memory = server.memory()
        over.set()
        if thread:
            thread.join()
        times.sort()
        worst = max(worst, times[-1])
        print(f"{name:<18}{len(times):>7}{times[len(times) // 2]:>8.3f}s{times[-1]:>8.3f}s"
              f"{memory:>7.0f}MiB", flush=True)
    time.sleep(25)
    memory = server.memory()
    server.stop()
    print(f"longest wait of a normal visitor: {worst:.3f} s; memory at the end: {memory:.0f} MiB")
    sys.exit(0 if worst < LIMIT else 1)


main()
