//! A small disk, which a test can fill. It is memory, and only root may mount it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::daemon;
use super::skip::{self, Needed};

pub const NEEDED: Needed = Needed {
    program: "root",
    required_by: "JOBWRIGHT_REQUIRE_ROOT",
    help: "run the tests as root on Linux, who may mount disks and volumes",
};

/// A small disk for the test that asks, or None after noting that the test is skipped.
macro_rules! disk {
    ($megabytes:expr) => {
        $crate::support::disk::Disk::or_skip($megabytes, $crate::support::skip::name_of(|| ()))
    };
}
pub(crate) use disk;

/// A mounted disk; gone, with what is on it, when it is dropped.
pub struct Disk {
    folder: TempDir,
}

impl Disk {
    /// `disk!(MB)` fills in the name of the test.
    pub fn or_skip(megabytes: u32, test: &str) -> Option<Self> {
        skip::found(Self::mount(megabytes), &NEEDED, test)
    }

    /// None where that is not allowed.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = daemon::folder("disk-").ok()?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]);
        mount.arg(folder.path()).stderr(Stdio::null());
        let mounted = mount.status().is_ok_and(|status| status.success());
        mounted.then_some(Self { folder })
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills what is free, to the last byte.
    pub fn fill(&self) -> io::Result<()> {
        let mut file = File::options().create(true).append(true).open(self.ballast())?;
        for size in [1024 * 1024, 4096, 1] {
            let block = vec![0; size];
            while file.write_all(&block).is_ok() {}
        }
        Ok(())
    }

    /// Frees what was filled.
    pub fn free(&self) -> io::Result<()> {
        fs::remove_file(self.ballast())
    }

    fn ballast(&self) -> PathBuf {
        self.folder.path().join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: what was killed a moment ago may still hold a file.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}
