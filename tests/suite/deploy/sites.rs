//! `docs/sites.md`, played on two agents: its Rust files are built as a project of one's own.

use crate::cli::import::generated::cargo_in;
use crate::cli::{Project, Run};
use crate::guide::Walkthrough;
use crate::support::agent::Agent;
use crate::support::nomad::{self, Nomad, nomad};
use crate::support::setup::Setup;
use crate::support::shown::snapshot;
use crate::support::{Tested, repository};

/// The manifest, with the sources that are here.
fn manifest() -> String {
    let here = repository("").to_string_lossy().trim_end_matches('/').to_owned();
    format!(
        "[package]\nname = \"registry\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\njobwright = {{ path = {here:?} }}\n\n\
         [build-dependencies]\njobwright-build = {{ path = {:?} }}\n\n[workspace]\n",
        format!("{here}/crates/build")
    )
}

#[test]
fn the_page_shows_what_happens() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = Project::outside();
    folder.file("Cargo.toml", manifest());
    folder.file("Cargo.lock", std::fs::read(repository("Cargo.lock"))?);
    folder.file(
        "build.rs",
        "fn main() -> std::io::Result<()> { jobwright_build::registry(\"registry\") }\n",
    );
    folder.file(
        "src/main.rs",
        "jobwright::registry!();\nfn main() -> std::process::ExitCode { jobwright::cli::main(REGISTRY) }\n",
    );
    let (agents, environment) = two(&nomad)?;
    let binary = nomad::binary().ok_or("no nomad")?;
    let program = |folder: &Project, arguments: &str| -> Run {
        let arguments = match arguments.split(' ').next() {
            Some("plan" | "deploy") => format!("{arguments} --nomad {}", binary.display()),
            _ => arguments.to_owned(),
        };
        cargo_in(folder, "", &arguments, &environment)
    };
    Walkthrough::of("docs/sites.md", &folder, &program, &[]).play(|_| {});
    assert_eq!((jobs(&agents[0]), jobs(&agents[1])), (1, 2));
    Ok(())
}

/// What a program finds in its environment.
type Environment = Vec<(&'static str, String)>;

/// Two agents, and where they are.
fn two(nomad: &Nomad) -> Result<([Agent; 2], Environment), Box<dyn std::error::Error>> {
    let agents = [Agent::of(Setup::dev(), nomad)?, Agent::of(Setup::dev(), nomad)?];
    let address = |agent: &Agent| format!("http://{}", agent.address());
    let environment = vec![
        ("STAGING_NOMAD_ADDR", address(&agents[0])),
        ("PRODUCTION_NOMAD_ADDR", address(&agents[1])),
        // What is usual is nobody's: nothing may go there.
        ("NOMAD_ADDR", "http://127.0.0.1:1".to_owned()),
    ];
    Ok((agents, environment))
}

fn jobs(agent: &Agent) -> usize {
    agent.get("/v1/jobs").and_then(|jobs| Some(jobs.as_array()?.len())).unwrap_or_default()
}

/// A program that never runs, and one that is healthy at first: the second site is not begun after either.
#[test]
fn the_gate_stays_closed() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let binary = nomad::binary().ok_or("no nomad")?;
    let (agents, environment) = two(&nomad)?;
    let deploys = [
        ("exit 1", "", "not begun: production, because `staging` is not done"),
        ("sleep 3; exit 1", "--soak 6s", "job `web` does not have all its allocations running"),
        // It comes up again and again, and runs most of the time.
        ("# again\nsleep 4; exit 1", "--soak 9s", "job `web` has restarted"),
    ];
    for (script, soak, words) in deploys {
        let project = Project::with("sites-deployed").text(script);
        project.quietly("gen").ends(0);
        let arguments = format!(
            "deploy --sites staging,production --auto-approve --nomad {} --receipt r.json {soak}",
            binary.display()
        );
        let run = Run::of(project.command(&arguments).envs(environment.clone()), b"");
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert!(run.stderr.contains("not begun: production"), "{}", run.stderr);
        assert_eq!((jobs(&agents[0]), jobs(&agents[1])), (1, 0), "{}", run.stderr);
        assert!(project.path("r.staging.json").is_file() && !project.path("r.json").exists());
    }
    let project = Project::with("sites-deployed");
    project.quietly("gen").ends(0);
    let deploy =
        format!("deploy --sites staging,production --auto-approve --nomad {}", binary.display());
    Run::of(project.command(&deploy).envs(environment.clone()), b"").ends(0);
    assert_eq!((jobs(&agents[0]), jobs(&agents[1])), (1, 1));
    let drift = |site: &str| {
        let arguments = format!("drift --site {site} --nomad {}", binary.display());
        Run::of(project.command(&arguments).envs(environment.clone()), b"")
    };
    drift("production").ends(0);
    let path = "out/production/web.nomad.hcl";
    project.file(path, project.read(path).replace("sleep 1000", "sleep 2000"));
    drift("production").ends(1);
    drift("staging").ends(0);
    Ok(())
}

