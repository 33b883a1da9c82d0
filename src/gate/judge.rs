//! What a gate is, and what it answers.

use super::Outcome;
use crate::finding::{Code, Finding, Severity};
use crate::model::{After, Before, Entry};

/// One computed question: a row of a table.
#[derive(Clone, Copy)]
pub struct Gate {
    /// Its name, the same in the packet's list, in JSON, in the file's name and in the docs.
    pub name: &'static str,
    /// The code of its findings, with its explanation.
    pub code: &'static Code,
    /// The line of the human report that it is folded into.
    pub topic: Topic,
    /// How it is computed; the variant is its phase.
    pub check: Check,
}

/// How a gate is computed.
#[derive(Clone, Copy)]
pub enum Check {
    /// Before coding.
    Pre(fn(&Before) -> Judgement),
    /// At handoff, once for each manifest entry.
    Entry(fn(&Entry, &After) -> Judgement),
    /// At handoff, once.
    Post(fn(&After) -> Judgement),
}

/// Gates of one topic are one line of the human report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each variant is the word that the report prints")]
pub enum Topic {
    Contract,
    Refinement,
    Scope,
    Phases,
    Reports,
    Manifest,
    Evidence,
    Links,
    Plan,
    Audits,
    DoneMeans,
    Others,
}

impl Topic {
    /// The word at the head of its line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Refinement => "refinement",
            Self::Scope => "scope",
            Self::Phases => "phases",
            Self::Reports => "reports",
            Self::Manifest => "manifest",
            Self::Evidence => "evidence",
            Self::Links => "links",
            Self::Plan => "plan",
            Self::Audits => "audits",
            Self::DoneMeans => "done means",
            Self::Others => "others",
        }
    }
}

/// What a gate answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Whether it holds.
    pub status: GateStatus,
    /// What was found wanting.
    pub findings: Vec<Finding>,
    /// A few words for the report's line: `11 of 11`, `approved by ilja`. Empty where there is nothing to add.
    pub phrase: String,
}

/// Whether a gate holds. Nothing here reads as "passed" unless it was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateStatus {
    /// It holds; there may be warnings.
    Pass,
    /// It does not hold.
    Fail,
    /// It could not be judged.
    NoVerdict,
    /// There is nothing here that it could be asked about, and that is as it should be.
    NotApplicable,
    /// It does not hold, and a waiver says that this is accepted.
    Waived,
}

impl GateStatus {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NoVerdict => "no-verdict",
            Self::NotApplicable => "not-applicable",
            Self::Waived => "waived",
        }
    }
}

impl Judgement {
    /// It holds.
    pub fn pass(phrase: impl Into<String>) -> Self {
        Self { status: GateStatus::Pass, findings: Vec::new(), phrase: phrase.into() }
    }

    /// There is nothing that it could be asked about.
    pub fn not_applicable(phrase: impl Into<String>) -> Self {
        Self { status: GateStatus::NotApplicable, findings: Vec::new(), phrase: phrase.into() }
    }

    /// It could not be judged, and the finding says why.
    pub fn no_verdict(finding: Finding) -> Self {
        Self { status: GateStatus::NoVerdict, findings: vec![finding], phrase: String::new() }
    }

    /// It fails where one of the findings is an error, and holds otherwise.
    pub fn of(findings: Vec<Finding>, phrase: impl Into<String>) -> Self {
        let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
        let status = if failed { GateStatus::Fail } else { GateStatus::Pass };
        Self { status, findings, phrase: phrase.into() }
    }

    /// The same, with a phrase that is true only where the gate holds.
    pub fn held(findings: Vec<Finding>, phrase: impl Into<String>) -> Self {
        let judgement = Self::of(findings, phrase);
        if judgement.status == GateStatus::Fail { Self { phrase: String::new(), ..judgement } } else { judgement }
    }
}

/// A gate that was asked, with its answer.
#[derive(Clone)]
pub struct Judged {
    /// Which gate.
    pub gate: &'static Gate,
    /// For a gate of an entry, the target as the packet writes it.
    pub target: Option<String>,
    /// For a gate of an entry, the packet's tick box.
    pub claimed: Option<bool>,
    /// What it answered.
    pub judgement: Judgement,
}

/// The outcome of a run: fail beats no-verdict beats pass, and no gate at all is no verdict.
pub fn outcome(judged: &[Judged]) -> Outcome {
    if judged.is_empty() {
        return Outcome::NoVerdict;
    }
    judged
        .iter()
        .map(|judged| match judged.judgement.status {
            GateStatus::Pass | GateStatus::NotApplicable | GateStatus::Waived => Outcome::Pass,
            GateStatus::NoVerdict => Outcome::NoVerdict,
            GateStatus::Fail => Outcome::Fail,
        })
        .max()
        .unwrap_or(Outcome::NoVerdict)
}
