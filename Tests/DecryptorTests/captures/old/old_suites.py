"""Makes captures of suites and options that no library at hand speaks any more, and their key logs.

Nothing of this project and no TLS software is in it: hashlib and hmac derive, python3-cryptography has the
ciphers. Usage: old_suites.py FOLDER
"""
import hashlib
import hmac
import struct
import sys
import zlib

from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

# number, MAC, cipher, bytes in the key block, bytes of the key, block, export
SUITES = {
    "rc4-40": (0x0003, "md5", "rc4", 5, 16, 0, True),
    "rc2-40": (0x0006, "md5", "rc2", 5, 16, 8, True),
    "idea": (0x0007, "sha1", "idea", 16, 16, 8, False),
    "des40": (0x0008, "sha1", "des", 5, 8, 8, True),
    "des": (0x0009, "sha1", "des", 8, 8, 8, False),
    "des-1024": (0x0062, "sha1", "des", 8, 8, 8, True),
    "rc4-56": (0x0064, "sha1", "rc4", 7, 16, 0, True),
    "seed": (0x0096, "sha1", "seed", 16, 16, 16, False),
    "aes": (0x002F, "sha1", "aes", 16, 16, 16, False),
}
NAMES = {0x300: "ssl3", 0x301: "tls10", 0x302: "tls11", 0x303: "tls12"}


def p_hash(name, secret, seed, count):
    out, a = b"", seed
    while len(out) < count:
        a = hmac.new(secret, a, name).digest()
        out += hmac.new(secret, a + seed, name).digest()
    return out[:count]


def prf(version, secret, label, seed, count):
    if version >= 0x303:
        return p_hash("sha256", secret, label + seed, count)
    half = (len(secret) + 1) // 2
    one = p_hash("md5", secret[:half], label + seed, count)
    other = p_hash("sha1", secret[len(secret) - half:], label + seed, count)
    return bytes(x ^ y for x, y in zip(one, other))


def md5(data):
    return hashlib.md5(data).digest()


def sha(data):
    return hashlib.sha1(data).digest()


def ssl3(secret, seed, count):
    out, i = b"", 1
    while len(out) < count:
        out += md5(secret + sha(bytes([64 + i]) * i + secret + seed))
        i += 1
    return out[:count]


def cipher(kind, key, iv):
    if kind == "rc4":
        return Cipher(old.ARC4(key), None).encryptor()
    made = {
        "des": lambda: old.TripleDES(key * 3), "idea": lambda: old.IDEA(key),
        "seed": lambda: old.SEED(key), "rc2": lambda: old.RC2(key),
        "aes": lambda: algorithms.AES(key),
    }[kind]()
    return Cipher(made, modes.CBC(iv)).encryptor()


class Half:
    def __init__(self, version, suite, mac_key, key, iv, compress, truncate):
        self.version, self.suite, self.mac_key, self.key, self.iv = version, suite, mac_key, key, iv
        self.sequence, self.truncate = 0, truncate
        self.stream = cipher("rc4", key, None) if suite[2] == "rc4" else None
        self.deflate = zlib.compressobj() if compress else None

    def mac(self, kind, data):
        name, sequence = self.suite[1], struct.pack(">Q", self.sequence)
        self.sequence += 1
        if self.version == 0x300:
            h, pad = {"md5": (md5, 48), "sha1": (sha, 40)}[name]
            inner = sequence + bytes([kind]) + struct.pack(">H", len(data)) + data
            return h(self.mac_key + b"\x5c" * pad + h(self.mac_key + b"\x36" * pad + inner))
        covered = sequence + struct.pack(">BHH", kind, self.version, len(data)) + data
        tag = hmac.new(self.mac_key, covered, name).digest()
        return tag[:10] if self.truncate else tag

    def seal(self, kind, data):
        if self.deflate:
            data = self.deflate.compress(data) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
        text, block = data + self.mac(kind, data), self.suite[5]
        if self.stream:
            body = self.stream.update(text)
        else:
            pad = (-len(text) - 1) % block
            text += bytes([pad]) * (pad + 1)
            if self.version >= 0x302:
                iv = hashlib.sha256(b"iv%d" % self.sequence + self.key).digest()[:block]
                body = iv + cipher(self.suite[2], self.key, iv).update(text)
            else:
                body = cipher(self.suite[2], self.key, self.iv).update(text)
                self.iv = body[-block:]
        return record(self.version, kind, body)


def message(kind, body):
    return bytes([kind]) + struct.pack(">I", len(body))[1:] + body


def record(version, kind, body):
    return struct.pack(">BHH", kind, version, len(body)) + body


