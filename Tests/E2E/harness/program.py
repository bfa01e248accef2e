"""The program under test: how it is called, and with which environment."""

import os
import subprocess
from pathlib import Path

BINARY = os.environ.get("WATCHWORD_BIN", str(Path(__file__).parents[3] / ".build/debug/watchword"))

MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
ADMIN_ID = "e2e-admin"
ADMIN_SECRET = "e2e-admin-secret-of-more-than-32-characters"


def environment(settings: dict | None = None) -> dict:
    """An environment that holds our settings and nothing of the tester's own."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return clean | {f"WATCHWORD_{name}": str(value) for name, value in (settings or {}).items()}


def run(*arguments: str, settings: dict | None = None, timeout: float = 60) -> subprocess.CompletedProcess:
    """Runs a command of the program to its end."""
    return subprocess.run(
        [BINARY, *arguments], env=environment(settings), capture_output=True, text=True, timeout=timeout
    )
