#!/bin/sh
# Runs Python's web server in a jail of this allocation, until Nomad asks to stop.
set -eu

JAILDIR="${NOMAD_TASK_DIR}/root"
JAIL="python-${NOMAD_ALLOC_ID%%-*}"

cleanup() {
  trap - INT TERM EXIT
  jail -r "$JAIL" 2> /dev/null || true
  umount "${JAILDIR}/dev" 2> /dev/null || true
  exit "${1:-0}"
}
trap 'cleanup 0' INT TERM
trap 'cleanup $?' EXIT

mkdir -p "$JAILDIR/srv"
echo "hello from ${NOMAD_ALLOC_NAME} on ${HOSTNAME:-$(hostname)}" > "$JAILDIR/srv/index.html"

jail -c name="$JAIL" path="$JAILDIR" host.hostname="${NOMAD_JOB_NAME}" ip4=inherit mount.devfs \
  command=/usr/local/bin/python3 -m http.server "$NOMAD_PORT_http" --directory /srv &
wait $!
