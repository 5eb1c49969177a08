//! Law 6: a run that is killed at any instant leaves each file old or new, and the next one leaves no trace of it.

use std::thread::sleep;
use std::time::Instant;

use super::Project;

const KILLS: u32 = 200;

#[test]
fn a_killed_run_leaves_every_file_old_or_new() {
    let one = Project::with("many").text("one");
    let start = Instant::now();
    one.quietly("gen").ends(0);
    let whole = start.elapsed();
    let two = Project::with("many").text("two");
    two.quietly("gen").ends(0);
    let names = one.files("out");
    assert_eq!(names.len(), 63);
    let read = |project: &Project| {
        names.iter().map(|name| project.read(&format!("out/{name}"))).collect::<Vec<_>>()
    };
    let texts = [read(&one), read(&two)];

    let mut project = one;
    // A small generator of our own: the moments differ, and every run of the test has the same ones.
    let mut random = 0x2545_F491_u32;
    let (mut partly, mut strays) = (0, 0);
    for round in 0..KILLS {
        project = project.text(if round % 2 == 0 { "two" } else { "one" });
        let mut child =
            project.command("gen").stderr(std::process::Stdio::null()).spawn().expect("it starts");
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        sleep(whole.mul_f64(f64::from(random % 1000) / 900.0));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");

        let files = project.files("out");
        strays += files.len() - names.len();
        assert!(names.iter().all(|name| files.contains(name)), "a file is gone in round {round}");
        let now = read(&project);
        let mut new = 0;
        for (index, text) in now.iter().enumerate() {
            assert!(
                *text == texts[0][index] || *text == texts[1][index],
                "{} is torn in round {round}",
                names[index]
            );
            new += usize::from(*text == texts[1][index] && texts[0][index] != texts[1][index]);
        }
        partly += usize::from(new > 0 && new < 60);
    }
    project.quietly("gen").ends(0);
    assert_eq!(project.files("out"), names, "a stray file is left");
    println!(
        "{KILLS} kills: {partly} left the folder between old and new, {strays} temporary files were swept"
    );
}
