//! Rules about the names of files: numbers without a gap, and partners.

use std::collections::{BTreeMap, BTreeSet};

use super::Compiled;
use super::codes::{NUMBERING, UNPAIRED};
use super::fault::Fault;
use crate::model::RepoPath;

/// The faults of numbered files, folder by folder. Files of one number and one rest (a way up and a way down) are one.
pub fn numbered(compiled: &Compiled, files: &[(RepoPath, u64)], start: u64) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(regex) = compiled.name() else { return faults };
    let mut folders: BTreeMap<&str, BTreeMap<u64, BTreeMap<String, &RepoPath>>> = BTreeMap::new();
    for (path, _) in files {
        let Some((folder, name)) = path.as_str().map(split) else { continue };
        let Some(found) = regex.captures(name) else { continue };
        let Some(number) = found.name("number").and_then(|number| number.as_str().parse().ok()) else { continue };
        let rest = found.name("rest").map_or("", |rest| rest.as_str()).to_owned();
        folders.entry(folder).or_default().entry(number).or_default().entry(rest).or_insert(path);
    }
    for numbers in folders.values() {
        let mut expected = start;
        for (number, rests) in numbers {
            let path = *rests.values().next().expect("a number is there by a file that has it");
            let mut fault = |message: String| {
                faults.push(Fault { code: &NUMBERING, path: path.clone(), hit: None, message });
            };
            if *number > expected {
                let missing = match number - expected {
                    1 => format!("{expected} is"),
                    _ => format!("{expected} to {} are", number - 1),
                };
                fault(format!("`{path}` is number {number}, and {missing} missing before it"));
            } else if *number < expected {
                fault(format!("`{path}` is number {number}, and the first is {start}"));
            }
            if rests.len() > 1 {
                let names: Vec<String> = rests.values().map(|path| format!("`{path}`")).collect();
                fault(format!("{} have the number {number}", names.join(" and ")));
            }
            expected = number.saturating_add(1).max(expected);
        }
    }
    faults
}

/// The files whose partner is not there.
pub fn paired(compiled: &Compiled, files: &[(RepoPath, u64)], partner: &str) -> Vec<Fault> {
    let Some(regex) = compiled.name() else { return Vec::new() };
    let there: BTreeSet<&RepoPath> = files.iter().map(|(path, _)| path).collect();
    let (before, rest) = partner.split_once('{').unwrap_or((partner, ""));
    let after = rest.rsplit_once('}').map_or("", |(_, after)| after);
    let is_partner = |name: &str| name.starts_with(before) && name.ends_with(after) && !after.is_empty();
    let mut faults = Vec::new();
    for (path, _) in files {
        let Some((folder, name)) = path.as_str().map(split).filter(|(_, name)| !is_partner(name)) else { continue };
        let Some(found) = regex.captures(name) else { continue };
        let mut wanted = partner.to_owned();
        for group in regex.capture_names().flatten() {
            wanted = wanted.replace(&format!("{{{group}}}"), found.name(group).map_or("", |it| it.as_str()));
        }
        let wanted = if folder.is_empty() { wanted } else { format!("{folder}/{wanted}") };
        if wanted != path.to_string() && !there.contains(&RepoPath::from(wanted.as_str())) {
            let message = format!("`{path}` has no partner `{wanted}`");
            faults.push(Fault { code: &UNPAIRED, path: path.clone(), hit: None, message });
        }
    }
    faults
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
