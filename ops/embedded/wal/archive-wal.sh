#!/bin/sh
# PostgreSQL's archive_command: archive-wal.sh %p %f FOLDER
#
# Keeps one file of the write-ahead log, compressed. It is written aside, flushed, and linked to
# its name, which never replaces a file: a name that is taken by other content is an error that
# stops the archiving until a person has looked. Success means that the file is on disk.
set -eu
source=$1 folder=$3
target=$folder/$2.gz

if [ -e "$target" ]; then
    if gzip -dc "$target" | cmp -s - "$source"; then
        sync "$target" "$folder"
        exit 0
    fi
    echo "archive-wal: $target exists with other content" >&2
    exit 1
fi
part=$(mktemp "$folder/.part.XXXXXX")
trap 'rm -f "$part"' EXIT
gzip -n -1 <"$source" >"$part"
sync "$part"
ln "$part" "$target"
sync "$folder"
