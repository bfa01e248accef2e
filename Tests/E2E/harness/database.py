"""The store's file, looked at from outside."""

import shutil
import sqlite3
from pathlib import Path


def rows(database: Path, statement: str, *values) -> list[tuple]:
    """Reads beside a server, running or not."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def check_copy(database: Path, scratch: Path) -> list[str]:
    """The integrity check on a copy of what a dead server left behind: the server is to find them untouched."""
    scratch.mkdir(exist_ok=True)
    copy = scratch / database.name
    for suffix in ("", "-wal"):
        target = Path(f"{copy}{suffix}")
        target.unlink(missing_ok=True)
        if Path(f"{database}{suffix}").exists():
            shutil.copyfile(f"{database}{suffix}", target)
    Path(f"{copy}-shm").unlink(missing_ok=True)
    connection = sqlite3.connect(copy)
    try:
        return [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()
