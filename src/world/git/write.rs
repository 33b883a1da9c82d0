//! What is written into a repository because somebody asked for it: commits of single files, branches, worktrees.
//!
//! These go through git as the user would call it: hooks, signing and filters are the user's own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{GitError, Repo, os_string};
use crate::model::{Oid, RepoPath};

/// What a new worktree has checked out.
#[derive(Clone, Copy, Debug)]
pub enum NewWorktree<'a> {
    /// A branch that there is.
    Branch(&'a str),
    /// A branch that begins at a commit.
    NewBranch {
        /// Its name.
        name: &'a str,
        /// Where it begins.
        from: &'a Oid,
    },
    /// A commit, and no branch.
    Detached(&'a Oid),
}

impl Repo {
    /// Puts what the work tree holds of these files into the index, and nothing else.
    pub fn stage(&self, paths: &[RepoPath]) -> Result<(), GitError> {
        self.as_user(&["add", "--"], literal(paths))
    }

    /// Commits what the work tree holds of these files, and nothing else: what else is staged stays staged.
    pub fn commit_only(&self, paths: &[RepoPath], message: &str) -> Result<Oid, GitError> {
        // git commits no file that it does not know.
        self.stage(paths)?;
        self.as_user(&["commit", "--quiet", "--only", "--message", message, "--"], literal(paths))?;
        let output = self.call(&["rev-parse", "--verify", "HEAD"]).output()?;
        let text = String::from_utf8_lossy(&output).trim().to_owned();
        Oid::parse(&text).ok_or_else(|| GitError::Unreadable { command: "git rev-parse HEAD".to_owned(), what: text })
    }

    /// Makes a branch that begins at a commit; the work tree stays where it is.
    pub fn create_branch(&self, name: &str, from: &Oid) -> Result<(), GitError> {
        self.as_user(&["branch", "--no-track", "--", name, from.as_str()], [])
    }

    /// Checks a branch out here.
    pub fn switch(&self, branch: &str) -> Result<(), GitError> {
        self.as_user(&["switch", "--quiet", "--no-guess", branch], [])
    }

    /// Makes a worktree in a folder that there is not yet.
    pub fn add_worktree(&self, folder: &Path, new: NewWorktree) -> Result<(), GitError> {
        let folder = folder.as_os_str().to_owned();
        match new {
            NewWorktree::Branch(name) => self.as_user(&["worktree", "add", "--quiet", "--"], [folder, name.into()]),
            NewWorktree::NewBranch { name, from } => self.as_user(
                &["worktree", "add", "--quiet", "--no-track", "-b", name, "--"],
                [folder, from.as_str().into()],
            ),
            NewWorktree::Detached(at) => {
                self.as_user(&["worktree", "add", "--quiet", "--detach", "--"], [folder, at.as_str().into()])
            }
        }
    }

    /// Whom git would name as the author of a commit made now, as `Name <mail>`; an error where it knows nobody.
    pub fn identity(&self) -> Result<String, GitError> {
        let output = self.call(&["var", "GIT_AUTHOR_IDENT"]).output()?;
        let text = String::from_utf8_lossy(&output);
        Ok(text.rfind('>').map_or_else(|| text.trim().to_owned(), |end| text[..=end].to_owned()))
    }

    /// True where a branch of that name exists here.
    pub fn has_branch(&self, name: &str) -> Result<bool, GitError> {
        let name = format!("refs/heads/{name}");
        Ok(self.call(&["show-ref", "--verify", "--quiet", "--", &name]).finish()?.status.success())
    }

    /// True where git takes that for the name of a branch.
    pub fn is_branch_name(&self, name: &str) -> Result<bool, GitError> {
        Ok(self.call(&["check-ref-format", "--branch", name]).finish()?.status.success())
    }

    /// The folder that git looks for hooks in, wherever the user's configuration puts it; absolute.
    pub fn hooks_folder(&self) -> Result<PathBuf, GitError> {
        let call = self.call(&["rev-parse", "--path-format=absolute", "--git-path", "hooks"]).in_users_name();
        let output = call.output()?;
        Ok(PathBuf::from(os_string(output.strip_suffix(b"\n").unwrap_or(&output))))
    }

    fn as_user(&self, words: &[&str], more: impl IntoIterator<Item = OsString>) -> Result<(), GitError> {
        self.call(words).arguments(more).in_users_name().output().map(drop)
    }
}

/// Paths from the root that mean just themselves, whatever characters they hold.
fn literal(paths: &[RepoPath]) -> impl Iterator<Item = OsString> {
    paths.iter().map(|path| os_string(&[b":(top,literal)", path.as_bytes()].concat()))
}
