#!/bin/sh
# A backup a day, read again, and forgetting what is older than the window; a drill a month. Until
# stopped (compose only; on a server of your own the systemd timers do this).
set -u
cd "$(dirname "$0")/.." || exit

backup() {
    python manage.py backup "$@"
}

drill() { # its mark lies in the vault, so that a new container does not begin to count anew
    mark=$BACKUP_DIR/drilled
    [ -n "$(find "$mark" -mtime -"${DRILL_DAYS:-30}" 2>/dev/null)" ] || { backup drill && touch "$mark"; }
}

while :; do
    pause=${EVERY:-86400}
    if backup take; then
        backup verify && backup prune --window "${WINDOW:-30d}"
        drill
    else
        pause=${AGAIN:-900} # a database that was away for a minute costs no day
    fi
    sleep "$pause" &
    wait $!
done
