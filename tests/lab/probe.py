"""The beat of the wire: one TCP connection attempt every quarter of a second, whatever became of the ones before.

It knows nothing of tailmend or tailscaled. Attempts overlap, so one that hangs does not hide the moment in which the
next succeeds. Each is given one second: the first SYN decides, a retransmission is not waited for. One line of JSON for
each attempt: when it began, how long it took, whether it connected, and why not. With a SOCKS5 proxy given, an attempt
has connected when the proxy says so.
"""

import json
import select
import socket
import struct
import sys
import time

EVERY_S = 0.25
LIMIT_S = 1.0
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # leaves no half-closed connection behind on either side
SOCKS_GREETING, SOCKS_REPLY = 2, 4        # bytes of the answers that matter; the second one's second byte is the code


class Attempt:
    """One connection, perhaps through a proxy, until it is decided."""

    def __init__(self, target, proxy):
        self.began, self.answer, self.asked = time.time(), b"", False
        self.request = proxy and b"\5\1\0" + b"\5\1\0\1" + socket.inet_aton(target[0]) + struct.pack("!H", target[1])
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.why = None  # "" once it has connected
        try:
            self.sock.connect(proxy or target)
        except BlockingIOError:
            pass
        except OSError as problem:
            self.why = problem.strerror

    def go_on(self):
        """The socket is ready: the connection has come about or failed, or the proxy has answered."""
        error = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            self.why = socket.errno.errorcode.get(error, str(error))
        elif not self.request:
            self.why = ""
        elif not self.asked:
            self.sock.send(self.request)
            self.asked = True
        else:
            self.read_reply()

    def read_reply(self):
        got = self.sock.recv(64)
        self.answer += got
        if not got:
            self.why = "the proxy closed"
        elif len(self.answer) >= SOCKS_GREETING + SOCKS_REPLY:
            code = self.answer[SOCKS_GREETING + 1]
            self.why = "" if code == 0 else f"SOCKS5 reply {code}"

    def report(self):
        self.sock.close()
        print(json.dumps({"at": round(self.began, 3), "took": round(time.time() - self.began, 4), "ok": self.why == "",
                          "why": self.why}), flush=True)


def step(attempt, poll):
    try:
        attempt.go_on()
    except OSError as problem:
        attempt.why = problem.strerror
    if attempt.why is None:
        poll.modify(attempt.sock, select.POLLIN)


def main(address, port, proxy=None):
    target, poll, open_now = (address, int(port)), select.poll(), {}
    proxy = proxy and (proxy.rsplit(":", 1)[0], int(proxy.rsplit(":", 1)[1]))
    due = time.time()
    while True:
        now = time.time()
        if now >= due:
            attempt = Attempt(target, proxy)
            open_now[attempt.sock.fileno()] = attempt
            poll.register(attempt.sock, select.POLLOUT)
            due = max(due + EVERY_S, now)
        for attempt in open_now.values():
            if attempt.why is None and now - attempt.began >= LIMIT_S:
                attempt.why = "no answer"
        for descriptor in [d for d, attempt in open_now.items() if attempt.why is not None]:
            poll.unregister(descriptor)
            open_now.pop(descriptor).report()
        soonest = min([due, *(attempt.began + LIMIT_S for attempt in open_now.values())])
        for descriptor, _ in poll.poll(max(0.0, soonest - time.time()) * 1000 + 1):
            step(open_now[descriptor], poll)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (KeyboardInterrupt, BrokenPipeError):
        pass
