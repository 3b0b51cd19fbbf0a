"""The TCP target behind the subnet router: accepts and holds the connection, and ends when the other side does.

Whoever asks it something gets an answer that takes several full packets. With "resets" it resets what it has accepted.
"""

import select
import socket
import struct
import sys

ANSWER = b"tailmend lab: " + b"0123456789abcdef" * 250
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def welcome(connection):
    connection.setblocking(False)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5)


def ended(connection):
    """Reads what came and answers it; true when the other side has gone."""
    try:
        if not connection.recv(4096):
            return True
        connection.send(ANSWER)
    except BlockingIOError:
        pass
    except OSError:
        return True
    return False


def main(address, port, behaviour="works"):
    server = socket.create_server((address, int(port)), backlog=128)
    server.setblocking(False)
    held = {}
    poll = select.poll()
    poll.register(server, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor != server.fileno():
                if ended(held[descriptor]):
                    poll.unregister(descriptor)
                    held.pop(descriptor).close()
                continue
            try:
                connection, _ = server.accept()
            except OSError:
                continue
            if behaviour == "resets":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                connection.close()
                continue
            welcome(connection)
            held[connection.fileno()] = connection
            poll.register(connection, select.POLLIN)


if __name__ == "__main__":
    main(*sys.argv[1:])
