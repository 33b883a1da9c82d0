//! Which part of a packet belongs to whom: the one table behind `contract_unchanged` and `docs/packet-format.md`.

use crate::model::SectionName;

/// Who may change a part of a packet once the contract is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Writes and signs the contract.
    Orchestrator,
    /// Carries it out.
    Coder,
    /// Judges it.
    Validator,
}

impl Owner {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Orchestrator => "orchestrator",
            Self::Coder => "coder",
            Self::Validator => "validator",
        }
    }
}

/// How a part is compared with what it was at the checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// As the set of paths that it allows; it may become smaller.
    Scope,
    /// As the set of paths that it carves out, and as sentences; it may become larger.
    OutOfScope,
    /// As commands with what they declare to expect, revision ranges masked.
    Plan,
    /// As items, by their words.
    Items,
    /// As the value of a field, by its words.
    Field,
    /// As text, by its words.
    Text,
    /// By another gate, or not at all: it is not part of what binds the coder.
    Not,
}

/// One part of a packet: a section, or a field of one.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The section.
    pub section: SectionName,
    /// The field within it; empty where the section as a whole is meant.
    pub key: &'static str,
    /// Who may change it.
    pub owner: Owner,
    /// How it is compared.
    pub compared: Compared,
}

impl Part {
    /// `SECTION`, or `SECTION.KEY`.
    pub fn name(&self) -> String {
        match self.key {
            "" => self.section.word().to_owned(),
            key => format!("{}.{key}", self.section.word()),
        }
    }
}

/// Every part that packets know, in the order of a packet. What binds the coder is what is compared.
pub static PARTS: &[Part] = &[
    field(SectionName::Metadata, "TASK_ID"),
    field(SectionName::Metadata, "WP_ID"),
    field(SectionName::Metadata, "BASE_WP_ID"),
    field(SectionName::Metadata, "DATE"),
    field(SectionName::Metadata, "REQUESTOR"),
    field(SectionName::Metadata, "AGENT_ID"),
    field(SectionName::Metadata, "ROLE"),
    field(SectionName::Metadata, "RISK_TIER"),
    field(SectionName::Metadata, "USER_SIGNATURE"),
    part(SectionName::Metadata, "STATUS", Owner::Coder, Compared::Not),
    part(SectionName::Metadata, "CODER_MODEL", Owner::Coder, Compared::Not),
    part(SectionName::Metadata, "CODER_REASONING_STRENGTH", Owner::Coder, Compared::Not),
    part(SectionName::Metadata, "MERGE_BASE_SHA", Owner::Coder, Compared::Not),
    field(SectionName::TechnicalRefinement, "REFINEMENT_FILE"),
    field(SectionName::Scope, "WHAT"),
    field(SectionName::Scope, "WHY"),
    part(SectionName::Scope, "IN_SCOPE_PATHS", Owner::Orchestrator, Compared::Scope),
    part(SectionName::Scope, "OUT_OF_SCOPE", Owner::Orchestrator, Compared::OutOfScope),
    part(SectionName::WaiversGranted, "", Owner::Orchestrator, Compared::Not),
    part(SectionName::QualityGate, "TEST_PLAN", Owner::Orchestrator, Compared::Plan),
    part(SectionName::QualityGate, "DONE_MEANS", Owner::Orchestrator, Compared::Items),
    part(SectionName::RollbackHint, "", Owner::Orchestrator, Compared::Text),
    field(SectionName::Authority, "SPEC_BASELINE"),
    field(SectionName::Authority, "SPEC_TARGET"),
    part(SectionName::Authority, "SPEC_ANCHOR", Owner::Orchestrator, Compared::Items),
    field(SectionName::Authority, "CODEX"),
    part(SectionName::Bootstrap, "", Owner::Coder, Compared::Not),
    part(SectionName::Skeleton, "", Owner::Coder, Compared::Not),
    part(SectionName::SkeletonApproved, "", Owner::Orchestrator, Compared::Not),
    part(SectionName::Implementation, "", Owner::Coder, Compared::Not),
    part(SectionName::Hygiene, "", Owner::Coder, Compared::Not),
    part(SectionName::Validation, "", Owner::Coder, Compared::Not),
    part(SectionName::StatusHandoff, "", Owner::Coder, Compared::Not),
    part(SectionName::Evidence, "", Owner::Coder, Compared::Not),
    part(SectionName::EvidenceMapping, "", Owner::Coder, Compared::Not),
    part(SectionName::ValidationReports, "", Owner::Validator, Compared::Not),
];

const fn field(section: SectionName, key: &'static str) -> Part {
    part(section, key, Owner::Orchestrator, Compared::Field)
}

const fn part(section: SectionName, key: &'static str, owner: Owner, compared: Compared) -> Part {
    Part { section, key, owner, compared }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_orchestrator_owns_binds() {
        for part in PARTS {
            assert!(part.owner == Owner::Orchestrator || part.compared == Compared::Not, "{}", part.name());
        }
    }

    #[test]
    fn each_part_stands_there_once() {
        for (at, part) in PARTS.iter().enumerate() {
            assert!(PARTS[at + 1..].iter().all(|other| other.name() != part.name()), "{}", part.name());
        }
    }
}
