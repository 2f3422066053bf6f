#!/bin/sh
# Puts the image VELOCITY_IMAGE of a compose installation in service: deploy/upgrade.sh
#
# Backs up, migrates, then replaces one web process at a time; the proxy sends requests to the
# other one meanwhile. Run again, it changes nothing. Undo: docs/operations/rollback.md.
set -eu
cd "$(dirname "$0")"
: "${VELOCITY_IMAGE:?set VELOCITY_IMAGE to the image of the new release}"

compose() {
    docker compose "$@"
}

compose up --detach --wait db redis
compose run --rm --entrypoint /app/deploy/entrypoint.sh backup backup take
compose run --rm migrate
for web in web1 web2; do
    compose up --detach --no-deps --wait "$web"
done
compose up --detach --no-deps --wait worker beat backup stream proxy
compose run --rm --no-deps --entrypoint /app/deploy/entrypoint.sh migrate release_gates
