"""A run in figures: as JSON, and as a table for the documents."""

import json
import platform
from collections import Counter
from pathlib import Path

from .faults import Kill, SwitchOver
from .load import Trouble
from .run import Run

# A killed node's calls end at once; a driver with many calls to see to hears of it a little later.
SOON = 2


def is_broken_off(trouble: Trouble) -> bool:
    """No answer, 502 or 504, which says that a node went away; 503 says that the database did."""
    return trouble.status != 503


def cost_of(kill: Kill, troubles: list[Trouble]) -> int:
    """How many calls were broken off by it."""
    return sum(is_broken_off(trouble) and 0 <= trouble.at - kill.at < SOON for trouble in troubles)


def errors_of(switch: SwitchOver, troubles: list[Trouble]) -> list[float]:
    """When calls were answered 503, in seconds after it."""
    return [trouble.at - switch.at for trouble in troubles if trouble.status == 503 and trouble.at >= switch.at]


def figures(run: Run) -> dict:
    load, ledger, kills = run.load, run.ledger, run.nodes.kills
    costs = [cost_of(kill, load.troubles) for kill in kills]
    return {
        "codes": ledger.handed_out,
        "seconds": round(run.seconds, 1),
        "codes per second": round(ledger.handed_out / run.seconds),
        "logins acknowledged": ledger.logged_in,
        "codes brought twice or again": load.brought_twice + load.tried_again,
        "kills": len(kills),
        "orderly restarts": run.nodes.restarts,
        "calls in flight at a killed node, sum": sum(kill.in_flight for kill in kills),
        "calls broken off by a kill, sum": sum(costs),
        "calls broken off by a kill, most": max(costs, default=0),
        "switch-overs": [
            {
                "how": switch.how,
                "seconds until promoted": round(switch.promoted, 2),
                "errors": sum(after < 10 for after in errors_of(switch, load.troubles)),
                "last error after seconds": round(
                    max((after for after in errors_of(switch, load.troubles) if after < 10), default=0), 2
                ),
                "seconds until a standby followed again": round(switch.protected, 1),
            }
            for switch in run.databases.switches
        ],
        "errors": dict(sorted(Counter(trouble.kind for trouble in load.troubles).items())),
        "longest time without a success, seconds": round(load.times.longest_silence, 2),
        "slowest call, seconds": round(load.times.worst, 2),
        "latency of a call, p50 ms": load.times.quantile(0.5),
        "latency of a call, p99 ms": load.times.quantile(0.99),
        "wrong": len(ledger.wrong),
        **{f"database: {name}": count for name, count in run.totals.items()},
        "driver's CPU, microseconds a code": round(run.driver_seconds / max(1, ledger.handed_out) * 1e6),
        "flushed to the disk": run.extent.flushes,
        "machine": f"{platform.machine()}, {platform.system()} {platform.release()}",
    }


def write(run: Run, folder: Path) -> str:
    """Writes summary.json and summary.md; answers the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    found = figures(run)
    (folder / "summary.json").write_text(json.dumps(found | {"what was wrong": run.ledger.wrong}, indent=2) + "\n")
    lines = ["| | |", "|---|---|"]
    for name, value in found.items():
        if isinstance(value, list):
            for index, one in enumerate(value, 1):
                lines.append(f"| {name}, {index} | {_joined(one)} |")
        else:
            lines.append(f"| {name} | {_joined(value) if isinstance(value, dict) else _plain(value)} |")
    text = "\n".join(lines) + "\n"
    (folder / "summary.md").write_text(text)
    return text


def _plain(value) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _joined(values: dict) -> str:
    return "; ".join(f"{name}: {_plain(value)}" for name, value in values.items()) or "none"
