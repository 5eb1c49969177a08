#!/bin/sh
# Saves the paths of the payload, one per line; without a payload, everything.
set -eu

if [ -f /local/paths.txt ]; then
  set -- --files-from /local/paths.txt
else
  set -- /data
fi

# The repository is made at the first run.
restic cat config > /dev/null 2>&1 || restic init

restic backup --host nas --tag "${NOMAD_META_reason:-nightly}" "$@"
restic forget --host nas --keep-daily 7 --keep-weekly 5 --keep-monthly 12 --prune
