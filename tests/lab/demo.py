#!/usr/bin/env python3
"""Fault F05 on real parts, live: a host's router moves to its second WAN, and tailmend brings the subnet route back."""

import argparse
import concurrent.futures
import os
import shutil
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

sys.dont_write_bytecode = True  # nothing of root's in the tree; before our own modules are read

from lab import TEMPORARY, on_signal, prepare, temporary
from live import Live
from play import Lab, play
from scenario import read_all

# README.md's medians of three, on tailscaled 1.102.3 (lab.py F05 --supervisor none); --compare measures it anew.
ALONE_DATA_S, ALONE_CONTROL_S = 89.2, 954.9
LONGEST_ALONE_S = 1100
WATCH_S = 90


def arguments():
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__)
    parser.add_argument("--deb", type=Path, help="tailmend's package; default: the newest in dist/")
    parser.add_argument("--compare", action="store_true",
                        help="plays the same without tailmend beside it, to the end: about 17 minutes")
    return parser.parse_args()


def options_for(supervisor, prepared, watch):
    return SimpleNamespace(supervisor=supervisor, deb=prepared.deb, programs=prepared.programs,
                           template=prepared.template, watch=watch, keep=False, over=Lab.back_for_good,
                           live=None, temporary=TEMPORARY)


def figure(outcome, what):
    seconds, back = getattr(outcome, what), getattr(outcome, f"{what}_back")
    return "?" if seconds is None else f"{'' if back else 'over '}{seconds:.1f} s"


def summary(mended, alone):
    print()
    for what, words, earlier in (("data", "without data   ", ALONE_DATA_S), ("control", "without control", ALONE_CONTROL_S)):
        beside = (f"{figure(alone, what)}, measured now" if alone else
                  f"{earlier} s, measured earlier (--compare measures it here)")
        print(f"   {words} {figure(mended, what):>10}      tailscaled alone: {beside}")
    if mended.remedies:
        print(f"   remedies        {', '.join(dict.fromkeys(mended.remedies))}; preferences unchanged"
              if not any("preference" in failure for failure in mended.failures) else "")


def say_setting_up(text):
    if text.split()[0] in ("image", "programs", "network", "machines", "tailmend", "settling"):
        print(f"  {text}", flush=True)


def main():
    given = arguments()
    prepared = SimpleNamespace(supervisor="tailmend", deb=given.deb)
    reason = prepare(prepared, say_setting_up)
    if reason:
        return f"demo: cannot be played on real parts here: {reason}"
    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    scenario = read_all()["F05"]
    records = temporary("tailmend-demo-")
    print("A host with tailmend behind a router with two WANs; far away a subnet router and, behind it, plc 10.77.0.10:502.\n"
          "Every part is real: systemd, tailscaled, DERP, a control server, the kernel's NAT. Setting up takes about 40 s.")
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        alone = None
        if given.compare:
            print("Beside it the same without tailmend. That one has to be watched for about 16 minutes.")
            alone = pool.submit(play, scenario, options_for("none", prepared, LONGEST_ALONE_S), records / "alone",
                                lambda text: None)
        options = options_for("tailmend", prepared, WATCH_S)
        options.live = Live
        mended = play(scenario, options, records / "tailmend", say_setting_up)
        if alone:
            summary(mended, None)
            print("\n  waiting for tailscaled alone …", flush=True)
        summary(mended, alone.result() if alone else None)
    for failure in mended.failures + (alone.result().failures if alone else []):
        print(f"   not as it should be: {failure}")
    failed = bool(mended.failures)
    if failed:
        print(f"   record: {records}")
    else:
        shutil.rmtree(records, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
