//! The default branch, and where HEAD left it.

use chrono::{DateTime, Utc};

use super::{GitError, Repo, Status};
use crate::model::Oid;

/// The default branch as far as this clone knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trunk {
    /// Its name, as the branch is called locally.
    pub name: String,
    /// The refs that stand for it, with their commits: the local branch, and that of the remote.
    pub refs: Vec<(String, Oid)>,
    /// The latest commit that HEAD shares with any of them; `None` before the first commit, and where they are
    /// unrelated.
    pub merge_base: Option<Oid>,
    /// True where HEAD is the branch, or is detached at a commit that the branch holds.
    pub head_is_on_it: bool,
}

/// A branch, of this clone or of a remote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// Its whole name: `refs/heads/main`.
    pub name: String,
    /// What it leads to.
    pub oid: Oid,
    /// When that commit was recorded.
    pub when: DateTime<Utc>,
    /// The ref that a symbolic one leads to; empty for others.
    pub leads_to: String,
}

const HEADS: &str = "refs/heads/";
const REMOTES: &str = "refs/remotes/";

impl Repo {
    /// Finds the default branch: the configured one, else what the remote's HEAD says, else `init.defaultBranch`, `main`
    /// or `master`, whichever exists. `None` where nothing tells. Two processes, three at most.
    pub fn trunk(&self, configured: Option<&str>, status: &Status) -> Result<Option<Trunk>, GitError> {
        self.trunk_among(&self.refs()?, configured, status)
    }

    /// The same, where the branches were listed already: that saves a process.
    pub fn trunk_among(
        &self,
        refs: &[Ref],
        configured: Option<&str>,
        status: &Status,
    ) -> Result<Option<Trunk>, GitError> {
        let remote = remote(refs);
        let found = match configured {
            Some(name) => Some(configured_branch(refs, remote.as_deref(), name)?),
            None => self.unconfigured_branch(refs, remote.as_deref())?,
        };
        let Some((name, refs)) = found else { return Ok(None) };
        let merge_base = match &status.head {
            Some(head) => self.merge_base(head, &refs.iter().map(|(_, oid)| oid).collect::<Vec<_>>())?,
            None => None,
        };
        let head_is_on_it = match &status.branch {
            Some(branch) => *branch == name,
            None => merge_base.is_some() && merge_base == status.head,
        };
        Ok(Some(Trunk { name, refs, merge_base, head_is_on_it }))
    }

    /// All branches, of this clone and of its remotes; one process.
    pub fn refs(&self) -> Result<Vec<Ref>, GitError> {
        let format = "--format=%(refname) %(objectname) %(committerdate:unix) %(symref)";
        let output = self.call(&["for-each-ref", format, HEADS, REMOTES]).output()?;
        let read = |line: &str| {
            let mut words = line.split(' ');
            let (name, oid) = (words.next()?.to_owned(), Oid::parse(words.next()?)?);
            let seconds = words.next()?.parse().ok();
            let when = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default();
            Some(Ref { name, oid, when, leads_to: words.next().unwrap_or_default().to_owned() })
        };
        Ok(String::from_utf8_lossy(&output).lines().filter_map(read).collect())
    }

    fn unconfigured_branch(&self, refs: &[Ref], remote: Option<&str>) -> Result<Option<Found>, GitError> {
        if let Some(name) = remote.and_then(|remote| remote_head(refs, remote)) {
            return Ok(Some(branch(refs, remote, name)));
        }
        let there = |name: &str| Some(branch(refs, remote, name)).filter(|(_, refs)| !refs.is_empty());
        // Where just one of the usual names is there, nobody needs to be asked: that saves a process.
        let (main, master) = (there("main"), there("master"));
        if main.is_some() != master.is_some() {
            return Ok(main.or(master));
        }
        let output = self.call(&["config", "--get", "init.defaultBranch"]).finish()?;
        let preferred = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(there(&preferred).or(main).or(master))
    }
}

/// The branch's name, and the refs that stand for it.
type Found = (String, Vec<(String, Oid)>);

/// The remote that speaks for the project: `origin`, else the only one. With several others none does, for a fork's
/// branch must not decide what is compared.
fn remote(refs: &[Ref]) -> Option<String> {
    let heads = refs.iter().filter_map(|it| it.name.strip_prefix(REMOTES)?.strip_suffix("/HEAD"));
    let first_parts = refs.iter().filter_map(|it| Some(it.name.strip_prefix(REMOTES)?.split_once('/')?.0));
    let mut names: Vec<&str> = heads.collect();
    if names.is_empty() {
        names = first_parts.clone().collect();
    }
    names.dedup();
    if first_parts.clone().any(|name| name == "origin") {
        return Some("origin".to_owned());
    }
    match names[..] {
        [only] => Some(only.to_owned()),
        _ => None,
    }
}

/// The branch that the remote's HEAD leads to.
fn remote_head<'a>(refs: &'a [Ref], remote: &str) -> Option<&'a str> {
    let head = format!("{REMOTES}{remote}/HEAD");
    let head = refs.iter().find(|it| it.name == head)?;
    head.leads_to.strip_prefix(REMOTES)?.strip_prefix(remote)?.strip_prefix('/')
}

/// The configured branch, which may be written with its remote: `origin/main`.
fn configured_branch(refs: &[Ref], remote: Option<&str>, name: &str) -> Result<Found, GitError> {
    let found = branch(refs, remote, name);
    if !found.1.is_empty() {
        return Ok(found);
    }
    let tracking = format!("{REMOTES}{name}");
    match (refs.iter().any(|it| it.name == tracking), name.split_once('/')) {
        (true, Some((remote, name))) => Ok(branch(refs, Some(remote), name)),
        _ => Err(GitError::NoSuchBranch { name: name.to_owned() }),
    }
}

fn branch(refs: &[Ref], remote: Option<&str>, name: &str) -> Found {
    let local = format!("{HEADS}{name}");
    let tracking = remote.map(|remote| format!("{REMOTES}{remote}/{name}"));
    let stands = |it: &&Ref| it.name == local || Some(&it.name) == tracking.as_ref();
    (name.to_owned(), refs.iter().filter(stands).map(|it| (it.name.clone(), it.oid.clone())).collect())
}
