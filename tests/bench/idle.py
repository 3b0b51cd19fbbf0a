"""What the daemon costs while all is well: memory, wake-ups and CPU, beside a tailnet of two and one of 10,000 peers.

The program is the real one; tailscaled is scripted and the target listens on loopback. idle.py PROGRAM SCRIPTED [SECONDS]
"""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
START_LIMIT_S = 30


def accept_and_hold(listener):
    """A target: takes connections and keeps each until its client closes it."""
    def hold(connection):
        with connection:
            while connection.recv(1024):
                pass

    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=hold, args=(connection,), daemon=True).start()


def status_of(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {key: value.split()[0] for key, value in (line.split(":", 1) for line in lines) if value.split()}


def cpu_s(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def wait_for(what, condition):
    until = time.monotonic() + START_LIMIT_S
    while not condition():
        if time.monotonic() > until:
            raise SystemExit(f"idle: {what} did not happen within {START_LIMIT_S} s")
        time.sleep(0.1)


@contextlib.contextmanager
def watching(program, scripted, peers, folder, run):
    """A daemon that has proved its target; its state is in folder/state, its socket in `run`."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        threading.Thread(target=accept_and_hold, args=(listener,), daemon=True).start()
        port = listener.getsockname()[1]
        script = folder / "script"
        script.write_text("backend Running\nonline yes\nself here lab 100.64.0.1\n"
                          "peer n1 router 100.64.0.2 route=127.0.0.0/8 online=yes\n"
                          f"peer n2 witness 100.64.0.3 online=yes\ncrowd {peers}\n"
                          "prefs WantRunning true\nprefs RouteAll true\n")
        config = folder / "tailmend.toml"
        config.write_text(f'[tailscale]\nsocket = "{folder}/sock"\ninterface = "lo"\n\n'
                          f'[[target]]\nname = "plc"\naddress = "127.0.0.1:{port}"\n')
        localapi = subprocess.Popen([scripted, folder / "sock", script], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        (folder / "state").mkdir(exist_ok=True)
        with open(folder / "log", "wb") as log:
            daemon = subprocess.Popen([program, "daemon", "--config", config], stderr=log,
                                      env={"STATE_DIRECTORY": str(folder / "state"), "RUNTIME_DIRECTORY": str(run), "PATH": os.environ["PATH"]})
        try:
            wait_for("the first proof", lambda: b"\nhealthy: " in (folder / "log").read_bytes())
            yield daemon.pid
        finally:
            for process in (daemon, localapi):
                process.terminate()
                process.wait(timeout=10)


def measure(program, scripted, peers, seconds):
    with tempfile.TemporaryDirectory(prefix="tailmend-idle-") as name:
        folder = pathlib.Path(name)
        with watching(program, scripted, peers, folder, folder / "state") as pid:
            before, cpu = status_of(pid), cpu_s(pid)
            time.sleep(seconds)
            after = status_of(pid)
            woke = int(after["voluntary_ctxt_switches"]) - int(before["voluntary_ctxt_switches"])
            return {"anonymous kB": int(after["RssAnon"]), "RSS kB": int(after["VmRSS"]), "peak RSS kB": int(after["VmHWM"]),
                    "wake-ups/s": woke / seconds, "CPU s an hour": (cpu_s(pid) - cpu) * 3600 / seconds}


def main():
    program, scripted = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 70.0
    few = measure(program, scripted, 0, seconds)
    many = measure(program, scripted, 10_000, seconds)
    print(f"{'healthy, ' + format(seconds, '.0f') + ' s each':<24}{'2 peers':>12}{'10,002 peers':>14}{'ratio':>8}")
    for name, value in few.items():
        ratio = f"{many[name] / value:.2f}" if value else "–"
        print(f"{name:<24}{value:>12.2f}{many[name]:>14.2f}{ratio:>8}")


if __name__ == "__main__":
    main()
