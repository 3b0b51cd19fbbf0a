"""The beat of the wire: one TCP connection attempt every quarter of a second, whatever became of the ones before.

It knows nothing of tailmend or tailscaled. Attempts overlap, so one that hangs does not hide the moment in which the
next succeeds. Each is given one second: the first SYN decides, a retransmission is not waited for. One line of JSON for
each attempt: when it began, how long it took, whether it connected, and why not.
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


def report(began, ok, why=""):
    print(json.dumps({"at": round(began, 3), "took": round(time.time() - began, 4), "ok": ok, "why": why}), flush=True)


def begin(target, poll, open_now):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    began = time.time()
    try:
        sock.connect(target)
    except BlockingIOError:
        open_now[sock.fileno()] = (sock, began)
        poll.register(sock, select.POLLOUT)
        return
    except OSError as problem:
        report(began, False, problem.strerror)
    sock.close()


def finish(descriptor, poll, open_now, why=None):
    sock, began = open_now.pop(descriptor)
    poll.unregister(descriptor)
    if why is None:
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        report(began, error == 0, "" if error == 0 else socket.errno.errorcode.get(error, str(error)))
    else:
        report(began, False, why)
    sock.close()


def main(address, port):
    target, poll, open_now = (address, int(port)), select.poll(), {}
    due = time.time()
    while True:
        now = time.time()
        if now >= due:
            begin(target, poll, open_now)
            due = max(due + EVERY_S, now)
        for descriptor in [d for d, (_, began) in open_now.items() if now - began >= LIMIT_S]:
            finish(descriptor, poll, open_now, "no answer")
        soonest = min([due, *(began + LIMIT_S for _, began in open_now.values())])
        for descriptor, _ in poll.poll(max(0.0, soonest - time.time()) * 1000 + 1):
            finish(descriptor, poll, open_now)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (KeyboardInterrupt, BrokenPipeError):
        pass
