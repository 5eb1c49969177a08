//! No secret stands in anything that `diff` says, and what is none is shown.

use std::fmt::Write;

use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::case;
use crate::cli::Project;
use crate::support::choices::{Choices, choices};
use crate::support::drawn;

/// No secret takes more choices than half of these.
const MOST: usize = 80;

fn of(letters: &str, length: usize, choices: &mut Choices) -> String {
    let letters: Vec<char> = letters.chars().collect();
    (0..length).map(|_| choices.one(&letters)).collect()
}

/// What people and machines take for a password, known by its name alone.
fn named(choices: &mut Choices) -> String {
    const LETTERS: &str = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    match choices.below(6) {
        0 => of("0123456789", 10, choices),
        1 => of("0123456789abcdef", 32, choices),
        2 => format!("{}-{}", of("bcdfghjk", 7, choices), of("lmnpqrst", 7, choices)),
        // No word goes on so.
        3 => format!("change{}{}", of("23456789", 1, choices), of(LETTERS, 7, choices)),
        4 => of(LETTERS, 9, choices),
        _ => of(LETTERS, 16, choices),
    }
}

/// The same with all that may stand in one.
fn wild(choices: &mut Choices) -> String {
    let begin = choices.one(&["", "!", "$", "/", "*", "-", "@", "&", "."]);
    format!("{begin}{}", of("abcdefghijkXYZ0123456789!#*+-_.:/,;=@^~", 14, choices))
}

/// What is known by its letters, whatever its name.
fn random(choices: &mut Choices) -> String {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let begin = choices.one(&["", "", "ghp_", "glpat-", "xoxb-", "hvs.", "sk_live_", "npm_"]);
    format!("{begin}aB3x9{}Zk7Qw2", of(LETTERS, 30, choices))
}

/// What belongs into a job where, before and after.
#[derive(Default)]
struct Job {
    job: String,
    group: String,
    service: String,
    check: String,
    task: String,
    config: String,
    secrets: Vec<String>,
}

/// The names of secrets that people use.
const NAMES: [&str; 16] = [
    "DB_PASSWORD",
    "POSTGRES_PASS",
    "API_TOKEN",
    "api_key",
    "SecretKey",
    "MYSQL_ROOT_PW",
    "PGPASSWORD",
    "JWT_SECRET",
    "SESSION_SECRET",
    "AWS_SECRET_ACCESS_KEY",
    "REDIS_AUTH",
    "SMTP_PWD",
    "ENCRYPTION_KEY",
    "VAULT_SECRET_ID",
    "authToken",
    "MASTER_KEY",
];

/// A line of a template in one of the forms that configurations have.
fn line(form: &mut Choices, secret: &str) -> String {
    let name = form.one(&NAMES);
    let lower = name.to_ascii_lowercase();
    match form.below(16) {
        0 => format!("{name}={secret}"),
        1 => format!("export {name}=\"{secret}\""),
        2 => format!("{lower}: {secret}"),
        3 => format!("  \"{lower}\": \"{secret}\","),
        4 => format!("{lower} = '{secret}'"),
        5 => format!("<{lower}>{secret}</{lower}>"),
        6 => format!("url = postgres://web:{secret}@db.example.com:5432/web"),
        7 => format!("requirepass {secret}"),
        8 => format!("curl -H 'Authorization: Bearer {secret}' https://example.com"),
        9 => format!("- {{ user: web, {lower}: {secret} }}"),
        10 => format!("machine db.example.com login web password {secret}"),
        11 => format!("ALTER USER web WITH PASSWORD '{secret}';"),
        12 => format!("dsn = web:{secret}@tcp(db:3306)/web"),
        13 => format!("- name: {name}\n  value: {secret}"),
        14 => format!("{lower}:\n  {secret}"),
        _ => format!("mysqldump -uweb -p{secret} web"),
    }
}

