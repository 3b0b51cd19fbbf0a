"""What people use today instead of tailmend: plain scripts, put into the supervised host as they would be put there."""

import shutil
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "rivals"
RIVALS = tuple(path.stem for path in sorted(FOLDER.glob("*.sh")))
UNIT = "tailscale-watchdog.service"

UNIT_FILE = """\
[Unit]
Description=Restarts tailscaled when it seems to be needed ({name})
After=network.target tailscaled.service

[Service]
Environment=ROUTER={router}
ExecStart=/usr/local/sbin/{name}
Restart=always

[Install]
WantedBy=multi-user.target
"""


def script(name):
    return FOLDER / f"{name}.sh"


def install(host, name, router):
    """The script and a unit of its own; `router` is the subnet router's address in the tailnet."""
    inside = Path(f"/proc/{host.init}/root")
    target = inside / "usr/local/sbin" / name
    shutil.copy(script(name), target)
    target.chmod(0o755)
    (inside / "etc/systemd/system" / UNIT).write_text(UNIT_FILE.format(name=name, router=router))
    host.run("systemctl", "daemon-reload")
    host.run("systemctl", "enable", "--now", UNIT)
