"""Debian's haproxy with the configuration that the documents show, on addresses of the loopback."""

import csv
import os
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.calls import call
from harness.waiting import until

DOCUMENTED = Path(__file__).parents[3] / "docs/haproxy.cfg"

# What Debian's /etc/haproxy/haproxy.cfg has above it, without what needs root.
_ABOVE = """\
global
    log stdout format raw local0
    stats socket {folder}/stats level admin
    maxconn 2000
defaults
    log global
    mode http
    option httplog
    option dontlog-normal
    timeout connect 5000
    timeout client 50000
    timeout server 50000

"""


def above(folder: Path) -> str:
    return _ABOVE.format(folder=folder)


def program() -> str:
    found = shutil.which("haproxy", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found is None:
        raise FileNotFoundError("There is no haproxy: install Debian's haproxy, or run scripts/bootstrap cluster.")
    return found


def check(configuration: Path) -> str:
    """What haproxy has to say about a file; empty when nothing."""
    done = subprocess.run([program(), "-c", "-f", configuration], capture_output=True, text=True, timeout=20)
    return "" if done.returncode == 0 and "WARNING" not in done.stderr else done.stderr + done.stdout


@dataclass(frozen=True)
class Standing:
    """A server as haproxy sees it."""

    in_flight: int
    handed_on: int  # calls since haproxy was started
    is_up: bool


class HAProxy:
    """Runs from `__init__` to `close` and knows its servers by the names in the documents."""

    def __init__(self, folder: Path, port: int, servers: list[int]):
        self.port = port
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        text, bound = re.subn(r"(?m)^    bind .*$", f"    bind 127.0.0.1:{port}", DOCUMENTED.read_text())
        self.names = re.findall(r"(?m)^    server (\S+) ", text)
        assert bound == 1 and len(self.names) == len(servers), "docs/haproxy.cfg has another shape"
        for name, server in zip(self.names, servers):
            text = re.sub(rf"(?m)^    server {name} \S+", f"    server {name} 127.0.0.1:{server}", text)
        configuration = folder / "haproxy.cfg"
        configuration.write_text(above(folder) + text)
        with open(folder / "haproxy.log", "ab") as log:
            self.process = subprocess.Popen(
                [program(), "-db", "-f", configuration], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            until(lambda: (folder / "stats").exists() and all(one.is_up for one in self.standings().values()), 15)
            until(lambda: call(f"http://127.0.0.1:{port}", "GET", "/readyz", timeout=5).status == 200, 15)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def standings(self) -> dict[str, Standing]:
        """Every server by its name: blocks for about a millisecond."""
        rows = csv.DictReader(self._tell("show stat watchword 4 -1").removeprefix("# ").splitlines())
        return {
            row["svname"]: Standing(int(row["scur"]), int(row["stot"]), row["status"].startswith("UP")) for row in rows
        }

    def _tell(self, command: str) -> str:
        with socket.socket(socket.AF_UNIX) as talk:
            talk.settimeout(5)
            talk.connect(str(self.folder / "stats"))
            talk.sendall(command.encode() + b"\n")
            received = b""
            while part := talk.recv(65_536):
                received += part
        return received.decode()
