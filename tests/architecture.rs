//! The floors of `src/lib.rs` hold: a module uses only what stands above it, and the rules of the house are kept.

use std::collections::{BTreeMap, BTreeSet};
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
fn no_files_name_each_other_in_a_circle() {
    let files: BTreeMap<String, String> = sources()
        .into_iter()
        .map(|(path, text)| (module_of(&path), text))
        .filter(|(module, _)| !module.is_empty())
        .collect();
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (module, text) in &files {
        let named = uses_of(module, text).into_iter().filter_map(|path| home_of(&path, &files));
        uses.insert(module, named.filter(|home| home != module).collect());
    }
    let links: usize = uses.values().map(BTreeSet::len).sum();
    assert!(links > files.len(), "a check that sees {links} uses between {} files is blind", files.len());
    // What names nothing that is left, or is named by nothing that is left, is in no circle.
    loop {
        let named: BTreeSet<&str> = uses.values().flatten().copied().collect();
        let left: BTreeSet<&str> = uses
            .iter()
            .filter(|(module, used)| named.contains(*module) && !used.is_empty())
            .map(|(it, _)| *it)
            .collect();
        if left.len() == uses.len() {
            break;
        }
        uses.retain(|module, _| left.contains(module));
        for used in uses.values_mut() {
            used.retain(|module| left.contains(module));
        }
    }
    assert!(uses.is_empty(), "files that name each other in a circle, each with those of it that it names:\n{uses:#?}");
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

/// `world::git::blobs` for `src/world/git/blobs.rs`, `world::git` for its `mod.rs`; empty for `lib.rs` and `main.rs`.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("sources lie in src").with_extension("");
    let parts: Vec<&str> = inside.iter().map(|part| part.to_str().expect("names are ASCII")).collect();
    match parts[..] {
        ["lib" | "main"] => String::new(),
        [ref folder @ .., "mod"] => folder.join("::"),
        _ => parts.join("::"),
    }
}

/// What the `use` lines of a module name within this crate, as whole paths from its root.
fn uses_of(module: &str, text: &str) -> Vec<String> {
    let code = code_lines(text).map(|(_, line)| line).collect::<Vec<_>>().join("\n");
    let statements = code.split(";\n").filter_map(|it| it.rsplit_once("use ").filter(|(head, _)| is_use(head)));
    let mut paths = Vec::new();
    for (_, tree) in statements {
        let tree: String = tree.split_whitespace().collect();
        branches(&tree, "", &mut paths);
    }
    paths.into_iter().filter_map(|path| from_root(module, &path)).collect()
}

/// True where what stands before `use ` on its line makes it a statement at the top of a file, and not a re-export.
fn is_use(head: &str) -> bool {
    head.is_empty() || head.ends_with('\n')
}

/// Writes `a::{b, c::{d}}` out as `a::b` and `a::c::d`.
fn branches(tree: &str, stem: &str, paths: &mut Vec<String>) {
    let Some((head, inner)) = tree.split_once('{') else {
        paths.push(format!("{stem}{tree}"));
        return;
    };
    let inner = inner.strip_suffix('}').expect("braces are balanced");
    let (mut depth, mut start) = (0_usize, 0);
    let stem = format!("{stem}{head}");
    for (at, letter) in inner.char_indices().chain([(inner.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if start < at {
                    branches(&inner[start..at], &stem, paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// A path of a `use` line, from the crate's root; `None` for one that leads elsewhere.
fn from_root(module: &str, path: &str) -> Option<String> {
    if let Some(path) = path.strip_prefix("crate::") {
        return Some(path.to_owned());
    }
    let mut folder = module;
    let mut rest = path;
    while let Some(inner) = rest.strip_prefix("super::") {
        folder = folder.rsplit_once("::").map_or("", |(folder, _)| folder);
        rest = inner;
    }
    (rest != path).then(|| format!("{folder}::{rest}"))
}

/// The file in which a path is at home: that of its longest beginning that is a module, where need be by way of the
/// `pub use` line that hands it on.
fn home_of<'a>(path: &str, files: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
    let (module, text) = ends.filter_map(|end| files.get_key_value(&path[..end])).last()?;
    let name = path[module.len()..].strip_prefix("::").and_then(|rest| rest.split("::").next());
    let handed_on = name.and_then(|name| {
        let lines = text.split(";\n").filter_map(|line| line.rsplit_once("pub use ").map(|(_, tree)| tree));
        lines.filter_map(|tree| tree.split_once("::")).find_map(|(inner, names)| {
            let words = names.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            let inner = format!("{module}::{inner}");
            words.into_iter().any(|word| word == name).then(|| files.get_key_value(&inner))?
        })
    });
    Some(handed_on.map_or(module, |(module, _)| module).as_str())
}
