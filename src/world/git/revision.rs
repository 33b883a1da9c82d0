//! Revisions and ranges that a user names, resolved without a process of their own.

use super::{Blobs, CommitInfo, Data, GitError, Repo, Spec};
use crate::model::{Oid, Tree};

/// Two sides that were asked for by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The side before: a commit, or nothing where the one after is the first commit.
    pub base: Tree,
    /// What the base is, in words.
    pub base_name: String,
    /// The side after.
    pub head: Oid,
}

impl Blobs<'_> {
    /// The commit that a revision names; tags lead to the commit they tag.
    pub fn commit(&mut self, revision: &str) -> Result<CommitInfo, GitError> {
        let refuse = |why| Err(GitError::NotARevision { revision: revision.to_owned(), why });
        if revision.is_empty() {
            return refuse("it is empty");
        }
        if revision.starts_with('-') {
            return refuse("it begins like an option");
        }
        if revision.contains(|letter: char| letter.is_control()) {
            return refuse("it holds a control character");
        }
        let unknown = || GitError::UnknownRevision { revision: revision.to_owned() };
        let Some(object) = self.named(format!("{revision}^{{commit}}").as_bytes())? else {
            // Of a short id that begins several commits git says only "missing", unless it is asked for by itself.
            self.named(revision.as_bytes())?;
            return Err(unknown());
        };
        let Data::Bytes(bytes) = object.data else { return Err(unknown()) };
        CommitInfo::read(object.oid, &bytes).ok_or_else(unknown)
    }

    /// The sides of `A..B` or `A...B` (from their merge base); a side left out is HEAD.
    pub fn range(&mut self, text: &str) -> Result<Range, GitError> {
        let not_a_range = || GitError::NotARange { range: text.to_owned() };
        let (before, after) = text.split_once("..").ok_or_else(not_a_range)?;
        let (symmetric, after) = match after.strip_prefix('.') {
            Some(after) => (true, after),
            None => (false, after),
        };
        if after.contains("..") || (before.is_empty() && after.is_empty()) {
            return Err(not_a_range());
        }
        let named = |side: &'_ str| if side.is_empty() { "HEAD".to_owned() } else { side.to_owned() };
        let (before, after) = (named(before), named(after));
        let (base, head) = (self.commit(&before)?.commit.oid, self.commit(&after)?.commit.oid);
        if !symmetric {
            return Ok(Range { base: Tree::Commit(base), base_name: before, head });
        }
        let base_name = format!("merge base of {before} and {after}");
        match self.repo().merge_base(&base, &[&head])? {
            Some(base) => Ok(Range { base: Tree::Commit(base), base_name, head }),
            None => Err(GitError::Unrelated { one: before, other: after }),
        }
    }

    /// The sides of one commit: its first parent and itself. A root commit is compared with nothing.
    pub fn single(&mut self, revision: &str) -> Result<Range, GitError> {
        if revision.contains("..") {
            let why = "it is a range: use --range";
            return Err(GitError::NotARevision { revision: revision.to_owned(), why });
        }
        let CommitInfo { commit, parents, .. } = self.commit(revision)?;
        let Some(parent) = parents.first() else {
            return Ok(Range { base: Tree::Empty, base_name: "nothing".to_owned(), head: commit.oid });
        };
        if self.get(Spec::Oid(parent))?.is_none() {
            let shallow = self.repo().shallow;
            let (revision, name) = (revision.to_owned(), parent.to_string());
            return Err(if shallow { GitError::Shallow { revision } } else { GitError::MissingObject { name } });
        }
        let base_name = format!("parent of {revision}");
        Ok(Range { base: Tree::Commit(parent.clone()), base_name, head: commit.oid })
    }
}

impl Repo {
    /// The latest commit that `one` shares with any of `others`; one process. `None` where they share none: unrelated
    /// histories, or a shallow clone that ends too early.
    pub fn merge_base(&self, one: &Oid, others: &[&Oid]) -> Result<Option<Oid>, GitError> {
        if others.contains(&one) {
            return Ok(Some(one.clone()));
        }
        let call = self.call(&["merge-base", one.as_str()]).arguments(others.iter().map(|oid| oid.as_str()));
        let command = call.shown();
        let output = call.finish()?;
        match output.status.code() {
            Some(0) => Ok(Oid::parse(String::from_utf8_lossy(&output.stdout).trim())),
            Some(1) => Ok(None),
            _ => Err(super::program::failure(command, &output)),
        }
    }

    /// Whether `one` is `other` or comes before it; one process.
    pub fn is_ancestor(&self, one: &Oid, other: &Oid) -> Result<bool, GitError> {
        Ok(self.merge_base(one, &[other])?.as_ref() == Some(one))
    }
}
