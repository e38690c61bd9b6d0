"""One end of a TLS 1.3 connection, spoken by the OpenSSL inside PyPI's cryptography.

Its default groups have X25519MLKEM768 first. Standard input brings one JSON object a line,
standard output answers each with one. The first says who this is:

    {"role": "client", "name": "sip.uc.test", "groups": "X25519MLKEM768:X25519"}
    {"role": "server", "key": "<PEM>", "chain": ["<PEM>", ...], "groups": ""}

and each of the others what came from the network and what to do then:

    {"do": "handshake" | "read" | "write", "bytes": "<hex>", "data": "<hex>"}

Bytes are hexadecimal digits. Certificates are not verified: what matters here is the group.
"""

import json
import sys

from OpenSSL import SSL, crypto

BUFFER = 1 << 16


class Peer:
    def __init__(self, setup):
        self.key_log = []
        self.complete = False
        self.failure = None
        context = SSL.Context(SSL.TLS_METHOD)
        context.set_min_proto_version(SSL.TLS1_3_VERSION)
        context.set_verify(SSL.VERIFY_NONE, lambda *_: True)
        context.set_keylog_callback(lambda _, line: self.key_log.append(line.decode()))
        if setup.get("groups"):
            self.set_groups(context, setup["groups"])
        if setup["role"] == "server":
            self.set_identity(context, setup["key"], setup["chain"])
        self.connection = SSL.Connection(context, None)
        if setup["role"] == "server":
            self.connection.set_accept_state()
        else:
            self.connection.set_connect_state()
            self.connection.set_tlsext_host_name(setup["name"].encode())

    @staticmethod
    def set_groups(context, names):
        # pyOpenSSL binds the function but gives it no method.
        if SSL._lib.SSL_CTX_set1_curves_list(context._context, names.encode()) != 1:
            raise ValueError(f"groups {names}")

    @staticmethod
    def set_identity(context, key, chain):
        first, *others = [
            crypto.load_certificate(crypto.FILETYPE_PEM, pem.encode()) for pem in chain
        ]
        context.use_certificate(first)
        for certificate in others:
            context.add_extra_chain_cert(certificate)
        context.use_privatekey(crypto.load_privatekey(crypto.FILETYPE_PEM, key.encode()))
        context.check_privatekey()

    def act(self, command):
        received = bytes.fromhex(command.get("bytes", ""))
        if received:
            self.connection.bio_write(received)
        data = b""
        try:
            if command["do"] == "handshake":
                self.connection.do_handshake()
                self.complete = True
            elif command["do"] == "write":
                self.connection.sendall(bytes.fromhex(command["data"]))
            elif command["do"] == "read":
                while True:
                    data += self.connection.recv(BUFFER)
        except (SSL.WantReadError, SSL.ZeroReturnError):
            pass
        except SSL.Error as error:
            self.failure = str(error)
        return self.state(data)

    def state(self, data=b""):
        return {
            "output": self.output().hex(),
            "data": data.hex(),
            "complete": self.complete,
            "failure": self.failure,
            "group": self.connection.get_group_name() if self.complete else None,
            "suite": self.connection.get_cipher_name(),
            "version": self.connection.get_protocol_version(),
            "keyLog": self.key_log,
            "library": SSL.OpenSSL_version(SSL.OPENSSL_VERSION).decode(),
        }

    def output(self):
        output = b""
        while True:
            try:
                output += self.connection.bio_read(BUFFER)
            except SSL.WantReadError:
                return output


def main():
    peer = Peer(json.loads(sys.stdin.readline()))
    answer = peer.state()
    while True:
        print(json.dumps(answer), flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        answer = peer.act(json.loads(line))


main()
