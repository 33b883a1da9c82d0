//! One call of the program, and what it said.

use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;

use crate::scene::Scene;

/// What came of a call.
pub struct Run {
    pub line: String,
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Runs a command to its end. Whatever it is asked, it does not panic.
    pub fn of(mut command: Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let run = Self {
            line: command.get_args().map(|it| it.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" "),
            status: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        };
        assert!(!run.stderr.contains("panicked") && !run.stdout.contains("panicked"), "{}", run.shown());
        run
    }

    /// The document on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}", self.shown()))
    }

    #[track_caller]
    pub fn status(&self, expected: i32) -> &Self {
        assert_eq!(self.status, Some(expected), "{}", self.shown());
        self
    }

    /// Standard output holds a text.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text), "no `{text}` in\n{}", self.shown());
        self
    }

    /// Standard error holds a text.
    #[track_caller]
    pub fn complains(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "no `{text}` in\n{}", self.shown());
        self
    }

    pub fn shown(&self) -> String {
        format!("$ taskpacket {}\n{}{}exit {:?}", self.line, self.stdout, self.stderr, self.status)
    }
}

/// A finding, as a test states it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub gate: String,
    pub place: String,
}

/// The findings of a severity that follow from no other one: gate (or code) and `file:line`. The scenes carry evidence by
/// hand, so that not every test has to run a plan; the warning about that is for `evidence.rs` to look at.
pub fn roots(report: &Value, severity: &str) -> Vec<Told> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    let mut told: Vec<Told> = findings
        .filter(|finding| finding["severity"] == severity && finding["follows"].is_null())
        .filter(|finding| severity == "error" || finding["gate"] != "evidence_fresh")
        .map(|finding| Told {
            gate: if finding["gate"].is_null() { word(&finding["code"]) } else { word(&finding["gate"]) },
            place: place(finding),
        })
        .collect();
    told.sort();
    told.dedup();
    told
}

/// Where a finding points: `file:line`, and `file@:line` where that is the file as a commit has it.
fn place(finding: &Value) -> String {
    let at = if finding["commit"].is_null() { "" } else { "@" };
    format!("{}{at}:{}", finding["file"].as_str().unwrap_or_default(), finding["line"])
}

/// Something done to a repository.
pub type Deed = fn(&Scene);

/// One way to be wrong: what is done to a repository that passes, which gate must say so, and at which line of which
/// file (given by a text that stands in it; an empty one is line 1). `file@` is the file before the deed.
pub struct Wrong {
    pub name: &'static str,
    pub deed: Deed,
    pub gate: &'static str,
    pub file: &'static str,
    pub text: &'static str,
}

/// Does each wrong in a repository of its own and asks: the one error must be that of the gate, at the place.
#[track_caller]
pub fn each_fails(scene: fn() -> Scene, line: &str, wrongs: &[Wrong]) {
    let mut failed = String::new();
    for Wrong { name, deed, gate, file, text } in wrongs {
        let scene = scene();
        let path = file.trim_end_matches('@');
        let number = |scene: &Scene| if text.is_empty() { 1 } else { scene.line_of(path, text) };
        let before = file.ends_with('@').then(|| number(&scene));
        deed(&scene);
        let run = scene.call(&format!("{line} --format json"));
        let place = format!("{file}:{}", before.unwrap_or_else(|| number(&scene)));
        let expected = vec![Told { gate: (*gate).to_owned(), place }];
        let got = roots(&run.json(), "error");
        if got != expected || run.status != Some(1) {
            let _ = write!(failed, "## {name}: expected {expected:?}, got {got:?}\n{}\n", scene.call(line).shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// One way to be right.
pub struct Right {
    pub name: &'static str,
    pub deed: Deed,
    /// The gates that warn.
    pub warns: &'static [&'static str],
}

/// Does each deed in a repository of its own and asks: it must pass, with these warnings and no others.
#[track_caller]
pub fn each_passes(scene: fn() -> Scene, line: &str, rights: &[Right]) {
    let mut failed = String::new();
    for Right { name, deed, warns } in rights {
        let scene = scene();
        deed(&scene);
        let run = scene.call(&format!("{line} --format json"));
        let mut got: Vec<String> = roots(&run.json(), "warning").into_iter().map(|told| told.gate).collect();
        got.dedup();
        if got != *warns || run.status != Some(0) {
            let _ = write!(failed, "## {name}: warnings {got:?}, not {warns:?}\n{}\n", scene.call(line).shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