/// Puts a new secret at a place of a kind, in the form that is chosen.
fn put(runner: &mut TestRunner, kind: usize, mut form: Choices, job: &mut Job) {
    let [named, random, wild] = [named, random, wild]
        .map(|secret| secret(&mut drawn::drawn(&choices(MOST), runner).current()));
    let name = form.one(&NAMES);
    let (into, text, secret) = match kind {
        0 => (&mut job.task, format!("env {{\n  {name} = \"{wild}\"\n}}\n"), wild),
        1 => (&mut job.task, format!("env {{\n  COOKIE_BOX = \"{random}\"\n}}\n"), random),
        2 => (
            &mut job.task,
            format!("env {{\n  DATABASE_URL = \"mysql://web:{named}@db:3306/web?x=1\"\n}}\n"),
            named,
        ),
        3..=10 => {
            let line = line(&mut form, &named);
            let text = format!(
                "template {{\n  destination = \"local/t\"\n  data = <<EOF\n[main]\nhost = db\n{line}\nport = 80\nEOF\n}}\n"
            );
            (&mut job.task, text, named)
        }
        11 => (
            &mut job.config,
            format!("auth {{\n  username = \"web\"\n  password = \"{wild}\"\n}}\n"),
            wild,
        ),
        12 => (&mut job.config, format!("args = [\"serve\", \"--password\", \"{wild}\"]\n"), wild),
        13 => (&mut job.config, format!("args = [\"--api-token={wild}\", \"--port=80\"]\n"), wild),
        14 => {
            let text = format!("args = [\"-c\", \"mysqldump --password {named} -h db | gzip\"]\n");
            (&mut job.config, text, named)
        }
        15 => {
            let tag =
                format!("traefik.http.middlewares.a.basicauth.users=web:{named},two:x{named}");
            (&mut job.service, format!("tags = [\"a\", \"{tag}\"]\n"), named)
        }
        16 => (&mut job.service, format!("meta {{\n  {name} = \"{wild}\"\n}}\n"), wild),
        17 => (&mut job.job, format!("meta {{\n  {name} = \"{named}\"\n}}\n"), named),
        18 => (&mut job.group, format!("meta {{\n  {name} = \"{random}\"\n}}\n"), random),
        19 => (
            &mut job.group,
            format!(
                "constraint {{\n  attribute = \"${{meta.api_token}}\"\n  value = \"{named}\"\n}}\n"
            ),
            named,
        ),
        20 => (
            &mut job.group,
            format!(
                "constraint {{\n  attribute = \"${{meta.rack}}\"\n  value = \"{random}\"\n}}\n"
            ),
            random,
        ),
        21 => (
            &mut job.check,
            format!("header {{\n  Authorization = [\"Bearer {named}\"]\n}}\n"),
            named,
        ),
        22 => (&mut job.check, format!("header {{\n  X-Api-Key = [\"{wild}\"]\n}}\n"), wild),
        23 => {
            (&mut job.check, format!("body = \"{{\\\"password\\\": \\\"{named}\\\"}}\"\n"), named)
        }
        24 => (
            &mut job.task,
            format!(
                "artifact {{\n  source = \"https://web:{named}@example.com/a.tgz\"\n  headers {{\n    X-Vault-Token = \"{named}\"\n  }}\n}}\n"
            ),
            named,
        ),
        25 => {
            let body = random.replace(['_', '.', '-'], "A");
            let text = format!(
                "template {{\n  destination = \"local/k\"\n  data = <<EOF\na = 1\n-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\nEOF\n}}\n"
            );
            (&mut job.task, text, body)
        }
        26 => (
            &mut job.config,
            format!(
                "logging {{\n  type = \"splunk\"\n  config {{\n    splunk-token = \"{named}\"\n  }}\n}}\n"
            ),
            named,
        ),
        27 => (&mut job.config, format!("labels = {{\n  {name} = \"{wild}\"\n}}\n"), wild),
        _ => (&mut job.config, format!("command = \"run?token={named}&x=1\"\n"), named),
    };
    into.push_str(&text);
    job.secrets.push(secret);
}

/// So many kinds of places there are.
const KINDS: usize = 29;

fn text(name: &str, job: &Job) -> String {
    let mut text = String::new();
    let Job { job, group, service, check, task, config, .. } = job;
    write!(
        text,
        "job \"{name}\" {{\n{job}\ngroup \"web\" {{\n{group}\nnetwork {{\nport \"http\" {{}}\n}}\n\
         service {{\nname = \"web\"\nport = \"http\"\n{service}\ncheck {{\ntype = \"http\"\npath = \"/\"\ninterval = \"9s\"\ntimeout = \"2s\"\n{check}\n}}\n}}\n\
         task \"web\" {{\ndriver = \"docker\"\nconfig {{\nimage = \"web:1\"\n{config}\n}}\n{task}\n}}\n}}\n}}\n"
    )
    .expect("memory");
    text
}

