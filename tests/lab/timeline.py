"""What is written down while a scenario runs, by watchers that know nothing of tailmend, each into a file of the record.

probe.jsonl     TCP to the target, four times a second (probe.py)
control.jsonl   what the host's tailscaled last heard from control: the beat, a change made there twice a second whose
                value is the time at which it was made
sockets.log     tailscaled's own TCP connections as the kernel sees them
tailmend.jsonl  tailmend's journal; tailscaled.log: tailscaled's, collected at the end
"""

import datetime
import http.client
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from topology import TARGET

HERE = Path(__file__).resolve().parent
# systemd's own marks (sd-messages.h) of a unit that it starts, and of one that it will start again by itself.
JOURNAL_MARKS = {"starting": "7d4958e842da4a758f6c1cdc7b36dcc5", "restart-scheduled": "5eb03494b6584870a536b337290809b3"}
LOOK_EVERY_S = 0.25
SOCKETS_EVERY_S = 1.0


def moment(text):
    """Unix time of an RFC 3339 time with any number of decimals."""
    whole, _, rest = text.rstrip("Z").partition(".")
    seconds = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc).timestamp()
    return seconds + (float(f"0.{rest}") if rest else 0.0)


def lines_of(path):
    """The whole JSON lines of a file that may still be growing."""
    try:
        text = path.read_text(errors="replace")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.split("\n")[:-1] if line.startswith("{")]


class Timeline:
    def __init__(self, host, record, proxy=None):
        self.host, self.record, self.proxy = host, record, proxy
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=watch, daemon=True) for watch in (self.watch_control, self.watch_sockets)]

    def start(self):
        net = self.host.net
        self.host.ledger.start(net.inside("host", sys.executable, HERE / "probe.py", *TARGET, *([self.proxy] if self.proxy else [])),
                               log=self.record / "probe.log", stdout=open(self.record / "probe.jsonl", "ab"))
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            if thread.is_alive():
                thread.join(timeout=5)

    def watch_control(self):
        with open(self.record / "control.jsonl", "a", buffering=1) as out:
            while not self.stop.wait(LOOK_EVERY_S):
                seen = {"at": round(time.time(), 3)}
                try:
                    status = self.host.localapi("GET", "status", timeout=1.0)
                    peers = {peer["HostName"]: peer for peer in (status.get("Peer") or {}).values()}
                    seen |= {"backend": status["BackendState"], "self_online": status["Self"]["Online"]}
                    if "beacon" in peers:
                        seen["beat"] = round(moment(peers["beacon"]["LastSeen"]), 3)
                    if "site" in peers:
                        seen |= {"direct": peers["site"]["CurAddr"], "site_online": peers["site"]["Online"]}
                except (OSError, http.client.HTTPException, KeyError, TypeError, ValueError) as problem:
                    seen["problem"] = str(problem) or type(problem).__name__
                out.write(json.dumps(seen) + "\n")

    def watch_sockets(self):
        with open(self.record / "sockets.log", "a", buffering=1) as out:
            while not self.stop.wait(SOCKETS_EVERY_S):
                try:
                    done = subprocess.run(self.host.net.inside("host", "ss", "-tinmH", "fwmark = 0x80000/0xff0000"),
                                          capture_output=True, text=True, timeout=5)
                except subprocess.TimeoutExpired:
                    continue
                out.write(f"--- {time.time():.3f}\n{done.stdout}")

    # --- read by the player and the demo while it runs ---

    def attempts(self):
        return lines_of(self.record / "probe.jsonl")

    def looks(self):
        return lines_of(self.record / "control.jsonl")

    def journal(self):
        return lines_of(self.record / "tailmend.jsonl")

    # --- read at the end ---

    def starts(self):
        """systemd's lines about starts of tailscaled."""
        return [line for line in lines_of(self.record / "tailscaled-unit.jsonl")
                if line["MESSAGE_ID"] == JOURNAL_MARKS["starting"]]

    def deaths(self):
        """How often systemd has started tailmend again."""
        return int((self.record / "deaths").read_text())
