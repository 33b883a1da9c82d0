//! The floors of `src/lib.rs` hold: a module uses only what stands above it, and the rules of the house are kept.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the ground up; floors of one row do not use each other, except downwards in the row.
const FLOORS: &[&str] = &[
    "text", "finding", "model", "parse", "audit", "lint", "gate", "catalog", "write", "report", "world", "command",
    "render", "cli",
];

/// Where a file must not exceed this many lines, the noun hiding in it wants a file of its own.
const MOST_LINES: usize = 500;

#[test]
fn a_floor_uses_only_what_is_above_it() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = floor_of(&path) else { continue };
        for (number, line) in code_lines(&text) {
            for (at, _) in line.match_indices("crate::") {
                let used = line[at + "crate::".len()..]
                    .trim_start_matches('{')
                    .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                    .next()
                    .unwrap_or_default();
                match FLOORS.iter().position(|floor| *floor == used) {
                    Some(rank) if rank <= own => {}
                    Some(_) => wrong.push(format!("{}:{number}: {} uses {used}", path.display(), FLOORS[own])),
                    None => wrong.push(format!("{}:{number}: `crate::{used}` is no floor", path.display())),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "the floors are broken:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_is_a_floor_and_the_map_names_it() {
    let map = fs::read_to_string("src/lib.rs").unwrap();
    let mut ranks = Vec::new();
    for line in map.lines() {
        if let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            let rank = FLOORS.iter().position(|floor| *floor == name);
            ranks.push(rank.unwrap_or_else(|| panic!("`{name}` is no floor: add it to FLOORS")));
            let named = map.lines().any(|line| line.starts_with("//! - ") && line.contains(&format!("`{name}`")));
            assert!(named, "the map in src/lib.rs does not name `{name}`");
        }
    }
    assert!(!ranks.is_empty(), "src/lib.rs declares no module");
    assert!(ranks.is_sorted(), "src/lib.rs declares its modules in another order than the floors stand");
}

#[test]
fn only_the_world_starts_processes_and_touches_files() {
    let doors = [
        "std::process::Command",
        "Command::new",
        "duct::",
        "std::fs",
        "fs::read",
        "fs::write",
        "File::open",
        "SystemTime::now",
        "Utc::now",
        "Local::now",
        "env::var",
        "env::current_dir",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if path.starts_with("src/world") || path.starts_with("src/cli") {
            continue;
        }
        for (number, line) in code_lines(&text) {
            if let Some(door) = doors.iter().find(|door| line.contains(**door)) {
                wrong.push(format!("{}:{number}: {door}", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "only src/world (and src/cli for its own process) reaches outside:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "at most {MOST_LINES} lines a file:\n{}", long.join("\n"));
}

#[test]
fn every_file_opens_with_what_lives_in_it() {
    let silent: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no `//!` at the top of:\n{}", silent.join("\n"));
}

/// All files of `src`, sorted, with their text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![PathBuf::from("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                files.push((path, text));
            }
        }
    }
    files.sort();
    assert!(files.len() > 10, "a check that looks at nothing proves nothing");
    files
}

/// The rank of the floor that a file belongs to; `None` for `lib.rs` and `main.rs`.
fn floor_of(path: &Path) -> Option<usize> {
    let first = path.components().nth(1)?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    FLOORS.iter().position(|floor| *floor == name)
}

/// The lines that are neither comments nor below `#[cfg(test)]`, numbered from 1.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}
