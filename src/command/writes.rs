//! What commands that write have in common: a file told as it was, and as it is.

use similar::TextDiff;

use crate::model::RepoPath;
use crate::report::Written;

/// A file that was written, or would be where `dry`; the diff is told where it is asked for.
pub fn written(path: &RepoPath, old: Option<&[u8]>, new: &[u8], dry: bool, with_diff: bool) -> Written {
    let action = match (old, dry) {
        (Some(old), _) if old == new => "unchanged",
        (Some(_), false) => "changed",
        (Some(_), true) => "would change",
        (None, false) => "created",
        (None, true) => "would create",
    };
    let diff = (with_diff && old != Some(new)).then(|| diff(path, old.unwrap_or_default(), new));
    Written { path: path.to_string(), action, diff }
}

fn diff(path: &RepoPath, old: &[u8], new: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let name = path.to_string();
    TextDiff::from_lines(&*old, &*new).unified_diff().context_radius(2).header(&name, &name).to_string()
}
