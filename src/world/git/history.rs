//! Commits of a range, and what each of them did, in one `git log`.

use std::collections::BTreeMap;
use std::ffi::OsString;

use chrono::{DateTime, Utc};

use super::changes::{RAW, raw_change, unreadable};
use super::{CommitInfo, GitError, Repo, os_string};
use crate::model::{Change, ChangeKind, Oid, RepoPath};

/// The options that make a log independent of anybody's configuration.
const LOG: &[&str] = &[
    "log",
    "--pretty=raw",
    "--encoding=UTF-8",
    "--no-decorate",
    "--no-abbrev-commit",
    "--no-notes",
    "--no-show-signature",
    "--no-color",
    "--no-mailmap",
];

/// Above this many bytes of paths they are no longer arguments: the system's limit is near.
const MOST_ARGUMENT_BYTES: usize = 100_000;

/// A commit, and what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The commit.
    pub info: CommitInfo,
    /// What it changed, against each of its parents that it differs from; one for a root commit.
    pub sides: Vec<Side>,
}

/// What a commit changed against one parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The parent; `None` for a root commit.
    pub parent: Option<Oid>,
    /// All changed paths, sorted. A rename is a deletion and an addition.
    pub changes: Vec<Change>,
    /// What git takes for renames, old path and new; empty where it was not asked.
    pub renames: Vec<(RepoPath, RepoPath)>,
}

impl Side {
    /// What was done to one path.
    pub fn change(&self, path: &RepoPath) -> Option<&Change> {
        let at = self.changes.binary_search_by(|change| change.path.cmp(path)).ok()?;
        self.changes.get(at)
    }
}

/// Which commits: those that `until` holds and `since` does not.
#[derive(Clone, Copy, Debug)]
pub struct Commits<'a> {
    /// Where to stop, not included; `None` for all of history.
    pub since: Option<&'a Oid>,
    /// Where to begin.
    pub until: &'a Oid,
}

impl Repo {
    /// Every commit that touched one of the paths, oldest first, each with *all* that it changed; one process.
    ///
    /// No commit of a merged branch is left out, even where the merge dropped its effect, and a merge is told against
    /// each parent that it differs from.
    pub fn history(&self, commits: Commits, paths: &[RepoPath]) -> Result<Vec<Recorded>, GitError> {
        let options = ["--full-history", "--full-diff", "--diff-merges=separate", "--topo-order", "--reverse"];
        self.log(&options, commits, paths)
    }

    /// Every commit of all refs that touched one of the paths, oldest first, with what it did to them; one process.
    pub fn history_of_all(&self, paths: &[RepoPath]) -> Result<Vec<Recorded>, GitError> {
        let options = ["--all", "--full-history", "--diff-merges=separate", "--topo-order", "--reverse", "--"];
        let paths = paths.iter().map(|path| os_string(path.as_bytes()));
        let call = self.call(LOG).arguments(RAW).arguments(options).arguments(paths);
        let command = call.shown();
        read(&command, &call.output()?)
    }

    /// Every commit of a range, a line of parents before its children, each with all that it changed against each of its
    /// parents, and with the renames; one process.
    pub fn deeds(&self, commits: Commits) -> Result<Vec<Recorded>, GitError> {
        let options = ["--find-renames", "--diff-merges=separate", "--topo-order", "--reverse"];
        self.log(&options, commits, &[])
    }

    /// What merges hold that merging their parents again does not give: a conflict that somebody resolved, and what was
    /// slipped in. A merge that git makes just so is not among them. One process, which writes its objects elsewhere.
    pub fn remerged(&self, merges: &[&Oid]) -> Result<Vec<Recorded>, GitError> {
        if merges.is_empty() {
            return Ok(Vec::new());
        }
        let scratch = self.scratch_objects()?;
        let call = self.call(LOG).arguments(RAW).arguments(["--no-walk=unsorted", "--diff-merges=remerge"]);
        let call =
            call.arguments(merges.iter().map(|oid| oid.as_str())).arguments(["--"]).variables(&scratch.variables);
        let command = call.shown();
        read(&command, &call.output()?)
    }

    /// The steps of a branch that changed one of the paths, newest first, at most `most`; one process.
    ///
    /// A merge counts as one step. Only the paths asked for are told.
    pub fn steps(&self, commits: Commits, paths: &[RepoPath], most: usize) -> Result<Vec<Recorded>, GitError> {
        let most = format!("--max-count={most}");
        let options = ["--first-parent", "--diff-merges=first-parent", &most];
        if paths.iter().map(|path| path.as_bytes().len() + 1).sum::<usize>() <= MOST_ARGUMENT_BYTES {
            return self.log(&options, commits, paths);
        }
        let mut recorded = self.log(&options[..2], commits, &[])?;
        for recorded in &mut recorded {
            recorded.sides.iter_mut().for_each(|side| side.changes.retain(|change| paths.contains(&change.path)));
        }
        recorded.retain(|recorded| recorded.sides.iter().any(|side| !side.changes.is_empty()));
        Ok(recorded)
    }

    /// Every commit that any of `tips` holds and that touched the folder, newest first, each with what it did there; a
    /// merge is told against its first parent. `since` leaves older ones out. One process.
    pub fn touches(
        &self,
        tips: &[&Oid],
        folder: &RepoPath,
        since: Option<DateTime<Utc>>,
    ) -> Result<Vec<Recorded>, GitError> {
        let call = self.call(LOG).arguments(RAW).arguments(["--full-history", "--diff-merges=first-parent"]);
        let call = call.arguments(since.map(|since| format!("--since={}", since.timestamp())));
        let call = call.arguments(tips.iter().map(|tip| tip.as_str())).arguments(["--"]);
        let call = call.arguments([os_string(folder.as_bytes())]);
        let command = call.shown();
        read(&command, &call.output()?)
    }

