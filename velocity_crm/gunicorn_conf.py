"""The web server's settings, always given with `-c`: gunicorn otherwise reads ./gunicorn.conf.py.

Two workers with four threads each measured best on two cores. No worker is recycled
(`max_requests` 0): recycling without preloading cut the throughput to a third.
"""

from pathlib import Path

wsgi_app = "velocity_crm.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
max_requests = 0
timeout = 60  # an upload of a large file is read by a thread, the heartbeat goes on
graceful_timeout = 25
keepalive = 5
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 -- gunicorn makes private files in it
    worker_tmp_dir = "/dev/shm"  # noqa: S108 -- the heartbeat must not wait for a disk
accesslog = None  # structlog writes one line per request, with its id
