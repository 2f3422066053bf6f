#!/bin/sh
# PostgreSQL's restore_command: restore-wal.sh %f %p VAULT
#
# Brings one file of the write-ahead log back: from the archive, else from what was streamed, else
# the part of it that was streamed before the server was lost. Status 1 says there is none.
set -eu
name=$1 target=$2 vault=$3

if [ -e "$vault/wal/$name.gz" ]; then
    exec gzip -dc "$vault/wal/$name.gz" >"$target"
fi
for file in "$vault/stream/$name" "$vault/stream/$name.partial"; do
    if [ -e "$file" ]; then
        exec cp "$file" "$target"
    fi
done
exit 1
