//! Which file of one side became which of the other.

use std::collections::BTreeSet;

use crate::model::{Change, FileKind, Oid, RepoPath};
use crate::world::files::other_form;

/// A document on both sides of a change: each with its path and the id of its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What it was; `None` where it is new.
    pub before: Option<(RepoPath, Oid)>,
    /// What it is; `None` where it is gone.
    pub after: Option<(RepoPath, Oid)>,
}

/// Whether a document that is gone became one that is new.
type Same<'a, E> = &'a mut dyn FnMut(&(RepoPath, Oid), &(RepoPath, Oid)) -> Result<bool, E>;

/// True for a path that a packet can have.
pub fn is_document(path: &RepoPath) -> bool {
    path.as_bytes().ends_with(b".md")
}

/// The documents that changed, of which at least one side is tracked. One that is gone became the new one that has its
/// name in another form or folder, its content, or something that it records: `same_record` tells of two contents.
pub fn pairs<E>(
    changes: &[Change],
    is_tracked: impl Fn(&RepoPath) -> bool,
    mut same_record: impl FnMut(&Oid, &Oid) -> Result<bool, E>,
) -> Result<Vec<Pair>, E> {
    let mut pairs = Vec::new();
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    for change in changes.iter().filter(|change| is_document(&change.path)) {
        let side = |side: &Option<(FileKind, Oid)>| match side {
            Some((FileKind::Regular { .. }, oid)) => Some((change.path.clone(), oid.clone())),
            _ => None,
        };
        match (side(&change.before), side(&change.after)) {
            (Some(before), None) => gone.push(before),
            (None, Some(after)) => came.push(after),
            (before, after) if is_tracked(&change.path) && before != after => pairs.push(Pair { before, after }),
            _ => {}
        }
    }
    let rules: [Same<E>; 4] = [
        &mut |one, other| Ok(other_form(&one.0) == other.0),
        &mut |one, other| Ok(one.1 == other.1),
        &mut |one, other| Ok(stem(&one.0) == stem(&other.0)),
        &mut |one, other| same_record(&one.1, &other.1),
    ];
    for same in rules {
        let mut taken = BTreeSet::new();
        let mut left = Vec::new();
        'gone: for before in gone {
            for (at, after) in came.iter().enumerate() {
                let counts = is_tracked(&before.0) || is_tracked(&after.0);
                if counts && !taken.contains(&at) && same(&before, after)? {
                    taken.insert(at);
                    pairs.push(Pair { before: Some(before), after: Some(after.clone()) });
                    continue 'gone;
                }
            }
            left.push(before);
        }
        gone = left;
        came = came.into_iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(_, it)| it).collect();
    }
    let gone = gone.into_iter().filter(|(path, _)| is_tracked(path)).map(|it| Pair { before: Some(it), after: None });
    let came = came.into_iter().filter(|(path, _)| is_tracked(path)).map(|it| Pair { before: None, after: Some(it) });
    pairs.extend(gone.chain(came));
    Ok(pairs)
}

/// The name of a packet's file in either form, without its folder: `WP-7` of `a/WP-7.md` and of `b/WP-7/packet.md`.
pub fn stem(path: &RepoPath) -> &[u8] {
    let bytes = path.as_bytes();
    let name = bytes.strip_suffix(b"/packet.md").or_else(|| bytes.strip_suffix(b".md")).unwrap_or(bytes);
    let at = name.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    &name[at..]
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::model::ChangeKind;

    fn change(path: &str, before: u8, after: u8) -> Change {
        let side = |digit: u8| {
            let oid = Oid::parse(&format!("{digit:040x}")).unwrap();
            (digit > 0).then_some((FileKind::Regular { executable: false }, oid))
        };
        Change { path: RepoPath::from(path), kind: ChangeKind::Modified, before: side(before), after: side(after) }
    }

    #[test]
    fn what_became_of_what() {
        let told = |changes: &[Change]| -> Vec<String> {
            let tracked = |path: &RepoPath| path.is_within(b"p");
            let alike = |one: &Oid, other: &Oid| {
                Ok::<_, Infallible>(one.as_str().ends_with('7') && other.as_str().ends_with('8'))
            };
            let Ok(pairs) = pairs(changes, tracked, alike);
            let name =
                |side: &Option<(RepoPath, Oid)>| side.as_ref().map_or("-".to_owned(), |(path, _)| path.to_string());
            pairs.iter().map(|pair| format!("{} > {}", name(&pair.before), name(&pair.after))).collect()
        };
        let cases: &[(&[Change], &[&str])] = &[
            (&[change("p/A.md", 1, 2), change("src/a.rs", 1, 2), change("docs/a.md", 1, 2)], &["p/A.md > p/A.md"]),
            (&[change("p/A.md", 1, 0), change("p/A/packet.md", 0, 2)], &["p/A.md > p/A/packet.md"]),
            (&[change("p/A.md", 1, 0), change("p/B.md", 0, 1)], &["p/A.md > p/B.md"]),
            (&[change("old/A.md", 1, 0), change("p/A.md", 0, 2)], &["old/A.md > p/A.md"]),
            (&[change("p/A.md", 1, 0), change("old/A.md", 0, 2)], &["p/A.md > old/A.md"]),
            (&[change("p/A.md", 7, 0), change("p/B.md", 0, 8)], &["p/A.md > p/B.md"]),
            (&[change("p/A.md", 1, 0), change("p/B.md", 0, 2)], &["p/A.md > -", "- > p/B.md"]),
            (&[change("a/x.md", 1, 0), change("b/x.md", 0, 1)], &[]),
            (
                &[change("p/A.md", 1, 0), change("p/B.md", 2, 0), change("p/C.md", 0, 2), change("p/D.md", 0, 1)],
                &["p/A.md > p/D.md", "p/B.md > p/C.md"],
            ),
        ];
        for (changes, expected) in cases {
            assert_eq!(told(changes), *expected);
        }
    }
}
