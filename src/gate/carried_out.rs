//! What is to be said of a plan that was, or was not, carried out: no gates, for nothing is judged that could hold.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::{Code, Finding, Page};
use crate::model::{Packet, RepoPath, Step, StepResult};
use crate::text::{listed, plural};

/// How many paths are named before the rest is counted.
const MOST_NAMED: usize = 5;

/// A step ended otherwise than it should.
pub static STEP_FAILED: Code = Code {
    id: "TP501",
    name: "step_failed",
    page: Page {
        checks: "Every step of the plan ends as it should: a command with 0, or with what its comment declares; a search with \
                 what its comment expects; an audit without a hit; a gate of this packet with a pass.",
        why: "The plan is what proves the work.",
        fails: "cargo test        (exit 101)",
        mend: "Read the step's log (taskpacket runs show RUN --step N), mend what it says, and run the plan again; \
               taskpacket run --step N tries the one step.",
    },
};

/// A step could not be judged here.
pub static STEP_UNPROVEN: Code = Code {
    id: "TP502",
    name: "step_unproven",
    page: Page {
        checks: "Every step of the plan can be carried out here: its shell is there, and the shell reaches it.",
        why: "What was not carried out proves nothing, and a run with such a step is no passing run.",
        fails: "Get-ChildItem src | Where-Object { $_.Length -gt 1MB }        (and there is no pwsh on PATH)",
        mend: "Install what the step asks for, or have the step written so that it needs less: a search in PowerShell that \
               throws on hits is judged without it, `$env:NAME = \"value\"` is understood by bash, and so is everything \
               written for bash.",
    },
};

/// A step left a process behind.
pub static STEP_LEAKED: Code = Code {
    id: "TP503",
    name: "step_leaked",
    page: Page {
        checks: "When a fence has come to its end, nothing that its steps started is still running.",
        why: "What goes on in the background can hold a port or a file, and make the next run end otherwise than this one. It \
              was ended.",
        fails: "python3 -m http.server 8000 &        (and nobody ends it)",
        mend: "Have the plan end what it starts: keep its number (server=$!), and kill it in the last step.",
    },
};

/// A search found nothing, and nobody said that this is what was wanted.
pub static SEARCH_UNDECLARED: Code = Code {
    id: "TP504",
    name: "search_outcome_undeclared",
    page: Page {
        checks: "A search step (rg, grep) that ends with 1, which means that it found nothing, has a comment that says so.",
        why: "Whether no hit is good or bad is known only to who wrote the step.",
        fails: "rg -n \"TODO\" src        (exit 1, and no comment declares what is expected)",
        mend: "Declare it in the comment: `rg -n TODO src  # expect: no hits`, or `# expect: hits`. The plan belongs to the \
               contract: have it amended.",
    },
};

/// The files were changed while they were tested.
pub static TREE_MOVED: Code = Code {
    id: "TP505",
    name: "tree_changed_by_run",
    page: Page {
        checks: "The files are the same after the run as before it: those that git does not ignore, governance left out.",
        why: "If they are not, nobody knows which of the two was tested.",
        fails: "cargo fmt        (as a step of the plan: it writes what it should check)",
        mend: "Take in what the run wrote, or have git ignore it, and run the plan again.",
    },
};

/// What was tested is not what is staged.
pub static TESTED_BESIDE: Code = Code {
    id: "TP506",
    name: "tested_beside_index",
    page: Page {
        checks: "Where something is staged, the files in scope lie on disk as they are staged.",
        why: "A run tests what lies on disk, and a commit hands over what is staged.",
        fails: "git add src/a.rs, and then one more edit of it",
        mend: "Stage it (git add), or put it away (git stash --keep-index), and run the plan again.",
    },
};

/// Nobody stands for the plan.
pub static PLAN_UNTRUSTED: Code = Code {
    id: "TP507",
    name: "plan_not_trusted",
    page: Page {
        checks: "The commands that are to be run are those of the packet's checkpoint (amendments included), or those of the \
                 packet on the default branch.",
        why: "Commands come from a file, and anybody's branch can hold one. Nothing of it runs unasked.",
        fails: "a TEST_PLAN that was edited since the contract was committed",
        mend: "Have the change of the plan committed by an amendment; or, having read the difference, say that these are \
               the commands you mean: taskpacket run --trust-plan SHA1, with the SHA1 that the refusal prints.",
    },
};

