"""The rest of the tailnet: control server, DERP, the far subnet router with the TCP target behind it, and a witness."""

import http.client
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import image
from host import ask
from ledger import command, started, kill
from topology import SUBNET, TARGET

HERE = Path(__file__).resolve().parent
LONGEST_START_S = 60
DERP_NAME = "derp.lab.test"


def await_that(what, condition, limit=LONGEST_START_S, every=0.1):
    """Waits for a condition; it may raise what a service that is not there yet makes it raise."""
    deadline, last = time.monotonic() + limit, None
    while time.monotonic() < deadline:
        try:
            got = condition()
            if got:
                return got
        except (OSError, RuntimeError, http.client.HTTPException, KeyError, subprocess.SubprocessError) as problem:
            last = problem
        time.sleep(every)
    raise RuntimeError(f"{what} did not happen within {limit} s" + (f" ({last})" if last else ""))


class Tailnet:
    def __init__(self, net, place, programs, record):
        self.net, self.place, self.ledger, self.programs, self.record = net, place, net.ledger, programs, record
        self.work = self.ledger.directory
        self.processes = {}

    def start_services(self):
        control, derp, certificates = self.place.control, self.place.derp, self.work / "certificates"
        name = DERP_NAME if ":" in derp else derp  # as control calls it
        certificates.mkdir()
        command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{DERP_NAME},IP:{derp}", "-keyout",
                certificates / f"{name}.key", "-out", certificates / f"{name}.crt")
        self.start("derper", "inet", self.programs / "derper", "-a", self.place.at(derp, 443), "-http-port", "-1",
                   "-certmode", "manual", "-certdir", certificates, "-hostname", name, "-c", self.work / "derper.key",
                   "-stun")
        self.start("control", "inet", self.programs / "control", "-listen", self.place.at(control, 80), "-admin",
                   self.work / "control.sock", "-derp", derp)
        self.start_target()
        await_that("the control server's start", lambda: self.control("GET", "/nodes") is not None)

    def start_target(self, behaviour="works"):
        self.start("target", "lan", sys.executable, HERE / "target.py", *TARGET, behaviour)

    def start(self, name, role, *argv):
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.work), "TS_NO_LOGS_NO_SUPPORT": "true",
                       "TS_DISABLE_PORTMAPPER": "1", "TS_PANIC_IF_HIT_MAIN_CONTROL": "1",
                       "TS_DEBUG_FIREWALL_MODE": "nftables", "GOMAXPROCS": "2"}
        self.processes[name] = self.ledger.start(self.net.inside(role, *argv), self.record / f"{name}.log", env=environment)

    def control(self, method, path, **query):
        suffix = "?" + urllib.parse.urlencode(query) if query else ""
        return ask(self.work / "control.sock", method, path + suffix, host="control")

    def start_node(self, name):
        """A tailnet node without systemd, in its own namespace, with state that survives its restart."""
        state = self.work / name
        state.mkdir(exist_ok=True)
        daemon, _ = image.tailscaled(self.programs)
        self.start(name, name, daemon, f"--state={state}/state", f"--statedir={state}", f"--socket={state}/sock",
                   "--port=41641")
        await_that(f"{name}'s LocalAPI", lambda: ask(state / "sock", "GET", "/localapi/v0/status?peers=false"))

    def cli(self, name, *words):
        _, cli = image.tailscaled(self.programs)
        command(*self.net.inside(name, cli, f"--socket={self.work / name}/sock", *words), limit=45)

    def login_server(self):
        return f"http://{self.place.at(self.place.control, 80)}"

    def join(self, name, *flags):
        self.cli(name, "up", f"--login-server={self.login_server()}", f"--hostname={name}", "--accept-dns=false",
                 "--timeout=30s", *flags)

    def set(self, name, *flags):
        self.cli(name, "set", *flags)

    def approve(self, name, routes):
        """Approves them; control may hear of an advertisement a moment after the node has made it."""
        await_that(f"{name}'s advertisement", lambda: routes in (self.node(name)["advertised"] or []))
        self.control("POST", "/approve", node=name)

    def start_site(self):
        self.start_node("site")
        self.join("site", f"--advertise-routes={SUBNET}")
        self.approve("site", SUBNET)

    def start_witness(self):
        self.start_node("witness")
        self.join("witness")

    def kill(self, name):
        """Ends one of our processes at once, as a power cut would."""
        process = self.processes.pop(name)
        if started(process.pid) is not None:
            kill(process.pid, 9)
        process.wait(timeout=10)

    def node(self, name):
        return next((node for node in self.control("GET", "/nodes") if node["name"] == name), None)

    def address(self, name):
        """A node's address in the tailnet."""
        return self.node(name)["addresses"][0].split("/")[0]
