//! What must be known of a snapshot itself, whatever its gates say: what it leaves out.

use crate::finding::{Code, Finding, Page};
use crate::model::After;

/// The branch has commits that the snapshot does not judge.
pub static UNJUDGED_COMMITS: Code = Code {
    id: "TP311",
    name: "commits_not_judged",
    page: Page {
        checks: "While the index, the work tree or a range is judged, the branch's other own commits since the merge base \
                 with the default branch are not: they are named.",
        why: "A pass of what is staged, or of the last commits, says nothing about what was committed before.",
        fails: "2 commits of this branch are not judged: 3c1f22a, 9d04be1",
        mend: "Judge them as well: commit what is staged and run `taskpacket post-work` on a clean tree, or name them with \
               `--range`.",
    },
};

/// The packet on disk is another one than the packet in the index.
pub static PACKET_ON_DISK: Code = Code {
    id: "TP312",
    name: "packet_differs_on_disk",
    page: Page {
        checks: "While the index is judged, the packet on disk is the packet in the index.",
        why: "What the index holds is judged and will be committed. A manifest that was filled in and not staged again is \
              the usual cause of a refusal that nobody understands.",
        fails: "the packet was changed on disk after it was staged",
        mend: "Stage the packet: `git add` it.",
    },
};

/// Commits and versions that the snapshot leaves out.
pub fn snapshot_findings(after: &After) -> Vec<Finding> {
    let commits = &after.snapshot.unjudged_commits;
    if commits.is_empty() {
        return Vec::new();
    }
    let named: Vec<&str> = commits.iter().rev().take(3).map(|commit| commit.oid.short()).collect();
    let more = if commits.len() > named.len() { ", .." } else { "" };
    let message = match commits.len() {
        1 => format!("one commit of this branch is not judged: {}", named.join(", ")),
        count => format!("{count} commits of this branch are not judged: {}{more}", named.join(", ")),
    };
    let help = format!("commit, then judge the whole branch on a clean tree: taskpacket post-work {}", after.id);
    vec![Finding::warning(&UNJUDGED_COMMITS, message).help(help)]
}

/// Says that the index holds an older packet, and that nothing but this is wanting.
pub fn only_packet_differs(after: &After) -> Finding {
    let message = format!(
        "the index holds an older packet: with the one on disk, `{}`, every gate holds, and it would not be handed over",
        after.path
    );
    Finding::error(&PACKET_ON_DISK, message).help(format!("git add -- {}", after.path.quoted()))
}

/// Says that the index holds another packet than the disk.
pub fn packet_differs_on_disk(after: &After) -> Finding {
    let message = format!("the packet on disk differs from the one in the index, which is judged: `{}`", after.path);
    Finding::warning(&PACKET_ON_DISK, message).help(format!("git add -- {}", after.path.quoted()))
}
