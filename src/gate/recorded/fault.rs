//! What was done to a recorded entry, and how it is told.

use super::alike::Alike;
use super::version::{Entry, RecordKind, Version};
use crate::finding::{Code, Finding, Page};
use crate::gate::words;
use crate::model::When;
use crate::text::Span;

/// One thing that was done to a recorded entry.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// The title of the entry.
    pub entry: String,
    /// When, and by whom.
    pub when: When,
    /// The same in words, with the place.
    pub finding: Finding,
}

/// What was done to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// It is gone.
    Lost,
    /// Its text is still there, and something around it keeps it from being read.
    Hidden,
    /// It says something else.
    Altered,
    /// It is written in another way, and says the same.
    Rewritten,
    /// It stands ahead of older ones.
    Reordered,
    /// It was put above older ones.
    Inserted,
    /// Text was put between the entries.
    PutBetween,
}

impl FaultKind {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Hidden => "hidden",
            Self::Altered => "altered",
            Self::Rewritten => "rewritten",
            Self::Reordered => "reordered",
            Self::Inserted => "inserted",
            Self::PutBetween => "put-between",
        }
    }
}

/// The codes under which faults are told.
#[derive(Clone, Copy)]
pub struct Codes {
    /// An entry is gone.
    pub lost: &'static Code,
    /// An entry is not as it was.
    pub altered: &'static Code,
    /// An entry, or text, stands where it was not appended.
    pub misplaced: &'static Code,
}

/// The codes of `verdict verify`.
pub static OWN: Codes = Codes { lost: &LOST, altered: &ALTERED, misplaced: &MISPLACED };

/// All codes of this folder.
pub static CODES: &[&Code] = &[&LOST, &ALTERED, &MISPLACED, &UNKNOWN_BEFORE, &HISTORY_CUT, &UNKNOWN_COMMIT, &OUTSIDE];

/// A recorded entry is gone.
pub static LOST: Code = Code {
    id: "TP811",
    name: "entry-lost",
    page: Page {
        checks: "Every entry under VALIDATION_REPORTS that a commit recorded is there in every later one, and in what is not \
                 committed: not removed, not hidden by a fence or a comment around it, not dropped by a merge.",
        why: "A verdict that can be taken away is worth nothing to who reads the next one.",
        fails: "the report `VALIDATION REPORT 2026-01-12` is gone in 3c1f22a (tidy up) by Cody",
        mend: "Put the entry back as it was: `git show <commit>^:<packet>` has it. If somebody answers for the loss, let \
               `verdict verify --since` begin behind it.",
    },
};

/// A recorded entry is not as it was.
pub static ALTERED: Code = Code {
    id: "TP812",
    name: "entry-altered",
    page: Page {
        checks: "No recorded entry changes. One that `verdict append` wrote keeps every byte; only the line ends may change, \
                 with those of the whole file (warning). One that was written by hand keeps its verdict and its words; a \
                 change of encoding, path prefix, decoration or heading level, or a filled blank, is a warning.",
        why: "Readers take an entry for what the validator wrote.",
        fails: "Verdict: PASS      (was FAIL, two commits ago)",
        mend: "Put the entry back as it was, and append what is new as an entry of its own.",
    },
};

/// An entry, or text, stands where it was not appended.
pub static MISPLACED: Code = Code {
    id: "TP813",
    name: "entry-misplaced",
    page: Page {
        checks: "Entries keep their order, and new ones come behind the last. Of two branches that each appended, a merge may \
                 put either first, each branch's own order kept. An entry or text above an older entry is a warning, a \
                 change of the order an error.",
        why: "The last verdict governs: who moves entries, or slips one in, changes what holds.",
        fails: "### Report 2026-01-13      (FAIL)\n### Report 2026-01-12      (PASS, now the last)",
        mend: "Put the entries back into the order in which they were recorded; append new ones at the end.",
    },
};

/// The entry that an entry names as the one before it was never there.
pub static UNKNOWN_BEFORE: Code = Code {
    id: "TP814",
    name: "entry-before-unknown",
    page: Page {
        checks: "The ENTRY_BEFORE_SHA1 of an entry is that of an entry which some recorded version of the packet holds.",
        why: "It proves nothing, but where it names an entry that nobody knows, one was probably left behind: by a \
              cherry-pick that took the PASS without the FAIL before it, or by a history that was rewritten.",
        fails: "- ENTRY_BEFORE_SHA1: 6f1e..      (no entry of this packet has that digest)",
        mend: "Look for the missing entry on the branch that the validator worked on, and merge that branch.",
    },
};

