//! What a review says: where it judges, what is left to a person, and the command that appends the verdict.

use std::path::{Path, PathBuf};

use super::setting::{GroundKind, Setting};
use crate::command::paths::as_word;
use crate::gate::Outcome;
use crate::report::{Brief, ReviewView};
use crate::text::plural;
use crate::world::gather::Judging;
use crate::world::reviews::Kept;

/// The report, as it was left.
pub struct Reviewed {
    /// The file that it stands in.
    pub file: PathBuf,
    /// What became of the draft.
    pub moved: Kept,
    /// How many parts are still to be filled in.
    pub left: usize,
    /// Its digest.
    pub sha1: String,
    /// Whether the editor ended well; `None` where none was opened.
    pub edited: Option<bool>,
}

/// What is told beside the gates.
pub fn reviewed(setting: &Setting, report: &Reviewed, judging: &Judging) -> (ReviewView, Vec<Brief>) {
    let folder = as_word(&setting.folder);
    let how = match setting.ground {
        GroundKind::Here => "this work tree",
        GroundKind::Made => "a worktree made for this",
        GroundKind::Reused => "the worktree made for this before",
    };
    let branch = setting.branch.as_ref().map_or(String::new(), |branch| format!(", {branch}"));
    let place = format!("{folder} ({how}{branch} at {})", judging.head.short());
    let file = as_word(&report.file);
    let draft = match &report.moved {
        Kept::Made => file.clone(),
        Kept::AsItWas => format!("{file} (as you left it: it is of this work, and was not written over)"),
        Kept::OlderMovedTo(older) => format!("{file} (of this work; that of earlier work is now {})", as_word(older)),
    };
    let mut briefs = vec![Brief { label: "judged in", text: place }, Brief { label: "report", text: draft }];
    if report.left > 0 {
        let text = format!("{} in it: look for [[FILL IN", plural(report.left, "part"));
        briefs.push(Brief { label: "left to you", text });
    }
    if report.edited == Some(false) {
        briefs.push(Brief {
            label: "editor",
            text: "it did not end well; the report is as it was saved last".to_owned(),
        });
    }
    if let Some(other) = &setting.checked_out {
        let text = format!(
            "{} has the branch checked out: append with --commit, then  git -C {} merge --ff-only \"$(git -C {folder} rev-parse HEAD)\"",
            as_word(other),
            as_word(other)
        );
        briefs.push(Brief { label: "branch", text });
    }
    let view = ReviewView {
        folder: setting.folder.display().to_string(),
        made: setting.ground == GroundKind::Made,
        branch: setting.branch.clone(),
        report: report.file.display().to_string(),
        kept: report.moved == Kept::AsItWas,
        left: report.left,
        sha1: report.sha1.clone(),
        append: append(setting, report, judging, Outcome::Pass),
    };
    (view, briefs)
}

/// The next command: the report is looked at first, and then appended.
pub fn next(setting: &Setting, report: &Reviewed, judging: &Judging, outcome: Outcome) -> String {
    if report.left > 0 {
        let file = as_word(&report.file);
        let at = at(setting);
        return format!("fill {file} in, then  taskpacket{at} verdict digest --report {file}");
    }
    append(setting, report, judging, outcome)
}

/// Where the commands are to work, as an option; nothing where that is here.
fn at(setting: &Setting) -> String {
    if setting.ground == GroundKind::Here { String::new() } else { format!(" -C {}", as_word(&setting.folder)) }
}

/// The command that appends the verdict: a PASS, where the gates let one be.
fn append(setting: &Setting, report: &Reviewed, judging: &Judging, outcome: Outcome) -> String {
    let at = at(setting);
    let verdict = if outcome == Outcome::Fail { "FAIL" } else { "PASS" };
    let name = judging.identity.as_deref().and_then(|identity| identity.split(" <").next()).unwrap_or("NAME");
    let digest = report.sha1.get(..8).unwrap_or(&report.sha1);
    format!(
        "taskpacket{at} verdict append {} {verdict} --report {} --validator {} --acknowledge {digest}",
        setting.id,
        as_word(&report.file),
        as_word(Path::new(name))
    )
}