/// Jobs with two secrets each that are others afterwards, or are not there on one side. Two secrets at one place would
/// be an attribute that is set twice.
fn jobs(folder: &Project) -> Vec<(String, Vec<String>)> {
    let mut runner = drawn::runner(1);
    let mut all = Vec::new();
    for at in 0..KINDS * 4 {
        let (mut old, mut new) = (Job::default(), Job::default());
        let kind = at % KINDS;
        let sides = at / KINDS;
        let form = drawn::drawn(&choices(8), &mut runner).current();
        if sides != 2 {
            put(&mut runner, kind, form.clone(), &mut old);
        }
        if sides != 3 {
            put(&mut runner, kind, form, &mut new);
        }
        new.job.push_str("priority = 70\n");
        let name = format!("job-{at}");
        folder.file(&format!("old/{name}.nomad.hcl"), text(&name, &old));
        folder.file(&format!("new/{name}.nomad.hcl"), text(&name, &new));
        let secrets = old.secrets.into_iter().chain(new.secrets).collect();
        all.push((name, secrets));
    }
    all
}

/// The first part of a secret that stands in a text: six letters would say enough of it.
fn part<'s>(said: &str, secret: &'s str) -> Option<&'s str> {
    let starts = 0..secret.len().saturating_sub(5);
    starts
        .filter_map(|at| secret.get(at..at + 6))
        .find(|part| *part != "change" && said.contains(part))
}

/// What git's driver says of a job.
fn driver(name: &str) -> String {
    let file = format!("{name}.nomad.hcl");
    format!("diff --git-driver {file} old/{file} aaaa 100644 new/{file} bbbb 100644")
}

#[test]
fn no_secret_stands_in_any_output() {
    let folder = Project::outside();
    let jobs = jobs(&folder);
    assert!(jobs.len() >= 50);
    let mut outputs = vec![
        folder.quietly("diff old new").ends(0),
        folder.quietly("diff old new --full").ends(0),
        folder.quietly("diff old new --format markdown").ends(0),
        folder.quietly("diff old new --format json").ends(0),
    ];
    let each = jobs.iter().take(KINDS * 2);
    outputs.extend(each.map(|(name, _)| folder.quietly(&driver(name)).ends(0)));
    let said: Vec<String> =
        outputs.iter().map(|run| format!("{}{}", run.stdout, run.stderr)).collect();
    let mut leaks = Vec::new();
    for (name, secrets) in &jobs {
        for secret in secrets {
            for text in &said {
                let line = part(text, secret)
                    .and_then(|part| text.lines().find(|line| line.contains(part)));
                leaks.extend(line.map(|line| format!("{name}: {secret} in {line}")));
            }
        }
    }
    leaks.sort();
    leaks.dedup();
    assert!(leaks.is_empty(), "{} secrets are shown:\n{}", leaks.len(), leaks.join("\n"));
}

/// Where all is asked for, it is there: the test above would hold of an empty page.
#[test]
fn secrets_are_shown_to_who_asks() {
    let folder = Project::outside();
    let jobs = jobs(&folder);
    let text = folder.quietly("diff old new --full --show-secrets").ends(0).stdout;
    let json = folder.quietly("diff old new --format json --show-secrets").ends(0).stdout;
    // A block that is new or gone as a whole is named, and what is in a long one is not shown.
    let there: Vec<_> = jobs.iter().filter(|(_, secrets)| secrets.len() == 2).collect();
    assert!(there.len() >= 50, "{}", there.len());
    for (name, secrets) in &there {
        for secret in secrets {
            assert!(text.contains(secret.as_str()), "{name}: {secret}");
            assert!(json.contains(secret.as_str()), "{name}: {secret}");
        }
    }
    let hidden = folder.quietly("diff old new --full").ends(0).stdout;
    for (name, secrets) in there {
        let (_, own) = hidden.split_once(&format!("\njob {name}\n")).expect("the job");
        let own = own.split("\njob ").next().unwrap_or_default();
        // A constraint is another one, for what it says is all that it is known by.
        let is_seen =
            own.contains("(another secret)") || own.contains("\n  + group \"web\" > constraint");
        assert!(is_seen, "{name}, {secrets:?}: nobody sees the change\n{own}");
    }
}

