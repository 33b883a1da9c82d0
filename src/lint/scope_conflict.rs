//! Paths that are in scope and out of scope at once.

use std::collections::HashMap;

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::{Scope, ScopeKind};

pub(super) static SCOPE_CONFLICT: Code = Code {
    id: "TP039",
    name: "scope-conflict",
    page: Page {
        checks: "No path of OUT_OF_SCOPE is equal to, or above, an item of IN_SCOPE_PATHS. One beneath an item is fine: \
                 it carves a part out of it. An item of OUT_OF_SCOPE is a path only if all of it is one.",
        why: "Such a packet allows and forbids the same file. Whoever reads only one of the lists gets it wrong.",
        fails: "- IN_SCOPE_PATHS:\n  - src/storage/pool.rs\n- OUT_OF_SCOPE:\n  - src/storage/",
        mend: "Take one of the two items out, or narrow the OUT_OF_SCOPE item to what is really excluded.",
    },
};

/// Pairs of items that contradict each other: the index of the OUT_OF_SCOPE item, and that of the first IN_SCOPE_PATHS
/// item that it covers.
pub fn scope_conflicts(scope: &Scope) -> Vec<(usize, usize)> {
    let mut folders: HashMap<&str, usize> = HashMap::new();
    let mut globs = Vec::new();
    for (index, out) in scope.out.iter().enumerate() {
        match out.path.as_ref().map(|item| (&item.kind, item.path.trim_end_matches('/'))) {
            Some((ScopeKind::File | ScopeKind::Directory, path)) => {
                folders.entry(path).or_insert(index);
            }
            Some((ScopeKind::Glob(_), _)) => globs.push(index),
            Some((ScopeKind::Unreadable(_), _)) | None => {}
        }
    }
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (index, item) in scope.items.iter().enumerate() {
        let mut covering: Vec<usize> = globs.clone();
        covering.retain(|glob| scope.out[*glob].path.as_ref().is_some_and(|out| out.covers(item)));
        covering.extend(item_and_folders(&item.path).filter_map(|path| folders.get(path)));
        for out in covering {
            if scope.out[out].path.as_ref().is_some_and(|out| out.covers(item)) {
                first.entry(out).or_insert(index);
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = first.into_iter().collect();
    pairs.sort_unstable();
    pairs
}

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let scope = &subject.packet.scope;
    let conflict = |(out, item): (usize, usize)| {
        let (out, item) = (&scope.out[out], &scope.items[item]);
        let message = format!("`{}` is out of scope here, and `{}` is in scope", out.text, item.path);
        subject
            .error(&SCOPE_CONFLICT, out.span, message)
            .related(subject.packet.source, item.span, "in scope here")
            .help("take one of the two items out")
            .about(&*item.path)
    };
    scope_conflicts(scope).into_iter().map(conflict).collect()
}

/// The path itself, then each folder above it.
fn item_and_folders(path: &str) -> impl Iterator<Item = &str> {
    let path = path.trim_end_matches('/');
    std::iter::successors(Some(path), |path| path.rfind('/').map(|slash| &path[..slash]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    fn out(path: &str) -> String {
        with(light(), "  - src/a.rs\n", &format!("  - src/a.rs\n  - lib/\n- OUT_OF_SCOPE:\n  - {path}\n"))
    }

    #[test]
    fn carving_out_and_prose_are_fine() {
        for path in ["lib/gen/", "docs/", "Any change of src/a.rs that breaks callers", "sr"] {
            assert_eq!(lines(check, &out(path)), [""; 0], "{path}");
        }
    }

    #[test]
    fn equal_or_above_is_a_conflict() {
        for path in ["src/a.rs", "src/", "src/**", "lib/"] {
            assert_eq!(lines(check, &out(path)).len(), 1, "{path}");
        }
        assert_eq!(
            lines(check, &out("src/")),
            ["error: `src/` is out of scope here, and `src/a.rs` is in scope @ src/"]
        );
    }
}
