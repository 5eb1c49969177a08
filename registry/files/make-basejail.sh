#!/bin/sh
# Builds a base jail of the node's own release, and packs it with its SHA-256.
set -eu

release="$(freebsd-version -u | sed 's/-p[0-9]*$//')"
archive="${NOMAD_ALLOC_DIR}/data/basejail.txz"
root="${NOMAD_TASK_DIR}/root"

mkdir -p "$root"
fetch -q -o - "https://download.freebsd.org/releases/$(uname -m)/${release}/base.txz" |
  tar -xJf - -C "$root"

# A jail boots no kernel and needs no sources, manuals or tests.
chflags -R noschg "$root"
rm -rf "$root/boot" "$root/rescue" "$root/usr/share/man" "$root/usr/tests"
cp /etc/resolv.conf "$root/etc/"

tar -cJf "$archive" -C "$root" .
printf '%s  %s\n' "$(sha256 -q "$archive")" "${archive##*/}" | tee "$archive.sha256"