/// Values that look a little like secrets, and are none.
const OPEN: [&str; 26] = [
    "registry.example.com:5000/team/web:1.4.2-alpine3.19",
    "web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "v2.11.0-rc.3+build.20240116",
    "RELEASE.2024-01-16T16-07-38Z",
    "https://example.com/a/b?page=2&sort=name",
    "http://user@example.com:8080/",
    "postgres://db.example.com:5432/web?sslmode=disable",
    "/srv/PlatformServices/NetBox2023/Configuration/Settings1.yaml",
    "/run/secrets/db",
    "${NOMAD_PORT_http}",
    "${attr.unique.hostname}",
    "{{ with nomadVar `nomad/jobs/web` }}{{ .password }}{{ end }}",
    "550e8400-e29b-41d4-a716-446655440000",
    "2024-01-16T16:07:38+01:00",
    "10.0.0.0/8,fd00::/8",
    "com.example.web.WebApplicationServerFactoryBean2",
    "eu-central-1",
    "Mozilla/5.0 (X11; Linux x86_64)",
    "traefik.http.routers.web.tls.certresolver=letsencrypt",
    "--config=/local/web.yaml",
    "0 3 * * 1-5",
    "info,web=debug",
    "team-a@example.com",
    "arn:aws:iam::123456789012:role/web-production",
];

/// Names that have a part of the name of a secret in them, and are none.
const NO_NAMES: [&str; 10] = [
    "KEYBOARD",
    "KEYSPACE",
    "KEYCLOAK_HOST",
    "TOKEN_TTL",
    "DB_PASSWORD_FILE",
    "PUBLIC_KEY",
    "CACHE_KEY",
    "BYPASS",
    "COMPASS",
    "AUTHOR",
];

#[test]
fn what_is_no_secret_is_shown() {
    let folder = Project::outside();
    let mut env = String::new();
    for (at, value) in OPEN.iter().enumerate() {
        // A template keeps what HCL would read as an expression.
        writeln!(env, "V{at} = \"{value}\"").expect("memory");
    }
    for (at, name) in NO_NAMES.iter().enumerate() {
        writeln!(env, "{name} = \"plain{at}\"").expect("memory");
    }
    let new = Job { task: format!("env {{\n{env}}}\n"), ..Job::default() };
    folder.file("old.nomad.hcl", text("web", &Job::default()));
    folder.file("new.nomad.hcl", text("web", &new));
    let said = folder.quietly("diff old.nomad.hcl new.nomad.hcl --full").ends(0).stdout;
    let missing: Vec<&&str> = OPEN.iter().filter(|value| !said.contains(**value)).collect();
    assert!(missing.is_empty(), "not shown: {missing:?}\n{said}");
    for (at, name) in NO_NAMES.iter().enumerate() {
        assert!(said.contains(&format!("\"plain{at}\"")), "{name} is hidden");
    }
    assert!(!said.contains("secret)"), "{said}");
    // In a template, too.
    let lines: String =
        OPEN.iter().map(|value| format!("{}\n", value.replace("${", "$${"))).collect();
    let template =
        format!("template {{\ndestination = \"local/t\"\ndata = <<EOF\n{lines}EOF\n}}\n");
    folder.file("new.nomad.hcl", text("web", &Job { task: template, ..Job::default() }));
    let said = folder.quietly("diff old.nomad.hcl new.nomad.hcl --format json").ends(0).stdout;
    assert!(!said.contains("(secret)"), "{said}");
    let said =
        folder.quietly("diff old.nomad.hcl new.nomad.hcl --full --show-secrets").ends(0).stdout;
    assert_eq!(said, folder.quietly("diff old.nomad.hcl new.nomad.hcl --full").ends(0).stdout);
}

/// Lines of one text that changed are seen to have changed, though both sides are hidden.
#[test]
fn another_secret_in_a_text_is_seen() {
    let said = case("22-secret-in-template").quietly("diff old new").ends(0).stdout;
    assert!(
        said.contains("- password = (secret)\n      + password = (another secret)\n"),
        "{said}"
    );
}
