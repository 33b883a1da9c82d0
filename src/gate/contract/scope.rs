//! The scope compared as the set of paths that it allows.

use std::collections::BTreeSet;

use super::difference::{Difference, is_blank, says};
use super::owner::{Compared, PARTS, Part};
use crate::model::{Allowance, RepoPath, Scope, ScopeItem, ScopeKind};
use crate::text::Span;

/// The items of IN_SCOPE_PATHS that allow more than the scope did then.
pub fn widened(part: &'static Part, then: &Scope, now: &Scope, governance: &BTreeSet<RepoPath>) -> Vec<Difference> {
    now.items
        .iter()
        .filter(|item| !matches!(item.kind, ScopeKind::Unreadable(_)))
        .filter(|item| !governance.contains(&RepoPath::from(item.path.as_str())))
        .filter(|item| !unfolded(item).iter().all(|item| then.items.iter().any(|old| old.covers(item))))
        .map(|item| {
            let mut difference = Difference::new(part, format!("IN_SCOPE_PATHS newly allows `{}`", item.path));
            difference.paths.push(item.path.clone());
            difference.now = Some(item.span);
            difference.then = then.heading;
            difference
        })
        .collect()
}

/// The paths that items cover, each in one spelling and in order: braces written out, a folder without what marks it as
/// one, nothing that another item covers.
pub(super) fn canonical(items: &[ScopeItem], left_out: impl Fn(&str) -> bool) -> Vec<String> {
    let readable = items.iter().filter(|item| !matches!(item.kind, ScopeKind::Unreadable(_)) && !left_out(&item.path));
    let spelled = readable.flat_map(unfolded).map(|item| ScopeItem::new(folder(&item.path), None, item.span));
    let mut items: Vec<ScopeItem> = spelled.collect();
    items.sort_by(|one, other| one.path.cmp(&other.path));
    items.dedup_by(|one, other| one.path == other.path);
    let covered = |item: &&ScopeItem| items.iter().any(|other| other.path != item.path && other.covers(item));
    items.iter().filter(|item| !covered(item)).map(|item| item.path.clone()).collect()
}

/// A path without the marks of a folder and of all that is beneath it.
fn folder(path: &str) -> &str {
    let bare = ["/**/*", "/**", "/"].iter().find_map(|mark| path.strip_suffix(mark));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(path)
}

/// Changed files that the scope allows and did not allow then, though no item tells: a name that was one file's may be a
/// folder's now. `known` are the differences that are told already.
pub fn let_in<'a>(
    then: &Scope,
    now: &Scope,
    changed: impl Iterator<Item = &'a RepoPath>,
    known: &[Difference],
) -> Vec<Difference> {
    let told: Vec<ScopeItem> =
        known.iter().flat_map(|one| &one.paths).map(|path| ScopeItem::new(path, None, Span::default())).collect();
    let part = PARTS.iter().find(|part| part.compared == Compared::Scope);
    changed
        .filter(|path| !then.allows(path) && !told.iter().any(|item| item.matches(path)))
        .filter_map(|path| match now.decide(path) {
            Allowance::By(index) => Some((path, &now.items[index])),
            _ => None,
        })
        .filter_map(|(path, item)| {
            let mut difference = Difference::new(part?, format!("IN_SCOPE_PATHS newly allows `{path}`"));
            difference.paths.push(path.to_string());
            difference.now = Some(item.span);
            difference.then = then.heading;
            Some(difference)
        })
        .collect()
}

/// The items of OUT_OF_SCOPE that are gone, as far as they held anything back.
pub fn opened(part: &'static Part, then: &Scope, now: &Scope) -> Vec<Difference> {
    then.out
        .iter()
        .filter(|old| match &old.path {
            Some(path) => !is_blank(&old.text) && !still_out(path, now) && reaches(now, path),
            None => !is_blank(&old.text) && !now.out.iter().any(|new| says(&new.text, &old.text)),
        })
        .map(|old| {
            let mut difference = Difference::new(part, format!("OUT_OF_SCOPE no longer names `{}`", old.text));
            difference.paths.extend(old.path.iter().map(|path| path.path.clone()));
            difference.then = Some(old.span);
            difference.now = now.out_heading.or(now.heading);
            difference.expected = Some(old.text.clone());
            difference
        })
        .collect()
}

