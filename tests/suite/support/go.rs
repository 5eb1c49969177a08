//! Go: its module cache, with the sources of Nomad and of its libraries; and programs that it builds for the tests.

use super::skip::{self, Needed};
use super::{files, on_path, repository};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

const NEEDED: Needed = Needed {
    program: "go",
    required_by: "JOBWRIGHT_REQUIRE_NOMAD",
    help: "the files in Nomad's source are found in Go's module cache, after Nomad was built from tests/nomad",
};

/// The folder of a module that `tests/nomad/go.mod` names, or None after noting that `test` is skipped.
pub fn module_or_skip(module: &str, test: &str) -> Option<PathBuf> {
    skip::found(folder(module), &NEEDED, test)
}

/// Where Go has downloaded it.
fn folder(module: &str) -> Option<PathBuf> {
    let mut go = Command::new("go");
    go.args(["list", "-m", "-f", "{{.Dir}}", module]).current_dir(repository("tests/nomad"));
    let output = go.output().ok().filter(|output| output.status.success())?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim_end());
    folder.is_dir().then_some(folder)
}

/// Whether the tests are to do without Nomad, and without what is built for it: `JOBWRIGHT_NOMAD=none`.
pub fn is_unwanted() -> bool {
    std::env::var_os("JOBWRIGHT_NOMAD").is_some_and(|path| path == "none")
}

/// A program in the target folder, built there first from a package that the module in a folder of this repository
/// names, if it is missing or older than the module's files. None if it cannot be built.
pub fn built(module: &str, package: &str, program: &str) -> Option<PathBuf> {
    let go = on_path("go").filter(|_| !is_unwanted())?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name(program);
    let (binary, module) = (folder.join(program), repository(module));
    fs::create_dir_all(&folder).ok()?;
    // Other threads and other test processes wait here, then find it built. The lock ends with the file.
    let lock = File::create(folder.join("build.lock")).ok()?;
    lock.lock().ok()?;
    let newest = files(&module).ok()?.iter().filter_map(|file| changed(file)).max();
    if changed(&binary).is_some_and(|built| Some(built) > newest) {
        return Some(binary);
    }
    build(&go, &module, package, &binary).then_some(binary)
}

fn build(go: &Path, module: &Path, package: &str, binary: &Path) -> bool {
    let (unfinished, log) =
        (binary.with_extension("unfinished"), binary.with_file_name("build.log"));
    let program = binary.file_name().unwrap_or_default().display();
    skip::say(&format!("building {program} from {} (minutes, the first time)", module.display()));
    let Ok(output) = File::create(&log) else { return false };
    let mut command = Command::new(go);
    command.args(["build", "-o"]).arg(&unfinished).arg(package).current_dir(module);
    let built = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(output).status();
    let done =
        built.is_ok_and(|status| status.success()) && fs::rename(&unfinished, binary).is_ok();
    if !done {
        let said = fs::read_to_string(log).unwrap_or_default();
        skip::say(&format!("{program} could not be built: {said}"));
    }
    done
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|facts| facts.modified()).ok()
}
