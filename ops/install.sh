#!/bin/sh
# Install a hash-pinned lock file into .venv: with uv, or with pip where uv is missing or fails.

set -eu
lock=$1
uv=.venv/tools/bin/uv

echo "Installing $lock"
if [ -x "$uv" ] && "$uv" pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"; then
    exit 0
fi
exec .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
