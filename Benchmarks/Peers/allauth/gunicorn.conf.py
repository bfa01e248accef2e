"""How gunicorn's documentation says to run it: workers by the number of cores, a heartbeat file that is in memory."""

import multiprocessing
import os

bind = f"127.0.0.1:{os.environ['PEER_PORT']}"
workers = int(os.environ.get("PEER_WORKERS", 2 * multiprocessing.cpu_count() + 1))
worker_class = os.environ.get("PEER_WORKER_CLASS", "gthread")
threads = int(os.environ.get("PEER_THREADS", "1" if worker_class == "sync" else "4"))
# Longer than a client waits for its turn.
keepalive = 75
timeout = 120
worker_tmp_dir = "/dev/shm"
# Several run under one user here, and the socket's path is the user's.
control_socket_disable = True
