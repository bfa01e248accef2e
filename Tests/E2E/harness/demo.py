"""`watchword demo` as a process of its own, and what its inbox shows."""

import re
import signal
import subprocess
import time
from pathlib import Path

from .calls import call
from .ports import free_port
from .program import BINARY, environment


class Demo:
    """A demo in a folder; it prints its guide once it is ready."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port, self.inbox_port, self.app_port = free_port(), free_port(), free_port()
        self.output = folder.with_suffix(".out")
        command = [BINARY, "demo", "--folder", folder, "--port", self.port]
        command += ["--inbox-port", self.inbox_port, "--app-port", self.app_port]
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(list(map(str, command)), env=environment(), stdout=output, stderr=output)

    @property
    def guide(self) -> str:
        deadline = time.monotonic() + 40
        while "Ctrl-C stops the demo" not in (text := self.output.read_text()):
            assert self.process.poll() is None and time.monotonic() < deadline, text
            time.sleep(0.05)
        return text

    @property
    def client_id(self) -> str:
        return re.search(r"Client +(\S+)", self.guide).group(1)

    @property
    def commands(self) -> list[str]:
        """The printed commands in their order: indented blocks that follow the first instruction."""
        guide = self.guide.split("Log in with two commands", 1)[1]
        blocks = re.findall(r"(?:^  .*\n)+", guide, re.MULTILINE)
        return [block for block in blocks if re.match(r"  (curl|\w+=\$\()", block)]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)

    def newest_code(self, number: str) -> str:
        """The code of the newest message that the inbox shows for a number."""
        messages = call(f"http://127.0.0.1:{self.inbox_port}", "GET", "/api/messages").json
        return next(message["code"] for message in messages if message["recipient"] == number)
