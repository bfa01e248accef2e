"""The system calls of a server, in the order in which they began and ended."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CALLS = "fdatasync,fsync,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64"

# 1234 1795418734.048997 fdatasync(9</data/watchword.db-wal>) = 0 <0.000123>
_WHOLE = re.compile(r"^(\d+) +([\d.]+) (\w+)\((.*) = (-?\d+|\?).*?<([\d.]+)>$")
# 1234 1795418734.048997 fdatasync(9</data/watchword.db-wal> <unfinished ...>
_BEGUN = re.compile(r"^(\d+) +([\d.]+) (\w+)\((.*) <unfinished \.\.\.>$")
# 1234 1795418734.049120 <... fdatasync resumed>) = 0 <0.000123>
_ENDED = re.compile(r"^(\d+) +([\d.]+) <\.\.\. (\w+) resumed>(.*) = (-?\d+|\?).*?<([\d.]+)>$")


@dataclass(frozen=True)
class SystemCall:
    name: str
    text: str  # its arguments as strace writes them, paths and sockets among them
    begin: float
    end: float


def prefix(output: Path) -> list[str]:
    """What to put before a command so that it runs traced, with the tracer out of the way of its signals."""
    return ["strace", "-f", "-D", "-qq", "-ttt", "-T", "-yy", "-s", "80", "-e", f"trace={CALLS}", "-o", str(output)]


def killing(calls: str, occurrence: int = 1) -> list[str]:
    """What to put before a command so that it is killed on entering a system call, the first time or a later one."""
    inject = f"inject={calls}:signal=SIGKILL:when={occurrence}"
    return ["strace", "-f", "-D", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", inject]


def why_impossible(scratch: Path) -> str | None:
    """Why nothing can be traced on this machine; None when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    output = scratch / "probe.strace"
    probe = subprocess.run([*prefix(output), "sync", "-d", str(scratch)], capture_output=True, text=True, timeout=30)
    if probe.returncode != 0 or not output.exists():
        return f"strace cannot trace here: {probe.stderr.strip()}"
    return None


def read(output: Path) -> list[SystemCall]:
    """The calls of all threads, by their beginning."""
    found: list[SystemCall] = []
    begun: dict[str, tuple[str, str, float]] = {}
    for line in output.read_text(errors="replace").splitlines():
        if whole := _WHOLE.match(line):
            _, at, name, text, _, took = whole.groups()
            found.append(SystemCall(name, text, float(at), float(at) + float(took)))
        elif start := _BEGUN.match(line):
            thread, at, name, text = start.groups()
            begun[thread] = (name, text, float(at))
        elif (end := _ENDED.match(line)) and end.group(1) in begun:
            name, text, at = begun.pop(end.group(1))
            found.append(SystemCall(name, text + end.group(4), at, at + float(end.group(6))))
    return sorted(found, key=lambda call: call.begin)
