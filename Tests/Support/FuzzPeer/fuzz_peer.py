"""A client of TLS that makes mistakes on purpose: tlslite-ng, another implementation, fuzzes a server.

    fuzz_peer.py PORT [--seed N] [--connections N] [--seconds N] [--only INDEX]

Each connection is a real handshake in which one thing that the client sends is other than it should be,
changed before it is encrypted where it is protected; or it is no handshake at all. What it does follows
from seed and index, so that one connection can be repeated alone. After every 25 of them an unchanged
connection must succeed. A server that keeps silent although it has all that it waits for, or that is gone,
is a failure; an alert, a closed connection or a completed handshake is an answer. The last line of the output
is one JSON object. Only 127.0.0.1 is ever called.
"""

import argparse
import json
import random
import socket
import struct
import sys
import time

from tlslite.api import HandshakeSettings, TLSConnection
from tlslite.constants import ContentType
from tlslite.errors import TLSError
from tlslite.messages import Message

# How long the client waits for an answer, and how long a server may take to close when it is told that
# nothing will come.
ANSWER_SECONDS = 1
CLOSING_SECONDS = 60
VERSIONS = [(3, 1), (3, 2), (3, 3), (3, 4)]
EXCHANGES = [["rsa"], ["dhe_rsa"], ["ecdhe_rsa"], ["rsa", "dhe_rsa", "ecdhe_rsa"]]


# What is done to the bytes of a message, before they go into records.
def flip(data, dice):
    place = dice.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << dice.randrange(8))]) + data[place + 1 :]


def overwrite(data, dice):
    place = dice.randrange(len(data))
    return data[:place] + bytes([dice.choice([0, 1, 0x7F, 0x80, 0xFE, 0xFF])]) + data[place + 1 :]


def insert(data, dice):
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.randbytes(dice.randrange(1, 40)) + data[place:]


def delete(data, dice):
    place = dice.randrange(len(data))
    return data[:place] + data[place + dice.randrange(1, 20) :]


def truncate(data, dice):
    return data[: dice.randrange(len(data))]


def duplicate(data, dice):
    return data + data


def lengthen(data, dice):
    # The header of a handshake message announces up to 16 MiB.
    return data[:1] + dice.choice([b"\xff\xff\xff", b"\x00\xff\xff", b"\x01\x00\x00"]) + data[4:]


def shorten(data, dice):
    return data[:1] + b"\x00\x00" + bytes([dice.randrange(256)]) + data[4:]


def retype(data, dice):
    return bytes([dice.randrange(256)]) + data[1:]


def extend(data, dice):
    # A body that is longer, and says so.
    body = data[4:] + dice.randbytes(dice.randrange(1, 3000))
    return data[:1] + len(body).to_bytes(3, "big") + body


BYTES = [flip, overwrite, insert, delete, truncate, duplicate, lengthen, shorten, retype, extend]


class Fuzzer:
    """Stands between a connection's messages and its record layer."""

    def __init__(self, connection, dice, name):
        self.layer = connection._recordLayer
        self.send_whole = self.layer.sendRecord
        self.dice = dice
        self.name = name
        self.left = dice.randrange(0, 7)
        self.layer.sendRecord = self.send

    def send(self, message):
        self.left -= 1
        if self.left != -1:
            return self.send_whole(message)
        return getattr(self, "on_" + self.name, self.on_bytes)(message)

    def put(self, kind, data):
        yield from self.send_whole(Message(kind, bytearray(data)))

    def on_bytes(self, message):
        data = bytes(message.write())
        change = next(item for item in BYTES if item.__name__ == self.name)
        yield from self.put(message.contentType, change(data, self.dice) if data else data)

    def on_drop(self, message):
        return
        yield

    def on_repeat(self, message):
        for _ in range(self.dice.randrange(2, 6)):
            yield from self.put(message.contentType, message.write())

    def on_fragment(self, message):
        for byte in bytes(message.write())[:400]:
            yield from self.put(message.contentType, bytes([byte]))

    def on_content_type(self, message):
        yield from self.put(self.dice.choice([20, 21, 22, 23, 24, 0, 255]), message.write())

    def on_empty_data(self, message):
        for _ in range(200):
            yield from self.put(ContentType.application_data, b"")
        yield from self.put(message.contentType, message.write())

    def on_warnings(self, message):
        for _ in range(200):
            yield from self.put(ContentType.alert, b"\x01\x5a")
        yield from self.put(message.contentType, message.write())

    def on_change_cipher_specs(self, message):
        for _ in range(200):
            yield from self.put(ContentType.change_cipher_spec, b"\x01")
        yield from self.put(message.contentType, message.write())

    def on_key_updates(self, message):
        for _ in range(100):
            yield from self.put(ContentType.handshake, b"\x18\x00\x00\x01\x01")
        yield from self.put(message.contentType, message.write())

    def on_hellos(self, message):
        for _ in range(30):
            yield from self.put(ContentType.handshake, b"\x01\x00\x00\x02\x03\x03")
        yield from self.put(message.contentType, message.write())


