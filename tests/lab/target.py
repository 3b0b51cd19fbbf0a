"""The TCP target behind the subnet router: accepts, holds the connection, says nothing, ends when the other side does."""

import select
import socket
import sys


def main(address, port):
    server = socket.create_server((address, int(port)), backlog=128)
    server.setblocking(False)
    held = {server.fileno(): server}
    poll = select.poll()
    poll.register(server, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == server.fileno():
                try:
                    connection, _ = server.accept()
                except OSError:
                    continue
                connection.setblocking(False)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5)
                held[connection.fileno()] = connection
                poll.register(connection, select.POLLIN)
                continue
            connection = held[descriptor]
            try:
                ended = not connection.recv(4096)
            except BlockingIOError:
                ended = False
            except OSError:
                ended = True
            if ended:
                poll.unregister(descriptor)
                del held[descriptor]
                connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
