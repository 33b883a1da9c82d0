//! Codes of what is told about verdicts that may no longer hold.

use crate::finding::{Code, Page};

/// All of them.
pub static CODES: &[&Code] =
    &[&STALE, &UNSETTLED, &NOT_PASS, &BRANCH_WENT_ON, &UNCOMMITTED, &CONFLICTS, &MERGE_UNKNOWN, &BY_HAND];

/// Work went on behind a verdict.
pub static STALE: Code = Code {
    id: "TP821",
    name: "verdict_stale",
    page: Page {
        checks: "Behind the last verdict, if it is not FAIL, this packet's own work did not go on: its contract means what \
                 it meant, and the files in its scope are those that were judged, or were changed by others alone. What \
                 counts is the content; only where that is another are the commits asked. A commit is the packet's own if \
                 it touches the packet, or names its id as a whole word in its subject or a trailer. What is not committed \
                 is its own on its branch. What was taken back again is no change, and neither is a rebase or a squash \
                 that leaves the content as it was.",
        why: "A PASS is worth what it judged. The code beneath it can go on, and the line in the packet stays green.",
        fails: "the PASS of 2026-01-14 judged another `src/a.rs` than the one that is there",
        mend: "taskpacket verdict diff WP-ID  shows what moved; have it judged again, or take it back.",
    },
};

/// What was judged cannot be found.
pub static UNSETTLED: Code = Code {
    id: "TP822",
    name: "verdict_unsettled",
    page: Page {
        checks: "What the last verdict judged is in this clone: the commit that brought the verdict, and where history was \
                 written again since, the commit that was judged.",
        why: "After a squash onto a default branch that had moved, only the commit that was judged tells whether something \
              was slipped in. A shallow clone does not tell when the verdict came.",
        fails: "what was judged, 3c1f22a, is not in this clone, and the files in scope are others here",
        mend: "git fetch --unshallow, or git fetch origin <the commit that the message names>.",
    },
};

/// There is no PASS to go by.
pub static NOT_PASS: Code = Code {
    id: "TP823",
    name: "verdict_not_pass",
    page: Page {
        checks: "Before a merge, the last verdict of the packet is PASS, and no later revision of the packet governs in its \
                 place. OUTDATED_ONLY says that the work was right once, and is no PASS.",
        why: "What nobody judged, or what was judged and failed, is not merged on somebody's word.",
        fails: "WP-7-Session-Expiry has no verdict",
        mend: "taskpacket review WP-ID  sets a validator up.",
    },
};

/// Somebody worked on in the packet's scope, on its branch, and says for no packet.
pub static BRANCH_WENT_ON: Code = Code {
    id: "TP824",
    name: "verdict_branch_went_on",
    page: Page {
        checks: "Before a merge, no commit that only this branch has changed files in the packet's scope behind its PASS, \
                 unless it is another packet's: it touches that one, or names it in its subject or a trailer. Commits of \
                 the default branch may.",
        why: "Others move files in its scope all the time, and that is no fault of this work. A commit on this very branch \
              that names no packet is most likely this work, and nobody judged it.",
        fails: "this branch went on in its scope for no packet: `src/a.rs` (3c1f22a by ilja)",
        mend: "Have it judged again (taskpacket review WP-ID), or take it back; or name in the commit's message the packet \
               that it belongs to.",
    },
};

/// The verdict is on disk alone.
pub static UNCOMMITTED: Code = Code {
    id: "TP825",
    name: "verdict_uncommitted",
    page: Page {
        checks: "Before a merge, the PASS is in a commit.",
        why: "What is not committed is not merged, and nothing keeps it as it is.",
        fails: "the PASS of 2026-01-14 is not committed, so it would not be merged",
        mend: "git commit --only -- <the packet>, or append it with --commit.",
    },
};

/// The default branch does not merge.
pub static CONFLICTS: Code = Code {
    id: "TP826",
    name: "verdict_conflicts",
    page: Page {
        checks: "The default branch, local and of the remote, merges with HEAD without a conflict, as `git merge-tree` tells. \
                 Nothing of the repository is written for it.",
        why: "Whoever resolves a conflict writes what nobody judged.",
        fails: "main (3c1f22a) does not merge with HEAD: `src/a.rs`",
        mend: "Merge the default branch, resolve, and have what comes of it judged.",
    },
};

/// This git cannot tell whether branches merge.
pub static MERGE_UNKNOWN: Code = Code {
    id: "TP827",
    name: "verdict_merge_unknown",
    page: Page {
        checks: "The git on PATH is 2.38 or later, so that `git merge-tree --write-tree` tells whether branches merge.",
        why: "What was not tried is not known to merge.",
        fails: "whether main merges cannot be told: this git is older than 2.38",
        mend: "Run the check where git is 2.38 or later.",
    },
};

/// The verdict is a line of text.
pub static BY_HAND: Code = Code {
    id: "TP828",
    name: "verdict_by_hand",
    page: Page {
        checks: "The PASS was written by `verdict append`, and so says which contract and which files were judged. One that \
                 was written by hand is taken to have judged what the commit holds that brought it.",
        why: "Anybody can write `Verdict: PASS`, the coder too, and in one commit with the code.",
        fails: "### VALIDATION REPORT - 2026-01-14, then `Verdict: PASS`, and nothing else",
        mend: "taskpacket verdict append WP-ID PASS --report FILE --validator NAME --acknowledge DIGEST; with --deny warnings \
               the merge check takes no other.",
    },
};