INSIDE = [item.__name__ for item in BYTES] * 3 + [
    name[3:] for name in dir(Fuzzer) if name.startswith("on_") and name != "on_bytes"
]
HELLO = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
OUTSIDE = {
    "http": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "ssh": b"SSH-2.0-fuzz\r\n",
    "noise": None,
    "nothing": b"",
    "part": HELLO + bytes(80),
    "big_record": b"\x16\x03\x01\xff\xff" + bytes(70000),
    "empty_record": b"\x16\x03\x01\x00\x00",
    "old_hello": b"\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10" + bytes(40),
    "sixteen_mebibytes": b"\x16\x03\x01\x40\x00\x01\xff\xff\xff" + bytes(16380) * 8,
}


def call(port):
    stream = socket.create_connection(("127.0.0.1", port), CLOSING_SECONDS)
    stream.settimeout(ANSWER_SECONDS)
    return stream


def settings(dice, version=None):
    chosen = HandshakeSettings()
    version = version or dice.choice(VERSIONS)
    chosen.minVersion = chosen.maxVersion = version
    chosen.keyExchangeNames = dice.choice(EXCHANGES)
    return chosen


def hear_out(stream):
    """Reads to the end of the stream. A server that waits for more learns that nothing will come."""
    try:
        stream.shutdown(socket.SHUT_WR)
    except OSError:
        return "closed"
    deadline = time.monotonic() + CLOSING_SECONDS
    while time.monotonic() < deadline:
        try:
            if not stream.recv(1 << 16):
                return "closed"
        except ConnectionError:
            return "closed"
        except socket.timeout:
            continue
    return "silent"


def outside(port, dice, name):
    """No handshake at all."""
    stream = call(port)
    try:
        stream.sendall(OUTSIDE[name] if OUTSIDE[name] is not None else dice.randbytes(3000))
        if dice.random() < 0.2:
            # A reset, with nobody left to hear an answer.
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return "reset"
        return hear_out(stream)
    except ConnectionError:
        return "closed"
    finally:
        stream.close()


def inside(port, dice, name):
    """A handshake in which one message is not as it should be, and a request behind it."""
    stream = call(port)
    connection = TLSConnection(stream)
    Fuzzer(connection, dice, name)
    try:
        connection.handshakeClientCert(settings=settings(dice), serverName="localhost")
        connection.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.read(1, 1)
        return "completed"
    except socket.timeout:
        # It may wait for what was left out: that nothing comes is the last thing it is told.
        return hear_out(stream)
    except (TLSError, OSError, AssertionError, ValueError, SyntaxError, IndexError, TypeError):
        return hear_out(stream)
    finally:
        stream.close()


def control(port, dice):
    """An unchanged connection, with an answer to a request."""
    for version in VERSIONS[2:]:
        stream = call(port)
        stream.settimeout(CLOSING_SECONDS)
        connection = TLSConnection(stream)
        # Without a group TLS 1.3 is no offer.
        chosen = settings(dice, version)
        chosen.keyExchangeNames = EXCHANGES[-1]
        connection.handshakeClientCert(settings=chosen, serverName="localhost")
        connection.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = connection.read(min=12, max=1 << 16)
        stream.close()
        if not bytes(answer).startswith(b"HTTP/1."):
            raise ValueError(f"the answer begins {bytes(answer)[:40]!r}")


def visit(port, seed, index):
    dice = random.Random(f"{seed}/{index}")
    if dice.random() < 0.15:
        name = dice.choice(sorted(OUTSIDE))
        return name, outside(port, dice, name)
    name = dice.choice(INSIDE)
    return name, inside(port, dice, name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--connections", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--only", type=int)
    chosen = parser.parse_args()
    end = time.monotonic() + chosen.seconds
    counts, failures, made = {}, [], 0
    indices = range(chosen.connections) if chosen.only is None else [chosen.only]
    for index in indices:
        if time.monotonic() > end:
            break
        made += 1
        try:
            name, verdict = visit(chosen.port, chosen.seed, index)
            counts.setdefault(name, {}).setdefault(verdict, 0)
            counts[name][verdict] += 1
            if verdict == "silent":
                failures.append({"index": index, "change": name, "verdict": verdict})
            if index % 25 == 24:
                control(chosen.port, random.Random(index))
        except Exception as error:
            failures.append({"index": index, "error": repr(error)})
            if len(failures) > 20:
                break
    print(json.dumps({"connections": made, "counts": counts, "failures": failures}))
    sys.exit(1 if failures or not made else 0)


main()
