//! `doctor` over a thousand packets with fifty planted disagreements, all of which it names, and nothing else.

use std::collections::BTreeSet;

use crate::many::{Many, NOW};
use crate::program::Program;
use crate::stopwatch::{self, Measure};

/// How long it takes, once it has named exactly what was planted.
pub fn measure(program: &Program) {
    println!("\ndoctor, 1,000 packets, 50 disagreements (aim: 2.0 s)");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("repo");
    std::fs::create_dir(&root).unwrap();
    let init = std::process::Command::new("git").current_dir(&root).args(["init", "-q", "-b", "main"]).status();
    assert!(init.unwrap().success(), "git init");
    let mut many = Many::new(910);
    many.plant(0);
    many.plant_lock();
    many.plant_on_board(40);
    many.plant_in_packets(80);
    many.build(&root);
    let doctor = |format: &str| {
        let mut command = program.command(&root, &["doctor", "--format", format]);
        command.env("SOURCE_DATE_EPOCH", NOW.to_string()).output().unwrap().stdout
    };
    let report: serde_json::Value = serde_json::from_slice(&doctor("json")).unwrap();
    let rows = report["disagreements"].as_array().unwrap().iter();
    let named: BTreeSet<(String, String)> = rows
        .map(|row| {
            let finding = &report["findings"][usize::try_from(row["finding"].as_u64().unwrap()).unwrap()];
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            (text(&finding["code"]), text(&row["about"]))
        })
        .collect();
    let planted: BTreeSet<_> = many.planted.iter().map(|it| (it.code.to_owned(), it.about.clone())).collect();
    let (missed, false_alarms) = (planted.difference(&named).count(), named.difference(&planted).count());
    println!("  {} planted, {missed} missed, {false_alarms} false alarms", planted.len());
    let times: Vec<_> = (0..7).map(|_| stopwatch::time(|| doctor("human"))).collect();
    Measure::seconds(&times).print_seconds("doctor", 2.0);
}