fn still_out(path: &ScopeItem, now: &Scope) -> bool {
    now.out.iter().filter_map(|item| item.path.as_ref()).any(|new| new.covers(path))
}

/// True where the scope allows something of what `path` covers.
fn reaches(scope: &Scope, path: &ScopeItem) -> bool {
    scope.items.iter().any(|item| item.covers(path) || path.covers(item))
}

/// An item with its braces written out: `src/{a,b}.rs` as `src/a.rs` and `src/b.rs`; itself where that would be many.
fn unfolded(item: &ScopeItem) -> Vec<ScopeItem> {
    let mut done: Vec<String> = Vec::new();
    let mut open = vec![item.path.clone()];
    while let Some(path) = open.pop() {
        if done.len() + open.len() > 64 {
            return vec![item.clone()];
        }
        match first_braces(&path) {
            Some((start, end)) => {
                let choices = path[start + 1..end].split(',');
                open.extend(choices.map(|choice| format!("{}{choice}{}", &path[..start], &path[end + 1..])));
            }
            None => done.push(path),
        }
    }
    done.iter().map(|path| ScopeItem::new(path, None, item.span)).collect()
}

/// The first pair of braces that holds a comma and no other brace.
fn first_braces(path: &str) -> Option<(usize, usize)> {
    path.match_indices('{').find_map(|(start, _)| {
        let end = start + path[start..].find('}')?;
        let inner = &path[start + 1..end];
        (inner.contains(',') && !inner.contains('{')).then_some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OutItem;

    fn scope(items: &[&str], out: &[&str]) -> Scope {
        let item = |path: &&str| ScopeItem::new(path, None, Span::default());
        let out_item = |text: &&str| OutItem {
            text: (*text).to_owned(),
            path: (!text.contains(' ')).then(|| item(text)),
            span: Span::default(),
        };
        Scope { items: items.iter().map(item).collect(), out: out.iter().map(out_item).collect(), ..Scope::default() }
    }

    #[test]
    fn a_scope_may_shrink_and_never_grow() {
        let governance = BTreeSet::from([RepoPath::from("docs/task_packets/WP-1.md")]);
        let cases: &[(&[&str], &[&str], &[&str])] = &[
            (&["src/"], &["src/a.rs", "src/b.rs"], &[]),
            (&["src/a.rs"], &["src/a.rs", "src/b.rs"], &["src/b.rs"]),
            (&["src/a.rs"], &["src/"], &["src/"]),
            (&["src/a.rs", "src/b.rs"], &["src/{a,b}.rs"], &[]),
            (&["src/a.rs"], &["src/{a,c}.rs"], &["src/{a,c}.rs"]),
            (&["src/a.rs"], &["src/a.rs", "docs/task_packets/WP-1.md"], &[]),
            (&["src/a.rs"], &["src/a.rs", "docs/task_packets/WP-2.md"], &["docs/task_packets/WP-2.md"]),
            (&["src/a.rs"], &["src/a.rs", "../elsewhere"], &[]),
            (&["src/a.rs"], &[], &[]),
            (&[], &["src/a.rs"], &["src/a.rs"]),
        ];
        for (then, now, expected) in cases {
            let found = widened(&PARTS[0], &scope(then, &[]), &scope(now, &[]), &governance);
            let paths: Vec<&str> = found.iter().flat_map(|one| &one.paths).map(String::as_str).collect();
            assert_eq!(&paths, expected, "{then:?} {now:?}");
        }
    }

    #[test]
    fn what_was_out_stays_out() {
        let cases = [
            ("src/gen/", "src/", "src/gen/", 0),
            ("src/gen/", "src/", "docs/", 1),
            ("src/gen/", "src/a.rs", "docs/", 0),
            ("src/gen/", "src/", "src/", 0),
            ("No changes of the spec", "src/", "**No** changes of the spec.", 0),
            ("No changes of the spec", "src/", "changes of the spec", 1),
            ("out/of/scope/<path>", "src/", "docs/", 0),
        ];
        for (then, scope_now, out_now, expected) in cases {
            let found = opened(&PARTS[0], &scope(&["src/"], &[then]), &scope(&[scope_now], &[out_now]));
            assert_eq!(found.len(), expected, "{then:?} {out_now:?}");
        }
    }
}
