//! One parallel walk over the files on disk, for all rules at once.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::file::{Content, FileSearch, Matchers};
use super::kept::Kept;
use crate::audit::RuleSet;
use crate::model::{RepoPath, Searched};
use crate::world::git::path_bytes;

/// Looks through the files beneath `root`. What git ignores is left out, by git's own rules alone: no file of another
/// tool can hide a file from an audit. Names that begin with a dot are left out unless a rule asks for them; symbolic
/// links are not followed.
pub fn on_disk(root: &Path, set: &RuleSet) -> Searched {
    let kept = Mutex::new(Kept::new(set));
    let starts: Vec<PathBuf> =
        set.starts().iter().map(|start| root.join(start)).filter(|it| it.symlink_metadata().is_ok()).collect();
    let Some((first, others)) = starts.split_first() else { return Kept::new(set).finish() };
    let mut walk = WalkBuilder::new(first);
    for start in others {
        walk.add(start);
    }
    walk.hidden(false).ignore(false).git_global(false).follow_links(false).threads(threads());
    walk.filter_entry(|entry| entry.file_name() != ".git");
    let matchers = &Matchers::default();
    walk.build_parallel().run(|| {
        let mut search = FileSearch::new(set, matchers);
        let kept = &kept;
        Box::new(move |entry| {
            match entry {
                Ok(entry) => look_at(root, &entry, set, &mut search, kept),
                Err(error) => not_walked(root, &error, kept),
            }
            WalkState::Continue
        })
    });
    kept.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).finish()
}

fn look_at(root: &Path, entry: &DirEntry, set: &RuleSet, search: &mut FileSearch, kept: &Mutex<Kept>) {
    if !entry.file_type().is_some_and(|kind| kind.is_file()) {
        return;
    }
    let path = relative(root, entry.path());
    let selected: Vec<_> =
        set.rules.iter().enumerate().filter_map(|(at, rule)| Some((at, rule.selects(&path)?))).collect();
    if selected.is_empty() {
        return;
    }
    let by_content: Vec<usize> =
        selected.iter().map(|(at, _)| *at).filter(|at| !set.rules[*at].rule.is_of_names()).collect();
    let finds = if by_content.is_empty() {
        Vec::new()
    } else {
        match search.search(&path, &Content::Disk(entry.path()), &by_content) {
            Ok(finds) => finds,
            // It was there when the folder was read, and is not any more: there is nothing left to judge.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return lock(kept).unread(path, in_words(&error)),
        }
    };
    let mut kept = lock(kept);
    for (at, (root, globs)) in &selected {
        kept.selected(*at, *root, globs);
        if set.rules[*at].rule.is_of_names() {
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            kept.named(*at, &set.rules[*at], &path, size);
        }
    }
    for (at, finds) in by_content.into_iter().zip(finds) {
        kept.finds(at, &set.rules[at], &path, finds);
    }
}

fn not_walked(root: &Path, error: &ignore::Error, kept: &Mutex<Kept>) {
    if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return;
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), in_words);
    lock(kept).unread(path_of(error).map_or_else(|| RepoPath::from(""), |path| relative(root, path)), reason);
}

/// The path that an error is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

fn in_words(error: &io::Error) -> String {
    let text = error.to_string();
    if text.contains("allocation limit") { "a line of it is longer than 64 MiB".to_owned() } else { text }
}

fn relative(root: &Path, path: &Path) -> RepoPath {
    RepoPath::new(path_bytes(path.strip_prefix(root).unwrap_or(path)))
}

fn lock(kept: &Mutex<Kept>) -> std::sync::MutexGuard<'_, Kept> {
    // A thread that panicked has left whole values behind.
    kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |count| count.get().min(12))
}
