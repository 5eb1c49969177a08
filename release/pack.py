"""Packs a folder into an archive beside it, the same bytes each time, and prints the archive's name.

    release/pack.py FOLDER SECONDS

All files get the time SECONDS since 1970. A folder for Windows becomes a `.zip`, every other one a `.tar.gz`.
"""

import gzip
import sys
import tarfile
import time
import zipfile
from pathlib import Path


def tar(archive, folder, files, seconds):
    with archive.open("wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed:
        with tarfile.open(mode="w", fileobj=packed, format=tarfile.GNU_FORMAT) as out:
            for file in files:
                entry = tarfile.TarInfo(file.relative_to(folder.parent).as_posix())
                entry.size, entry.mtime = file.stat().st_size, seconds
                entry.mode = 0o755 if file == folder / "jobwright" else 0o644
                with file.open("rb") as content:
                    out.addfile(entry, content)


def zipped(archive, folder, files, seconds):
    with zipfile.ZipFile(archive, "w") as out:
        for file in files:
            name = file.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, time.gmtime(seconds)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, file.read_bytes())


def main():
    folder, seconds = Path(sys.argv[1]), int(sys.argv[2])
    ending, pack = (".zip", zipped) if "-windows-" in folder.name else (".tar.gz", tar)
    archive = folder.with_name(folder.name + ending)
    pack(archive, folder, sorted(file for file in folder.rglob("*") if file.is_file()), seconds)
    print(archive.name)


main()