/// The history ends too early.
pub static HISTORY_CUT: Code = Code {
    id: "TP815",
    name: "history-cut",
    page: Page {
        checks: "All of the history since the packet was first committed, or since `--since`, is in this clone.",
        why: "What happened to an entry before a shallow clone begins, nothing here can tell.",
        fails: "git clone --depth 1 ..; taskpacket verdict verify WP-7",
        mend: "`git fetch --unshallow`; in CI, fetch the whole history (`fetch-depth: 0`).",
    },
};

/// An entry names a commit that is not here.
pub static UNKNOWN_COMMIT: Code = Code {
    id: "TP816",
    name: "entry-commit-unknown",
    page: Page {
        checks: "The commits that an entry names in HEAD and SNAPSHOT are in this repository (a note where they are not).",
        why: "After a squash or a rebase they may be gone for good, which is as it should be: contract and files are bound by \
              digests. But nobody can look at what was judged any more.",
        fails: "- HEAD: 71be0a4..      (git cat-file: no such object)",
        mend: "Nothing is to be mended. `git fetch` brings the commit where it lies elsewhere; a tag keeps it.",
    },
};

/// The commit that is to be held is not.
pub static OUTSIDE: Code = Code {
    id: "TP817",
    name: "history-rewritten",
    page: Page {
        checks: "The commit that `--since` names is part of the history that is judged.",
        why: "A history that no longer holds a commit which it once held was rewritten, and what was lost so no commit tells. \
              What that commit holds is then compared with HEAD as one step.",
        fails: "taskpacket verdict verify --all --since 5e1d9aa      (git push --force left 5e1d9aa behind)",
        mend: "Merge what was left behind: `git merge 5e1d9aa`. Protect the branch against being rewritten.",
    },
};

const HELP: &str = "put it back as it was; what is new is an entry of its own";

/// Words faults of one step.
pub(super) struct Teller<'a> {
    pub codes: &'a Codes,
    pub kind: RecordKind,
    pub when: &'a When,
}

