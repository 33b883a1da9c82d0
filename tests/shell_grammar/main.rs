//! Bash is the witness for how a fence of bash is cut into steps: the reader is compared with what bash itself reads.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::io::Write as _;

mod bash;
mod differential;
mod snippets;
mod steps;

use steps::{Cut, cut};

/// True, and said aloud, where there is no bash to ask.
fn without_bash() -> bool {
    let missing = !bash::is_here();
    if missing {
        let _ = writeln!(std::io::stderr(), "skipped: there is no bash here");
    }
    missing
}

/// The lines at which bash asks for a new command, by its prompts, where a command stands there.
fn lines_by_bash(text: &str) -> Option<Vec<usize>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let asked = bash::prompts(text)?.into_iter().enumerate().filter(|(_, first)| *first);
    let begins = asked.filter_map(|(index, _)| {
        let continued = lines.get(index..)?.iter().take_while(|line| **line == "\\").count();
        Some(index + continued)
            .filter(|at| lines.get(*at).is_some_and(|line| !line.is_empty() && !line.starts_with('#')))
    });
    Some(begins.collect())
}

#[test]
fn commands_begin_where_bash_asks_for_one() {
    if without_bash() {
        return;
    }
    let mut wrong = Vec::new();
    for text in snippets::all(snippets::SOUND) {
        let lines: Vec<usize> = cut(&text).iter().map(|cut| cut.line).collect();
        if Some(&lines) != lines_by_bash(&text).as_ref() {
            wrong.push(format!("{text:?}: {lines:?}, bash {:?}", lines_by_bash(&text)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_command_is_read_by_bash_alone_and_all_of_them_mean_the_whole() {
    if without_bash() {
        return;
    }
    let mut wrong = Vec::new();
    for text in snippets::all(snippets::SOUND) {
        let cuts = cut(&text);
        for Cut { text: step, trouble, .. } in &cuts {
            if trouble.is_some() || !bash::reads(step) {
                wrong.push(format!("{text:?}: {step:?} {trouble:?}"));
            }
        }
        let steps: Vec<&str> = cuts.iter().map(|cut| cut.text.as_str()).collect();
        if bash::meaning(&steps.join("\n")) != bash::meaning(&text) {
            wrong.push(format!("{text:?}: {steps:?} mean something else"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_bash_refuses_is_marked_and_what_stands_before_it_is_kept() {
    let mut wrong = Vec::new();
    for text in snippets::all(snippets::BROKEN) {
        let cuts = cut(&text);
        let good = cuts.iter().take_while(|cut| cut.trouble.is_none()).count();
        let marked = good < cuts.len();
        let kept = cuts.first().is_some_and(|cut| cut.text == "a" && cut.trouble.is_none()) || !text.starts_with("a\n");
        if !marked || !kept {
            wrong.push(format!("{text:?}: {cuts:?}"));
        }
        if bash::is_here() && bash::reads(&text) {
            wrong.push(format!("{text:?}: bash reads it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
