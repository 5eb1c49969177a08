#!/bin/sh
# Builds http-echo, and packs it with its SHA-256, to be unpacked over a base jail.
set -eu

version="v1.0.0"
archive="${NOMAD_ALLOC_DIR}/data/http-echo.txz"
root="${NOMAD_TASK_DIR}/root"

mkdir -p "$root/usr/local/bin"
env GOPATH="${NOMAD_TASK_DIR}/go" GOBIN="$root/usr/local/bin" CGO_ENABLED=0 \
  go install -trimpath "github.com/hashicorp/http-echo@${version}"

tar -cJf "$archive" -C "$root" .
printf '%s  %s\n' "$(sha256 -q "$archive")" "${archive##*/}" | tee "$archive.sha256"
