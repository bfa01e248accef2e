"""`watchword serve` as a process of its own."""

import contextlib
import json
import signal
import subprocess
import time
from pathlib import Path

from .calls import Answer, Caller, call
from .ports import free_port
from .program import ADMIN_ID, ADMIN_SECRET, BINARY, MASTER_KEY, environment

# Enough for logins by the hundred from one address; tests about limits set their own.
NO_LIMITS = {
    "STARTS_PER_ADDRESS_PER_HOUR": 0,
    "SENDS_PER_NUMBER_PER_HOUR": 0,
    "SENDS_PER_NUMBER_PER_DAY": 0,
}


class DidNotStart(Exception):
    """The process ended before it was ready: its exit code and what it wrote."""

    def __init__(self, code: int, log: str):
        super().__init__(f"exit code {code}\n{log}")
        self.code = code
        self.log = log


class Server:
    """A server on a port and a folder of its own, which both stay the same over restarts."""

    def __init__(self, folder: Path, settings: dict | None = None, prefix: list | None = None):
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log_path = folder / "server.log"
        self.port = free_port()
        self.prefix = prefix or []
        self.process: subprocess.Popen | None = None
        self.settings = {
            "HOST": "127.0.0.1",
            "PORT": self.port,
            "DATA": folder / "data",
            "MASTER_KEY": MASTER_KEY,
            "ADMIN_CLIENT_ID": ADMIN_ID,
            "ADMIN_CLIENT_SECRET": ADMIN_SECRET,
            "EGRESS_ALLOW": "127.0.0.0/8",
            **(settings or {}),
        }
        self.settings = {name: value for name, value in self.settings.items() if value is not None}
        self.is_secure = "TLS_CERTIFICATE" in self.settings
        self.cafile: str | None = None

    @property
    def base(self) -> str:
        return f"{'https' if self.is_secure else 'http'}://localhost:{self.port}"

    @property
    def issuer(self) -> str:
        return str(self.settings.get("ISSUER", self.base + "/"))

    @property
    def data(self) -> Path:
        return Path(self.settings["DATA"])

    @property
    def database(self) -> Path:
        return self.data / "watchword.db"

    def launch(self) -> "Server":
        """Starts the process and does not wait for it."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, BINARY, "serve"],
                env=environment(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def start(self, patience: float = 30) -> "Server":
        """Starts the process and returns when it is ready for calls."""
        self.launch()
        self.wait_until_ready(patience)
        return self

    def wait_until_ready(self, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise DidNotStart(self.process.returncode, self.log)
            if self.readiness() == 200:
                return
            time.sleep(0.01)
        raise TimeoutError(f"not ready after {patience} s\n{self.log}")

    def readiness(self) -> int | None:
        """The status of /readyz; None when nobody listens."""
        try:
            return call(self.base, "GET", "/readyz", timeout=5, cafile=self.cafile).status
        except OSError:
            return None

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def wait(self, patience: float = 20) -> int:
        return self.process.wait(patience)

    def stop(self) -> int | None:
        """Stops the server as an operator would; kills it where that does not work."""
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else None
        self.signal(signal.SIGTERM)
        try:
            return self.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(10)

    def restart(self) -> "Server":
        self.stop()
        return self.start()

    def caller(self, **options) -> Caller:
        return Caller(self.base, cafile=self.cafile, **options)

    def call(self, method: str, path: str, body=None, token: str | None = None, **options) -> Answer:
        return call(self.base, method, path, body, token, cafile=self.cafile, **options)

    @property
    def log(self) -> str:
        """Everything that the process wrote, over all its starts."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    @property
    def log_lines(self) -> list[dict]:
        """The log's JSON lines."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]


@contextlib.contextmanager
def servers_in(root: Path):
    """A function that makes servers, not started yet; all are gone at the end."""
    made: list[Server] = []

    def make(settings: dict | None = None, folder: Path | None = None, **options) -> Server:
        server = Server(folder or root / f"server-{len(made)}", settings, **options)
        made.append(server)
        return server

    try:
        yield make
    finally:
        for server in made:
            if server.process is not None and server.process.poll() is None:
                server.kill()
