#!/usr/bin/env python3
"""The message catalog as systemd reads it: catalog.py JOURNALCTL FILE. Skips, and says so, where there is no journalctl."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def main():
    if len(sys.argv) < 3:
        print("journalctl is not installed")
        return 77
    journalctl, source = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as root:
        folder = pathlib.Path(root, "usr/lib/systemd/catalog")
        folder.mkdir(parents=True)
        pathlib.Path(root, "var/lib/systemd/catalog").mkdir(parents=True)
        shutil.copy(source, folder)
        made = subprocess.run([journalctl, "--update-catalog", f"--root={root}"], text=True, capture_output=True)
        if made.returncode or made.stderr.strip():
            print(made.stdout + made.stderr)
            return 1
        listed = subprocess.run([journalctl, "--list-catalog", f"--root={root}"], text=True, capture_output=True).stdout
    wanted = sorted(re.findall(r"^-- ([0-9a-f]{32})$", source.read_text(), re.M))
    found = sorted(line.split()[0] for line in listed.splitlines() if ": " in line)
    if wanted != found or not wanted:
        print(f"in {source.name}: {wanted}\nas systemd reads it: {found}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
