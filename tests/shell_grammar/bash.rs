//! What bash itself says of a text, without carrying anything of the machine out: no program is found.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// True where there is a bash to ask.
pub fn is_here() -> bool {
    program().is_some()
}

/// For each line whether bash asked for it as the first of a command: an interactive bash prints one prompt before a
/// command and another before each line that goes on with it. `None` where a loop had to be ended: this bash carries
/// commands out, and has a second for it.
pub fn prompts(text: &str) -> Option<Vec<bool>> {
    let output = ask(&["--norc", "--noprofile", "--noediting", "+H", "+m", "-i"], &format!("ulimit -t 1\n{text}"));
    output.status.code()?;
    Some(output.stderr.into_iter().filter(|byte| matches!(byte, 1 | 2)).map(|byte| byte == 1).skip(1).collect())
}

/// True where bash reads a text without a complaint, a warning included.
pub fn reads(text: &str) -> bool {
    let output = ask(&["-n"], text);
    output.status.success() && output.stderr.is_empty()
}

/// A text as bash prints it back, once it is the body of a function.
pub fn meaning(text: &str) -> String {
    let output = ask(&["--norc"], &format!("f() {{\n{text}\n}}\ndeclare -f f\n"));
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn ask(options: &[&str], text: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut bash = Command::new(program().expect("the tests ask first whether there is a bash"))
        .args(options)
        .env_clear()
        .env("PATH", folder.path())
        .env("PS1", "\u{1}")
        .env("PS2", "\u{2}")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    bash.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    bash.wait_with_output().unwrap()
}

/// Where bash lies; by its path, since what it is started with finds no program.
fn program() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join("bash")).find(|path| path.is_file())
}