def keys(version, suite, master, client, server):
    _, mac, _, material, length, block, export = suite
    iv = block if version <= 0x301 else 0
    lengths = [hashlib.new(mac).digest_size, material, iv]
    count = 2 * sum(lengths)
    if version == 0x300:
        rest = ssl3(master, server + client, count)
    else:
        rest = prf(version, master, b"key expansion", server + client, count)
    parts = []
    for part in lengths:
        for _ in "cs":
            parts.append(rest[:part])
            rest = rest[part:]
    if export and version == 0x300:
        parts[2] = md5(parts[2] + client + server)[:length]
        parts[3] = md5(parts[3] + server + client)[:length]
        parts[4], parts[5] = md5(client + server)[:block], md5(server + client)[:block]
    elif export:
        parts[2] = prf(version, parts[2], b"client write key", client + server, length)
        parts[3] = prf(version, parts[3], b"server write key", client + server, length)
        ivs = prf(version, b"", b"IV block", client + server, 2 * block)
        parts[4], parts[5] = ivs[:block], ivs[block:]
    return parts


def finished(version, master, log, is_client):
    if version == 0x300:
        who = b"CLNT" if is_client else b"SRVR"
        one = md5(master + b"\x5c" * 48 + md5(log + who + master + b"\x36" * 48))
        return message(20, one + sha(master + b"\x5c" * 40 + sha(log + who + master + b"\x36" * 40)))
    digest = hashlib.sha256(log).digest() if version >= 0x303 else md5(log) + sha(log)
    label = b"client finished" if is_client else b"server finished"
    return message(20, prf(version, master, label, digest, 12))


def session(name, version, suite, compress, truncate):
    def random(word):
        return hashlib.sha256((name + word).encode()).digest()

    client, server, master = random("c"), random("s"), random("m") + random("n")[:16]
    number = struct.pack(">H", suite[0])
    extensions = struct.pack(">HHH", 4, 4, 0) if truncate else b""
    hello = message(
        1, struct.pack(">H", version) + client + b"\0\0\x02" + number
        + (b"\x02\x01\0" if compress else b"\x01\0") + extensions)
    answer = message(
        2, struct.pack(">H", version) + server + b"\0" + number
        + (b"\x01" if compress else b"\0") + extensions)
    done = message(14, b"")
    exchange = message(16, (b"" if version == 0x300 else b"\0\x40") + random("k") * 2)
    parts = keys(version, suite, master, client, server)
    c = Half(version, suite, parts[0], parts[2], parts[4], compress, truncate)
    s = Half(version, suite, parts[1], parts[3], parts[5], compress, truncate)
    log = hello + answer + done + exchange
    last = finished(version, master, log, True)
    change = record(version, 20, b"\x01")
    flow = [
        (0, record(version, 22, hello)), (1, record(version, 22, answer + done)),
        (0, record(version, 22, exchange) + change + c.seal(22, last)),
        (1, change + s.seal(22, finished(version, master, log + last, False))),
        (0, c.seal(23, b"asked of " + name.encode())),
        (1, s.seal(23, b"said by " + name.encode() * 20)),
        (0, c.seal(23, b", and more")), (1, s.seal(23, b".")),
        (0, c.seal(21, b"\x01\0")), (1, s.seal(21, b"\x01\0")),
    ]
    return flow, "CLIENT_RANDOM %s %s\n" % (client.hex(), master.hex())


def packets(flow):
    """LINKTYPE_RAW, IPv4, TCP without checksums."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    sequence, time = [1000, 5000], 0
    ports = [40000, 443]
    hosts = [bytes([192, 0, 2, 1]), bytes([198, 51, 100, 2])]
    rest = [(0, 2, b""), (1, 18, b""), (0, 16, b"")]
    rest += [(side, 24, data) for side, data in flow] + [(0, 17, b""), (1, 17, b"")]
    for side, flags, data in rest:
        tcp = struct.pack(
            ">HHIIBBHHH", ports[side], ports[1 - side], sequence[side],
            sequence[1 - side] if flags & 16 else 0, 0x50, flags, 65535, 0, 0) + data
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0)
        packet = ip + hosts[side] + hosts[1 - side] + tcp
        out += struct.pack("<IIII", 1700000000, time, len(packet), len(packet)) + packet
        time += 1000
        sequence[side] += len(data) + (1 if flags & 3 else 0)
    return out


def main(folder):
    cases = [(s, v, False, False) for v in (0x300, 0x301) for s in SUITES]
    cases += [(s, v, False, False) for v in (0x302, 0x303) for s in ("des", "idea", "seed", "aes")]
    for v in (0x301, 0x302, 0x303):
        cases += [("aes", v, True, False), ("aes", v, False, True), ("aes", v, True, True)]
    for s, v, compress, truncate in cases:
        name = s + "-" + NAMES[v] + ("-deflate" if compress else "") + ("-truncated" if truncate else "")
        flow, log = session(name, v, SUITES[s], compress, truncate)
        with open("%s/%s.pcap" % (folder, name), "wb") as file:
            file.write(packets(flow))
        with open("%s/%s.keys" % (folder, name), "w") as file:
            file.write(log)


main(sys.argv[1])