#[test]
fn nobody_deploys_to_a_cluster_that_was_not_meant() {
    let project = Project::with("sites-deployed");
    project.quietly("gen").ends(0);
    for arguments in [
        "plan",
        "deploy web --auto-approve",
        "plan --site staging",
        "plan --sites staging,production --address http://127.0.0.1:1",
        "plan --site stagin",
        "plan out/production/web.nomad.hcl --site staging --address http://127.0.0.1:1",
        "deploy --site staging --soak 3s --auto-approve --address http://127.0.0.1:1",
        "plan wbe --site staging",
        "drift",
        "drift --site prod",
    ] {
        project.run(arguments).ends(2);
    }
    snapshot!(project);
}

/// A `nomad` that only notes where it is to ask, and as whom.
fn noting(project: &Project) -> Result<std::path::PathBuf, std::io::Error> {
    let nomad = project.path("nomad");
    std::fs::write(
        &nomad,
        "#!/bin/sh\nif [ \"$1\" = version ]; then echo 'Nomad v1.6.3'; exit 0; fi\n\
         echo \"$NOMAD_ADDR token=$NOMAD_TOKEN region=$NOMAD_REGION namespace=$NOMAD_NAMESPACE\" >> said\nexit 1\n",
    )?;
    std::fs::set_permissions(&nomad, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(nomad)
}

/// Runs a command that reaches no cluster, and gives what the program was told.
fn told(
    fixture: &'static str,
    arguments: &str,
    environment: &[(&str, &str)],
) -> Result<String, std::io::Error> {
    let project = Project::with(fixture);
    project.quietly("gen").ends(0);
    let arguments = format!("{arguments} --patience 1s --nomad {}", noting(&project)?.display());
    let mut command = project.command(&arguments);
    Run::of(command.envs(environment.iter().copied()), b"").ends(2);
    let said = project.read("said");
    Ok(said.lines().next().unwrap_or_default().to_owned())
}

/// Of one of several sites, a token is its own or none; and the only site has its address, too.
#[test]
fn no_cluster_gets_what_is_for_another() -> Tested {
    let usual = [
        ("NOMAD_ADDR", "http://127.0.0.1:9"),
        ("NOMAD_TOKEN", "usual"),
        ("NOMAD_REGION", "eu"),
        ("NOMAD_NAMESPACE", "team"),
    ];
    let with = |own: &[(&'static str, &'static str)]| [&usual[..], own].concat();
    let staging = ("STAGING_NOMAD_ADDR", "http://127.0.0.1:1");
    let production = ("PRODUCTION_NOMAD_ADDR", "http://127.0.0.1:2");
    let own = ("STAGING_NOMAD_TOKEN", "own");
    for command in ["plan --site staging", "drift --site staging"] {
        assert_eq!(
            told("sites-deployed", command, &with(&[staging]))?,
            "http://127.0.0.1:1 token= region= namespace="
        );
        assert_eq!(
            told("sites-deployed", command, &with(&[staging, own]))?,
            "http://127.0.0.1:1 token=own region= namespace="
        );
    }
    for command in ["plan", "drift", "plan --site production"] {
        let rest = "token=usual region=eu namespace=team";
        assert_eq!(told("sites-addressed", command, &usual)?, format!("http://127.0.0.1:1 {rest}"));
        assert_eq!(
            told("sites-addressed", command, &with(&[production]))?,
            format!("http://127.0.0.1:2 {rest}")
        );
        assert_eq!(told("sites-one", command, &usual)?, format!("http://127.0.0.1:9 {rest}"));
    }
    Ok(())
}
