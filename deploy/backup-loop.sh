#!/bin/sh
# A backup a day, and forgetting what is older than the window, until stopped (compose only; on a
# server of your own the systemd timers do this).
set -u
cd "$(dirname "$0")/.." || exit

while :; do
    python manage.py backup take && python manage.py backup prune --window "${WINDOW:-30d}"
    sleep "${EVERY:-86400}" &
    wait $!
done