    /// Every commit that any of `tips` holds and none of `without`, newest first; one process.
    pub fn own_commits(&self, tips: &[&Oid], without: &[&Oid]) -> Result<Vec<CommitInfo>, GitError> {
        let call = self.call(LOG).arguments(["-z", "--no-patch"]).arguments(tips.iter().map(|tip| tip.as_str()));
        let call = call.arguments(without.iter().map(|oid| format!("^{oid}"))).arguments(["--"]);
        let command = call.shown();
        Ok(read(&command, &call.output()?)?.into_iter().map(|recorded| recorded.info).collect())
    }

    /// The parents of every commit, whatever it touched; one process.
    pub fn parents(&self, commits: Commits) -> Result<BTreeMap<Oid, Vec<Oid>>, GitError> {
        let call = self.call(&["rev-list", "--parents"]).arguments(range(commits));
        let command = call.shown();
        let output = String::from_utf8_lossy(&call.output()?).into_owned();
        let read = |line: &str| {
            let mut ids = line.split(' ').map(Oid::parse);
            Some((ids.next()??, ids.collect::<Option<Vec<Oid>>>()?))
        };
        output.lines().map(|line| read(line).ok_or_else(|| unreadable(&command, line.as_bytes()))).collect()
    }

    fn log(&self, options: &[&str], commits: Commits, paths: &[RepoPath]) -> Result<Vec<Recorded>, GitError> {
        let call = self.call(LOG).arguments(RAW).arguments(options).arguments(range(commits));
        let call = call.arguments(paths.iter().map(|path| os_string(path.as_bytes())));
        let command = call.shown();
        read(&command, &call.output()?)
    }
}

fn range(commits: Commits) -> Vec<OsString> {
    let mut words = vec![commits.until.as_str().into()];
    words.extend(commits.since.map(|since| format!("^{since}").into()));
    words.push("--".into());
    words
}

/// Reads the log: for each commit and parent its raw form, then raw changes, all parted by NUL.
fn read(command: &str, output: &[u8]) -> Result<Vec<Recorded>, GitError> {
    let mut recorded: Vec<Recorded> = Vec::new();
    let mut fields = output.split(|byte| *byte == 0);
    while let Some(field) = fields.next() {
        let field = field.trim_ascii_start();
        if field.is_empty() {
            continue;
        }
        let (head, record) = split_field(field);
        if let Some(head) = head {
            header(head, &mut recorded).ok_or_else(|| unreadable(command, head))?;
        }
        if let Some(record) = record {
            let side = recorded.last_mut().and_then(|recorded| recorded.sides.last_mut());
            side.and_then(|side| change(record, &mut fields, side)).ok_or_else(|| unreadable(command, record))?;
        }
    }
    for side in recorded.iter_mut().flat_map(|recorded| &mut recorded.sides) {
        side.changes.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok(recorded)
}

/// Reads one change, or the two of a rename.
fn change<'a>(record: &[u8], paths: &mut impl Iterator<Item = &'a [u8]>, side: &mut Side) -> Option<()> {
    let change = raw_change(record, RepoPath::new(paths.next()?))?;
    let letter = record.rsplit(|byte| *byte == b' ').next()?.first()?;
    if *letter != b'R' {
        side.changes.push(change);
        return Some(());
    }
    let to = RepoPath::new(paths.next()?);
    let (from, after) = (change.path.clone(), change.after.clone());
    side.renames.push((from, to.clone()));
    side.changes.push(Change { path: to, kind: ChangeKind::Added, before: None, after });
    side.changes.push(Change { kind: ChangeKind::Deleted, after: None, ..change });
    Some(())
}

/// Parts a header from a change. The first change of a commit follows its header without a NUL, and no line of a header
/// begins with a colon.
fn split_field(field: &[u8]) -> (Option<&[u8]>, Option<&[u8]>) {
    if field.starts_with(b":") {
        return (None, Some(field));
    }
    match field.windows(2).position(|pair| pair == b"\n:") {
        Some(at) => (Some(&field[..at]), Some(&field[at + 1..])),
        None => (Some(field), None),
    }
}

/// Reads `commit <id> (from <parent>)` and the raw commit below it. A merge comes once for each parent.
fn header(text: &[u8], recorded: &mut Vec<Recorded>) -> Option<()> {
    let end = text.iter().position(|byte| *byte == b'\n')?;
    let mut words = std::str::from_utf8(&text[..end]).ok()?.split(' ');
    let oid = (words.next()? == "commit").then(|| words.next())??;
    let oid = Oid::parse(oid)?;
    let from = words.nth(1).and_then(|parent| Oid::parse(parent.trim_end_matches(')')));
    let info = CommitInfo::read(oid, &text[end + 1..])?;
    let parent = from.or_else(|| info.parents.first().cloned());
    let side = Side { parent, changes: Vec::new(), renames: Vec::new() };
    match recorded.last_mut().filter(|last| last.info.commit.oid == info.commit.oid) {
        Some(last) => last.sides.push(side),
        None => recorded.push(Recorded { info, sides: vec![side] }),
    }
    Some(())
}
