"""What gunicorn's command line cannot say: a worker ends with its master, however that ends."""

import ctypes
import signal

PR_SET_PDEATHSIG = 1


def post_fork(server, worker):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
