#!/bin/sh
# Serves the page with whatever this node has.
if command -v python3 > /dev/null; then
  exec python3 -m http.server "$NOMAD_PORT_http" --directory local/www
elif command -v busybox > /dev/null; then
  exec busybox httpd -f -p "$NOMAD_PORT_http" -h local/www
fi
echo "this node has neither python3 nor busybox" >&2
exit 1
