//! The same search in what git keeps: the index, a commit, the copy of a work tree.

use std::collections::BTreeSet;

use super::file::{Content, FileSearch};
use super::kept::Kept;
use crate::audit::RuleSet;
use crate::model::{FileKind, RepoPath, Searched};
use crate::world::git::{Blobs, Data, GitError, Listing, Spec};

/// Looks through the files of a listing; rules about content only through those that `only` names, where it does. What
/// git keeps is looked at whether or not it would be ignored.
pub fn in_listing(
    blobs: &mut Blobs,
    listing: &Listing,
    set: &RuleSet,
    only: Option<&BTreeSet<RepoPath>>,
) -> Result<Searched, GitError> {
    let mut kept = Kept::new(set);
    let mut search = FileSearch::new(set);
    for (path, _, oid) in listing.files().iter().filter(|(_, kind, _)| matches!(kind, FileKind::Regular { .. })) {
        let is_asked = only.is_none_or(|only| only.contains(path));
        let asked = set.rules.iter().enumerate().filter(|(_, rule)| is_asked || rule.rule.is_of_names());
        let selected: Vec<_> = asked.filter_map(|(at, rule)| Some((at, rule.selects(path)?))).collect();
        let by_name = |at: &usize| set.rules[*at].rule.is_of_names() && !set.rules[*at].rule.is_of_sizes();
        if selected.iter().all(|(at, _)| by_name(at)) {
            for (at, (root, globs)) in &selected {
                kept.selected(*at, *root, globs);
                kept.named(*at, &set.rules[*at], path, 0);
            }
            continue;
        }
        let object = blobs.get(Spec::Oid(oid))?;
        let Some(object) = object else { return Err(GitError::MissingObject { name: format!("{oid} (`{path}`)") }) };
        let by_content: Vec<usize> =
            selected.iter().map(|(at, _)| *at).filter(|at| !set.rules[*at].rule.is_of_names()).collect();
        let (size, finds) = match &object.data {
            Data::Bytes(bytes) if by_content.is_empty() => (bytes.len() as u64, Vec::new()),
            Data::Bytes(bytes) => match search.search(path, &Content::Bytes(bytes), &by_content) {
                Ok(finds) => (bytes.len() as u64, finds),
                Err(error) => {
                    kept.unread(path.clone(), error.to_string());
                    continue;
                }
            },
            Data::TooLarge { size, .. } => {
                if !by_content.is_empty() {
                    kept.unread(path.clone(), "it is too large to be taken from git".to_owned());
                }
                (*size, Vec::new())
            }
        };
        for (at, (root, globs)) in &selected {
            let rule = &set.rules[*at];
            if rule.rule.is_of_names() || !finds.is_empty() {
                kept.selected(*at, *root, globs);
            }
            if rule.rule.is_of_names() {
                kept.named(*at, rule, path, size);
            }
        }
        for (at, finds) in by_content.into_iter().zip(finds) {
            kept.finds(at, &set.rules[at], path, finds);
        }
    }
    Ok(kept.finish())
}
