"""The harness is that of the end-to-end tests."""

import signal
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "E2E"))

# Whoever ends the run early ends what it started, too.
signal.signal(signal.SIGTERM, signal.default_int_handler)
