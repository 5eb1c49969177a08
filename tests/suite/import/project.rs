//! A project that is made of printed definitions, compiled and run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use jobwright::import::Definition;

use crate::support::{Tested, repository};

/// What every such program does: it renders all jobs into the folder `got`.
const MAIN: &str = r#"#![deny(warnings)]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let renderer = jobwright::render::Renderer::new(Default::default())?;
    std::fs::create_dir_all("got")?;
    for (number, definitions) in jobs().into_iter().enumerate() {
        for definition in definitions {
            let jobwright::Definition::Job(job) = definition else { continue };
            std::fs::write(format!("got/{number}.hcl"), renderer.job(&job, "")?)?;
        }
    }
    Ok(())
}
"#;

/// The site of `homelab()`.
const SITE: &str = r#"pub fn site() -> jobwright::house::Site {
    jobwright::house::Site::new("homelab")
        .region("global")
        .datacenters(["dcs"])
        .domain("slab.lan")
        .image_registry("registry.slab.lan:5000")
}
"#;

/// A cargo project below `target/tmp`.
pub struct Project {
    name: &'static str,
    folder: PathBuf,
    modules: String,
    calls: String,
    expected: Vec<(String, String)>,
    definitions: Vec<PathBuf>,
}

impl Project {
    /// An empty project of the site `homelab`; what an earlier run left is gone.
    pub fn new(name: &'static str) -> Result<Self, std::io::Error> {
        Self::of_site(name, SITE)
    }

    /// An empty project with this text as its `site.rs`.
    pub fn of_site(name: &'static str, site: &str) -> Result<Self, std::io::Error> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/site.rs"), site)?;
        let (modules, calls) = (String::new(), String::new());
        let (expected, definitions) = (Vec::new(), Vec::new());
        Ok(Self { name, folder, modules, calls, expected, definitions })
    }

    /// Adds a definition, and the HCL of the job that it should be. Each lies in a folder of its own, so that file names
    /// may be the same.
    pub fn add(&mut self, definition: Definition, hcl: String) -> Tested {
        let number = self.expected.len();
        let own = self.folder.join(number.to_string());
        let file = own.join(format!("registry/jobs/{}.rs", definition.file_stem));
        fs::create_dir_all(file.parent().ok_or("no folder")?)?;
        fs::write(&file, &definition.text)?;
        for (path, text) in &definition.files {
            let path = own.join(path);
            fs::create_dir_all(path.parent().ok_or("no folder")?)?;
            fs::write(path, text)?;
        }
        self.modules += &format!("#[path = {file:?}]\nmod job_{number};\n");
        self.calls += &format!("        jobwright::define(job_{number}::job, &site::site()),\n");
        self.expected.push((definition.text, hcl));
        self.definitions.push(file);
        Ok(())
    }

    /// Compiles and runs the program, and compares what it renders. The layout is rustfmt's own.
    pub fn check(&self) -> Tested {
        self.write()?;
        run(Command::new("rustfmt")
            .args(["--edition", "2024", "--check", "--config-path"])
            .arg(repository("rustfmt.toml"))
            .args(&self.definitions))?;
        // The dependencies that are there already are not built again.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("no target folder")?;
        run(Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline"])
            .env("CARGO_TARGET_DIR", target)
            .current_dir(&self.folder))?;
        for (number, (text, expected)) in self.expected.iter().enumerate() {
            let got = fs::read_to_string(self.folder.join(format!("got/{number}.hcl")))?;
            assert_eq!(&got, expected, "{text}");
        }
        Ok(())
    }

    fn write(&self) -> Tested {
        let Self { name, modules, calls, .. } = self;
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             jobwright = {{ path = {:?} }}\n\n[workspace]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n\n\
             [profile.dev.package.\"*\"]\ndebug = false\n",
            repository("")
        );
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        fs::copy(repository("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        let jobs = format!(
            "\nfn jobs() -> Vec<Vec<jobwright::Definition>> {{\n    vec![\n{calls}    ]\n}}\n"
        );
        fs::write(
            self.folder.join("src/main.rs"),
            format!("{MAIN}{jobs}\n#[allow(dead_code)]\nmod site;\n{modules}"),
        )?;
        Ok(())
    }
}

/// Runs a program that must succeed.
pub fn run(command: &mut Command) -> Tested {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&said)).into())
}
