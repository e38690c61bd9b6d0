"""One end of a TLS 1.3 connection over TCP, spoken by the OpenSSL inside PyPI's cryptography.

    hybrid_socket.py server 0 CERTIFICATE KEY GROUPS      prints "ACCEPT 127.0.0.1:PORT", takes one client
    hybrid_socket.py client PORT NAME CA GROUPS           connects to 127.0.0.1 and verifies the server

After the handshake one line says what was agreed on: "TLSv1.3 SUITE GROUP". Then lines of standard
input are sent and what is read is printed, until either side ends.
"""

import select
import socket
import sys

from OpenSSL import SSL

SECONDS = 120


def context_with(groups):
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_min_proto_version(SSL.TLS1_3_VERSION)
    # pyOpenSSL binds the function but gives it no method.
    if SSL._lib.SSL_CTX_set1_curves_list(context._context, groups.encode()) != 1:
        raise ValueError(f"groups {groups}")
    return context


def serve(certificate, key, groups):
    context = context_with(groups)
    context.use_certificate_chain_file(certificate)
    context.use_privatekey_file(key)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(SECONDS)
    print(f"ACCEPT 127.0.0.1:{listener.getsockname()[1]}", flush=True)
    stream, _ = listener.accept()
    connection = SSL.Connection(context, blocking(stream))
    connection.set_accept_state()
    return connection


def connect(port, name, authority, groups):
    context = context_with(groups)
    context.load_verify_locations(authority)
    context.set_verify(SSL.VERIFY_PEER)
    stream = socket.create_connection(("127.0.0.1", int(port)), SECONDS)
    connection = SSL.Connection(context, blocking(stream))
    connection.set_tlsext_host_name(name.encode())
    connection.set_connect_state()
    return connection


def blocking(stream):
    # With a timeout of Python's own the socket would not block, and OpenSSL would see that.
    stream.settimeout(None)
    return stream


def talk(connection):
    connection.do_handshake()
    group = connection.get_group_name()
    print(connection.get_protocol_version_name(), connection.get_cipher_name(), group, flush=True)
    # A ticket is no data: who waited for data behind it would hear nothing else.
    connection.setblocking(False)
    while True:
        readable = [connection] if connection.pending() else None
        readable = readable or select.select([connection, sys.stdin], [], [])[0]
        if sys.stdin in readable:
            line = sys.stdin.readline()
            if not line:
                connection.shutdown()
                return
            connection.sendall(line.encode())
        if connection in readable:
            try:
                data = connection.recv(1 << 16)
            except SSL.WantReadError:
                continue
            except (SSL.ZeroReturnError, SSL.SysCallError):
                return
            sys.stdout.write(data.decode())
            sys.stdout.flush()


def main():
    role, port, *others = sys.argv[1:]
    talk(serve(*others) if role == "server" else connect(port, *others))


main()