impl Teller<'_> {
    fn noun(&self) -> &'static str {
        match self.kind {
            RecordKind::Report => "report",
            RecordKind::Run => "recorded run",
        }
    }

    fn fault(&self, kind: FaultKind, entry: &Entry, finding: Finding) -> Fault {
        let finding = finding.about(entry.title.clone());
        Fault { kind, entry: entry.title.clone(), when: self.when.clone(), finding }
    }

    /// An entry that is gone, or that can be read no more.
    pub fn lost(&self, entry: &Entry, old: &Version, new: Option<&Version>) -> Fault {
        let (noun, title, when) = (self.noun(), &entry.title, when(self.when));
        let hidden = new.is_some_and(|new| new.whole.text().contains(entry.text));
        let (kind, message) = match (hidden, new) {
            (true, _) => (
                FaultKind::Hidden,
                format!(
                    "the {noun} `{title}` cannot be read any more {when}: its text is there, and what is around it hides it"
                ),
            ),
            (false, Some(_)) => (FaultKind::Lost, format!("the {noun} `{title}` is gone {when}")),
            (false, None) => (FaultKind::Lost, format!("the {noun} `{title}` is gone {when}, with its packet")),
        };
        let finding = Finding::error(self.codes.lost, message).at(old.source, entry.heading);
        self.fault(kind, entry, finding.label("as it was recorded").help(HELP))
    }

    /// An entry that is not as it was.
    pub fn altered(&self, how: How, old: &Entry, entry: &Entry, new: &Version) -> Fault {
        let (noun, title, when, code) = (self.noun(), &old.title, when(self.when), self.codes.altered);
        let (kind, finding) = match how {
            How::LineEnds => (
                FaultKind::Rewritten,
                Finding::warning(code, format!("the {noun} `{title}` got other line ends with its whole file {when}")),
            ),
            How::Words(Alike::Encoding) => (
                FaultKind::Rewritten,
                Finding::warning(code, format!("the {noun} `{title}` was encoded or set anew {when}")),
            ),
            How::Words(Alike::Prefix) => (
                FaultKind::Rewritten,
                Finding::warning(code, format!("paths in the {noun} `{title}` got another prefix {when}")),
            ),
            How::Words(Alike::Filled) => (
                FaultKind::Rewritten,
                Finding::warning(code, format!("a blank in the {noun} `{title}` was filled {when}")),
            ),
            How::Verdict | How::Words(Alike::No) => {
                (FaultKind::Altered, Finding::error(code, format!("the {noun} `{title}` says something else {when}")))
            }
            How::Bytes => (
                FaultKind::Altered,
                Finding::error(code, format!("the {noun} `{title}` is not as the program wrote it {when}")),
            ),
        };
        let finding = finding.at(new.source, shown_at(old, entry, new)).help(HELP);
        let (expected, got) = told_apart(old, entry);
        self.fault(kind, old, finding.compare(expected, got))
    }

    /// An entry that stands ahead of one that was recorded before it.
    pub fn reordered(&self, entry: &Entry, older: &Entry, old: &Version) -> Fault {
        let (noun, when) = (self.noun(), when(self.when));
        let message = format!("the {noun} `{}` stands ahead of older ones {when}", entry.title);
        let finding = Finding::error(self.codes.misplaced, message)
            .at(old.source, entry.heading)
            .label("where it was recorded")
            .related(old.source, older.heading, "it came behind this one")
            .help("put them back in the order in which they were recorded");
        self.fault(FaultKind::Reordered, entry, finding)
    }

    /// A new entry above one that was there.
    pub fn inserted(&self, entry: &Entry, new: &Version) -> Fault {
        let (noun, when) = (self.noun(), when(self.when));
        let message = format!("the {noun} `{}` was put above older ones {when}", entry.title);
        let finding = Finding::warning(self.codes.misplaced, message).at(new.source, entry.heading);
        self.fault(FaultKind::Inserted, entry, finding.help(format!("append it behind the last {noun}")))
    }

    /// New text in VALIDATION_REPORTS above an entry that was there.
    pub fn put_between(&self, entry: &Entry, place: Span, new: &Version) -> Fault {
        let message = format!("text was put above the report `{}` {}", entry.title, when(self.when));
        let finding = Finding::warning(self.codes.misplaced, message).at(new.source, place);
        self.fault(FaultKind::PutBetween, entry, finding.help("what is new belongs behind the last report"))
    }
}

/// How an entry differs from what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// By its line ends alone, and so does the whole file.
    LineEnds,
    /// In a way that its words tell.
    Words(Alike),
    /// By another verdict, with the same words.
    Verdict,
    /// At all, where no byte may differ.
    Bytes,
}

/// The line of the verdict where that changed, else the first line that differs.
fn shown_at(old: &Entry, entry: &Entry, new: &Version) -> Span {
    if let Some(span) = entry.verdict_span.filter(|_| old.verdict != entry.verdict) {
        return span;
    }
    let same = old.bytes.iter().zip(entry.bytes).take_while(|(old, new)| old == new).count();
    let at = (entry.span.start + same).min(entry.span.end);
    new.whole.line_span(new.whole.line_at(at)).unwrap_or(entry.heading)
}

/// The words that changed; where none did, the verdicts, else the lines as they are, so that every byte shows.
fn told_apart(old: &Entry, new: &Entry) -> (String, String) {
    let (expected, got) = words::difference(old.text, new.text);
    if expected != got {
        return (expected, got);
    }
    if old.verdict != new.verdict {
        let word = |entry: &Entry| entry.verdict.map_or_else(|| "no verdict".to_owned(), |verdict| verdict.to_string());
        return (word(old), word(new));
    }
    let same = old.bytes.iter().zip(new.bytes).take_while(|(old, new)| old == new).count();
    let line = |bytes: &[u8]| {
        let start = bytes[..same].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rest = &bytes[start..];
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        rest[..end].escape_ascii().to_string()
    };
    (line(old.bytes), line(new.bytes))
}

/// `in 3c1f22a (tidy up) by Cody`.
pub(super) fn when(when: &When) -> String {
    match when {
        When::Commit(commit) => {
            let author = commit.author.rsplit_once(" <").map_or(commit.author.as_str(), |(name, _)| name);
            format!("in {} ({}) by {author}", commit.oid.short(), commit.subject)
        }
        When::Uncommitted => "in what is not committed".to_owned(),
        When::Since(known) => format!("since {}, and no commit of this history tells when", known.short()),
    }
}
