#!/bin/sh
# Print the path of a Python this project runs on, or say what is missing.
#
# Candidates are tried by running them: a shim that does not work is passed over. Looked at in
# order: PATH, pyenv's versions, what uv knows. PYTHON names one to use instead.

probe='
import sys
if sys.version_info < (3, 12):
    sys.exit(2)
import ensurepip, ssl, venv, zlib
print(sys.executable)
'
incomplete=''

works() {
    found=$("$1" -c "$probe" 2>/dev/null </dev/null)
    status=$?
    if [ $status -eq 0 ] && [ -n "$found" ]; then
        echo "$found"
        exit 0
    fi
    # 1: new enough, but a module is missing, as in distributions that split Python up
    if [ $status -eq 1 ] && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null </dev/null; then
        [ -n "$incomplete" ] || incomplete=$1
    fi
}

if [ -n "$PYTHON" ]; then
    works "$PYTHON"
    echo "PYTHON=$PYTHON is not a Python 3.12 or newer with venv, ensurepip and ssl." >&2
    exit 1
fi

for name in python3.14 python3.13 python3.12 python3 python; do
    if command -v "$name" >/dev/null 2>&1; then
        works "$name"
    fi
done

for root in "$PYENV_ROOT" "$HOME/.pyenv"; do
    [ -n "$root" ] || continue
    for minor in 14 13 12; do
        for path in "$root/versions/3.$minor".*/bin/python "$root/versions/3.$minor"/bin/python; do
            if [ -x "$path" ]; then
                works "$path"
            fi
        done
    done
done

if command -v uv >/dev/null 2>&1; then
    path=$(uv python find --no-project '>=3.12' 2>/dev/null)
    if [ -n "$path" ]; then
        works "$path"
    fi
fi

if [ -n "$incomplete" ]; then
    echo "$incomplete is new enough, but lacks venv, ensurepip or ssl." >&2
    echo "On Debian and Ubuntu they come with: apt install python3-venv" >&2
else
    echo "Velocity CRM needs Python 3.12 or newer, and none was found on PATH, among pyenv's" >&2
    echo "versions or by uv. Install one, or name one: make demo PYTHON=/path/to/python" >&2
fi
exit 1