/// The run is not in the packet.
pub static NOT_WRITTEN: Code = Code {
    id: "TP508",
    name: "evidence_not_written",
    page: Page {
        checks: "A passing run is written into EVIDENCE of the packet as it is on disk when the run ends.",
        why: "A packet whose plan was edited meanwhile asks for another run, and what somebody else writes is not written over.",
        fails: "an edit of TEST_PLAN while the run goes on",
        mend: "Run the plan again. The log of this run is kept.",
    },
};

/// The codes of all that is said here.
pub static CODES: &[&Code] = &[
    &STEP_FAILED,
    &STEP_UNPROVEN,
    &STEP_LEAKED,
    &SEARCH_UNDECLARED,
    &TREE_MOVED,
    &TESTED_BESIDE,
    &PLAN_UNTRUSTED,
    &NOT_WRITTEN,
];

/// True for a command that searches: its exit status 1 means that it found nothing.
pub fn is_search(text: &str) -> bool {
    static SEARCH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:rg|grep|egrep|fgrep|git\s+grep|ag|ack)\s[^|;&\n]*$")
            .expect("the pattern is a constant that the tests compile")
    });
    SEARCH.is_match(text)
}

/// What there is to say of a step with that result; `note` is what the table says beside it. `None` where all is well, and
/// where another step says it.
pub fn of_step(packet: &Packet, step: &Step, result: StepResult, note: &str) -> Option<Finding> {
    let with_note = |message: &str| {
        if note.is_empty() {
            format!("step {} {message}", step.index)
        } else {
            format!("step {} {message}: {note}", step.index)
        }
    };
    let finding = match result {
        StepResult::Fail => Finding::error(&STEP_FAILED, with_note("failed")),
        StepResult::Timeout => Finding::error(&STEP_FAILED, with_note("took too long")),
        StepResult::Signal => Finding::error(&STEP_FAILED, with_note("was ended by a signal")),
        StepResult::Leak => Finding::warning(&STEP_LEAKED, with_note("left something running, which was ended")),
        StepResult::Unproven => Finding::warning(&STEP_UNPROVEN, with_note("could not be judged here")),
        StepResult::Pass | StepResult::Skipped | StepResult::Manual | StepResult::NotRun | StepResult::Interrupted => {
            return None;
        }
    };
    Some(finding.at(packet.source, step.span))
}

/// A search that found nothing, and does not say whether that is good.
pub fn undeclared(packet: &Packet, step: &Step) -> Finding {
    let message = format!("step {} found nothing, and does not say whether that is what is wanted", step.index);
    Finding::warning(&SEARCH_UNDECLARED, message)
        .at(packet.source, step.span)
        .help("have the comment of the step declare it: `# expect: no hits`, or `# expect: hits`")
}

/// The files that the run changed while it tested them.
pub fn tree_moved(packet: &Packet, moved: &[RepoPath]) -> Finding {
    let files = plural(moved.len(), "file");
    let message = format!("the run changed {files} that it was testing: {}", listed(moved, MOST_NAMED));
    let finding = Finding::error(&TREE_MOVED, message)
        .help("take the change in, or have git ignore what is only made by the run, and run the plan again");
    match packet.plan.heading {
        Some(heading) => finding.at(packet.source, heading),
        None => finding,
    }
}

/// Something is staged, and other things lie on disk.
pub fn tested_beside(paths: &[RepoPath]) -> Finding {
    let message = format!(
        "you test what lies on disk, and hand over what is staged: they differ in {}",
        listed(paths, MOST_NAMED)
    );
    let quoted: Vec<String> = paths.iter().take(MOST_NAMED).map(RepoPath::quoted).collect();
    Finding::warning(&TESTED_BESIDE, message).help(format!("git add -- {}", quoted.join(" ")))
}
