//! The justfile and what it imports: our recipes imported once, those of the same name replaced or told of.
//!
//! Of two recipes of one name `just` refuses the file, or lets the one that lies nearer to it win; either way ours would
//! not be what is called.

use super::parts::{JUSTFILE, RECIPES, RECIPES_PATH};
use super::set_up::SetUp;
use crate::command::Error;
use crate::finding::Finding;
use crate::gate;
use crate::gate::set_up::LEFT_AS_IT_IS;
use crate::model::{JustKind, Justfile};
use crate::parse;
use crate::text::{Source, apply};
use crate::write;

/// The names under which `just` looks for its file.
const NAMES: &[&str] = &["justfile", "Justfile", "JUSTFILE", ".justfile"];

/// How many files are followed at most: imports may go round in a circle.
const MOST_FILES: usize = 100;

/// Has the justfile import our recipes.
pub fn change(set_up: &mut SetUp, replace: bool) -> Result<(), Error> {
    let files = files(set_up)?;
    if files.is_empty() {
        let text = format!("{JUSTFILE}\nimport '{RECIPES_PATH}'\n");
        set_up.change(NAMES[0].into(), None, text.into_bytes());
        return Ok(());
    }
    let ours = parse::justfile(RECIPES);
    let names: Vec<&str> = ours.items.iter().map(|item| item.name.as_str()).collect();
    let mut in_the_way = Vec::new();
    for file in files.iter().filter(|file| !replace || file.bytes.is_none()) {
        in_the_way.extend(told(set_up, file, &names));
    }
    if !replace && !in_the_way.is_empty() {
        set_up.findings.extend(in_the_way);
        let JustFile { path, text, .. } = &files[0];
        set_up.change(path.as_str().into(), Some(text.clone().into_bytes()), text.clone().into_bytes());
        return Ok(());
    }
    set_up.findings.extend(in_the_way);
    let imported = files.iter().any(|file| file.imports.iter().any(|path| path == RECIPES_PATH));
    for (at, file) in files.iter().enumerate() {
        let Some(old) = &file.bytes else { continue };
        let edits = if replace { write::without_recipes(&file.text, &file.read, &names) } else { Vec::new() };
        let mut new = apply(old, &edits).expect("items of a justfile do not overlap");
        if at == 0 && !imported {
            let text = String::from_utf8(new).expect("whole lines were taken out of UTF-8");
            new =
                apply(text.as_bytes(), &[write::with_import(&text, RECIPES_PATH)]).expect("the end of a text is in it");
        }
        if at == 0 || new != *old {
            set_up.change(file.path.as_str().into(), Some(old.clone()), new);
        }
    }
    Ok(())
}

/// A justfile, or a file that one imports.
struct JustFile {
    path: String,
    /// `None` where it is not UTF-8, so that nobody can change it without loss.
    bytes: Option<Vec<u8>>,
    text: String,
    read: Justfile,
    /// The files that it imports, relative to the root.
    imports: Vec<String>,
}

/// The justfile at the root and all that it imports within the repository, itself first, our own recipes left out.
fn files(set_up: &SetUp) -> Result<Vec<JustFile>, Error> {
    let mut files: Vec<JustFile> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    for name in NAMES {
        if wanted.is_empty() && set_up.read(name)?.is_some() {
            wanted.push((*name).to_owned());
        }
    }
    while let Some(path) = wanted.pop().filter(|_| files.len() < MOST_FILES) {
        if path == RECIPES_PATH || files.iter().any(|file| file.path == path) {
            continue;
        }
        let Some(bytes) = set_up.read(&path)? else { continue };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let read = parse::justfile(&text);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let within = |import: &str| gate::normal(format!("{folder}/{import}").trim_start_matches('/'));
        let imports: Vec<String> = read.imports.iter().filter_map(|import| within(&import.path)).collect();
        wanted.extend(imports.iter().rev().cloned());
        let bytes = Some(bytes).filter(|bytes| bytes == text.as_bytes());
        files.push(JustFile { path, bytes, text, read, imports });
    }
    Ok(files)
}

/// A finding for each recipe or alias that has the name of one of ours, and for a variable that has that of our variable.
fn told(set_up: &mut SetUp, file: &JustFile, names: &[&str]) -> Vec<Finding> {
    let items = file.read.items.iter().filter(|item| names.contains(&item.name.as_str()));
    let items: Vec<_> = items.collect();
    if items.is_empty() {
        return Vec::new();
    }
    let source = set_up.sources.add(Source::new(file.path.clone(), file.text.clone().into_bytes()));
    let word = |kind| match kind {
        JustKind::Recipe => "recipe",
        JustKind::Alias => "alias",
        JustKind::Variable => "variable",
    };
    let finding = |kind, name: &str, span| {
        let message =
            format!("`{}` has a {} `{name}` of its own, so `{RECIPES_PATH}` is not imported", file.path, word(kind));
        Finding::warning(&LEFT_AS_IT_IS, message)
            .at(source, span)
            .help(format!("take it out or give it another name, and add the line  import '{RECIPES_PATH}'"))
    };
    items.into_iter().map(|item| finding(item.kind, &item.name, item.name_span)).collect()
}
