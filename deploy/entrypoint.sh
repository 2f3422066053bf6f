#!/bin/sh
# One image, several roles: web, worker, beat, upgrade, or any command of manage.py.
set -eu
cd "$(dirname "$0")/.."

case ${1:-web} in
web)
    # preloaded, the port opens when the product can answer: before that the proxy would send
    # requests to a process that listens and does not work yet
    exec gunicorn -c velocity_crm/gunicorn_conf.py --preload --bind "${BIND:-0.0.0.0:8000}"
    ;;
worker)
    exec celery -A velocity_crm worker --without-mingle --without-gossip --without-heartbeat \
        --concurrency "${WORKERS:-2}" --loglevel "${LOG_LEVEL:-INFO}"
    ;;
beat)
    exec celery -A velocity_crm beat --pidfile= --schedule "${BEAT_SCHEDULE:-/tmp/beat-schedule}" \
        --loglevel "${LOG_LEVEL:-INFO}"
    ;;
upgrade)
    shift
    exec python manage.py upgrade --no-static "$@"
    ;;
*)
    exec python manage.py "$@"
    ;;
esac
