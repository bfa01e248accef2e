"""A PostgreSQL of its own, on the loopback alone: started, stopped, killed and followed as a test wants it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .ports import free_port
from .waiting import until

USER = "watchword"


def programs() -> Path:
    """The folder of the newest PostgreSQL that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise FileNotFoundError("There is no PostgreSQL: install Debian's postgresql, or run scripts/bootstrap test.")
    return found[-1]


class PostgreSQL:
    """One server with its data in a temporary folder, from `__init__` to `close`. It is not started yet.

    Without `flushes` nothing waits for the disk; what was committed still outlives a kill. Settings are those of
    postgresql.conf.
    """

    def __init__(
        self, flushes: bool = False, copied_from: "PostgreSQL | None" = None, settings: dict[str, str] | None = None
    ):
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self._programs = programs()
        # PostgreSQL refuses to run as root; Debian's package brings a user for it.
        self._owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        if self._owner:
            shutil.chown(self.folder, "postgres", "postgres")
        self.data = self.folder / "data"
        flush = "on" if flushes else "off"
        self._settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "max_connections": 500,
            "fsync": flush,
            "full_page_writes": flush,
        }
        if copied_from is None:
            self._settings |= settings or {}
            self._run("initdb", "-D", self.data, "-A", "trust", "-U", USER, "-E", "UTF8", "--no-locale", "--no-sync")
        else:
            here = {"port": self.port, "unix_socket_directories": self.folder}
            self._settings = copied_from._settings | (settings or {}) | here
            self._copy(copied_from)

    def __enter__(self) -> "PostgreSQL":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        if self.is_running:
            self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> "PostgreSQL":
        """Starts the server and returns when it takes connections."""
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        deadline = time.monotonic() + 30
        while True:
            with open(self.folder / "log", "ab") as log:
                self.process = subprocess.Popen(
                    [self._programs / "postgres", "-D", self.data, *options],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.folder,
                    **self._owner,
                )
            while self.is_running and not self._answers():
                time.sleep(0.02)
            if self.is_running:
                return self
            # After a kill the old server's processes end one by one, and a new one waits for the last of them.
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends every connection and stops: what Debian's `restart` does."""
        self._end(signal.SIGINT)

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self) -> None:
        """kill -9 of the postmaster; its children see that it is gone."""
        self._end(signal.SIGKILL)

    def standby(self) -> "PostgreSQL":
        """A server that follows this one, started; from now on no commit is answered before it has it, too."""
        standby = PostgreSQL(copied_from=self)
        try:
            standby.start()
            self._wait_for_standby()
        except BaseException:
            standby.close()
            raise
        return standby

    def follow(self, primary: "PostgreSQL") -> None:
        """Comes back as the standby of the server that took its place. What it had itself is thrown away."""
        shutil.rmtree(self.data)
        self._copy(primary)
        self.start()
        primary._wait_for_standby()

    def promote(self) -> None:
        """Makes a standby the primary; returns when it is."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def url(self, database: str, password: str | None = None) -> str:
        secret = f":{password}" if password else ""
        return f"postgresql://{USER}{secret}@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str) -> str:
        """Makes an empty database and answers its URL."""
        self.query(f"CREATE DATABASE {name}")
        return self.url(name)

    def query(self, statement: str, database: str = "postgres") -> list[list[str]]:
        """Rows as texts; NULL is an empty one."""
        arguments = ("-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.url(database))
        output = self._run("psql", *arguments, "-c", statement)
        return [line.split("\t") for line in output.splitlines()]

    def rows(self, query: str, database: str) -> Iterator[list[str]]:
        """The same for as many rows as one likes."""
        arguments = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url(database), "-c", f"COPY ({query}) TO STDOUT")
        command = [self._programs / "psql", *arguments]
        with subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, text=True, **self._owner) as psql:
            for line in psql.stdout:
                yield line.rstrip("\n").split("\t")
        assert psql.returncode == 0, query

    def logins(self, database: str) -> dict[str, int]:
        """How often each number has logged in, as its user in a store says."""
        rows = self.query("SELECT phone, logins_count FROM users", database)
        assert len(rows) == len({phone for phone, _ in rows}), "a number has two users"
        return {phone: int(count) for phone, count in rows}

    def records(self, database: str) -> dict[str, int]:
        """How many there are of what the first start makes."""
        tables = ("connections", "clients", "client_grants", "apis", "signing_keys")
        return {table: int(self.query(f"SELECT count(*) FROM {table}", database)[0][0]) for table in tables}

    def _copy(self, primary: "PostgreSQL") -> None:
        source = f"host=127.0.0.1 port={primary.port} user={USER}"
        self._run("pg_basebackup", "-D", self.data, "-d", source, "-c", "fast", "--no-sync", patience=600)
        self._settings["primary_conninfo"] = source
        # A standby looks for its lost primary so often; a promotion waits for the look that is under way.
        self._settings["wal_retrieve_retry_interval"] = "200ms"
        self._run("touch", self.data / "standby.signal")

    def _wait_for_standby(self) -> None:
        """From here on no commit is answered before the standby has it."""
        self.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.query("SELECT pg_reload_conf()")
        until(lambda: self.query("SELECT sync_state FROM pg_stat_replication") == [["sync"]], 60)

    def _answers(self) -> bool:
        probe = [self._programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(probe, cwd=self.folder).returncode == 0

    def _end(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.wait(20)

    def _run(self, program: str, *arguments, patience: float = 60) -> str:
        path = self._programs / program
        done = subprocess.run(
            [path if path.exists() else program, *map(str, arguments)],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=patience,
            **self._owner,
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"
        return done.stdout
