#!/usr/bin/env python3
"""Runs a command in a Debian 12 root that has the compilers and libraries of the architectures tailmend is cross-built for.

The root is made once, in the lab's cache, and nothing foreign is installed on this machine. The source tree is in it under
its own path; the command runs in this folder and as the user who is named, without the rights to change the root.

    cross_root.py --tree DIR --user UID:GID -- COMMAND…
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tests/lab"))
import image  # noqa: E402  the lab's: its cache, its locks, and which mirror this machine uses

RELEASE = "bookworm"  # the oldest one that the packages are for
ARCHITECTURES = ("arm64", "armhf")
TOOLS = ("build-essential", "debhelper", "meson", "ninja-build", "pkg-config", "qemu-user-static", "g++-aarch64-linux-gnu",
         "g++-arm-linux-gnueabihf", "libboost1.81-dev", "libcli11-dev", "catch2")
LIBRARIES = ("libstdc++6", "pkgconf", "libfmt-dev", "libc-ares-dev", "libnl-3-dev", "libnl-route-3-dev", "libsystemd-dev", "libtomlplusplus-dev")


def root(say):
    """The root's folder, built when it is not there."""
    site = image.mirror()[3]
    key = image.digest(RELEASE, site, ARCHITECTURES, TOOLS, LIBRARIES)

    def build(place, log):
        say(f"making a Debian root for {' and '.join(ARCHITECTURES)} in {image.CACHE}, once; some minutes")
        image.debootstrap(place, log, RELEASE, site)
        quiet = place / "usr/sbin/policy-rc.d"  # no package starts anything in there
        quiet.write_text("#!/bin/sh\nexit 101\n")
        quiet.chmod(0o755)
        foreign = [f"{library}:{architecture}" for architecture in ARCHITECTURES for library in LIBRARIES]
        for command in (*(["dpkg", "--add-architecture", architecture] for architecture in ARCHITECTURES),
                        ["apt-get", "update"],
                        ["apt-get", "install", "-y", "--no-install-recommends", *TOOLS, *foreign],
                        ["apt-get", "clean"]):
            image.run(within(place, None, "0:0", command), log, env=environment())
    return image.cached("cross", key, build)


def environment():
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}


def within(place, tree, user, command):
    """The command line that runs `command` there, in namespaces that end with it."""
    script = 'mount -t proc proc "$1/proc"'
    if tree:
        (place / tree.relative_to("/")).mkdir(parents=True, exist_ok=True)
        script += ' && mount --bind "$2" "$1$2"'
    script += ' && exec chroot --userspec="$3" --groups= "$1" env --chdir="$4" -- "${@:5}"'
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-ec", script, "cross_root",
            str(place), str(tree or ""), user, os.getcwd() if tree else "/", *command]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tree", type=Path, required=True)
    parser.add_argument("--user", required=True, metavar="UID:GID")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    try:
        place = root(lambda text: print(text, flush=True))
    except (image.CannotBuild, OSError, subprocess.SubprocessError) as problem:
        sys.exit(f"cross_root: {problem}")
    os.execvpe("unshare", within(place, options.tree.resolve(), options.user, options.command), environment())


if __name__ == "__main__":
    main()
