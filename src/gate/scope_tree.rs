//! The files of a tree that a packet's coder may change: what a verdict is bound to.

use std::collections::BTreeSet;

use super::permit::{Permission, permission};
use crate::model::{Config, FileList, RepoPath, Scope};

/// The files of a tree that the scope allows to be changed, companions included, governance left out.
pub fn scope_tree(files: &FileList, scope: &Scope, governance: &BTreeSet<RepoPath>, config: &Config) -> FileList {
    let is_judged = |path: &RepoPath| {
        matches!(permission(path, scope, governance, config), Permission::InScope(_) | Permission::Companion(_))
    };
    files.clone().without(|path| !is_judged(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileKind, Oid, ScopeItem};
    use crate::text::Span;

    fn files(paths: &[&str]) -> FileList {
        let file = |path: &&str| {
            (RepoPath::from(*path), FileKind::of_mode(0o100_644), Oid::parse(&"1".repeat(40)).expect("40 digits"))
        };
        paths.iter().map(file).collect()
    }

    #[test]
    fn what_the_scope_allows_is_in_it() {
        let item = |path: &str| ScopeItem::new(path, None, Span::default());
        let scope = Scope { items: vec![item("src/"), item("Cargo.toml"), item("docs/")], ..Scope::default() };
        let config = Config::default();
        let governance = config.governance(&RepoPath::from("docs/task_packets/WP-1.md"), None);
        let all = files(&[
            "Cargo.lock",
            "Cargo.toml",
            "docs/TASK_BOARD.md",
            "docs/notes.md",
            "docs/task_packets/WP-1.md",
            "docs/task_packets/WP-2.md",
            "lib/b.rs",
            "src/a.rs",
        ]);
        let kept = files(&["Cargo.lock", "Cargo.toml", "docs/notes.md", "src/a.rs"]);
        assert_eq!(scope_tree(&all, &scope, &governance, &config), kept);
        assert_eq!(scope_tree(&all, &Scope::default(), &governance, &config), FileList::default());
    }
}
