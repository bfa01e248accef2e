"""Waiting for what comes true by itself."""

import time


def until(condition, patience: float) -> float:
    """Asks again and again; answers after how many seconds it held."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > patience:
            raise TimeoutError(f"it did not become true within {patience} s")
        time.sleep(0.02)
    return time.monotonic() - begin
