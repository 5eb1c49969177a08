#!/bin/sh
# The database starts at the same moment as this script: wait until it answers, then migrate.
set -eu

cd /opt/netbox/netbox
manage() { /opt/netbox/venv/bin/python manage.py "$@"; }

for attempt in $(seq 60); do
  if manage showmigrations > /dev/null 2>&1; then
    manage migrate --no-input
    exit
  fi
  echo "attempt ${attempt}: the database does not answer yet"
  sleep 2
done

echo "the database did not answer within two minutes" >&2
exit 1
