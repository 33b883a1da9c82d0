//! What is asked of a refinement: one file a question. The gate `refinement_signed` and the commands about refinements
//! ask the same.

mod anchors;
mod approval;
mod complete;
mod spec;
mod verdicts;

use std::collections::BTreeMap;

use crate::finding::{Code, Finding};
use crate::model::{Config, Refinement, Signature, SpecFile, Value};
use crate::text::{Sources, Span};

/// A refinement, and what it is held against.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The code of the findings.
    pub code: &'static Code,
    /// The refinement.
    pub refinement: &'a Refinement,
    /// The texts that it and the specifications were read from.
    pub sources: &'a Sources,
    /// What is demanded of it.
    pub config: &'a Config,
    /// The packet that it is for.
    pub id: &'a str,
    /// The packet's signature, where there is a packet that is signed.
    pub signature: Option<&'a Signature>,
    /// The packet's SPEC_TARGET, else the pointer of the configuration.
    pub pointer: &'a str,
    /// The name that the pointer leads to now, where it leads to one.
    pub spec_target: Option<&'a str>,
    /// The specification files that exist, by name.
    pub specs: &'a BTreeMap<String, SpecFile>,
}

/// Everything that is wrong with a refinement, in the order in which it stands there.
pub fn examine(subject: &Subject) -> Vec<Finding> {
    asked(subject, &[complete::check, approval::check, spec::check, anchors::check, verdicts::check])
}

/// The same of one that is yet to be signed: everything but approval and signature.
pub fn examine_unsigned(subject: &Subject) -> Vec<Finding> {
    asked(subject, &[complete::check, spec::check, anchors::check, verdicts::check])
}

fn asked(subject: &Subject, checks: &[fn(&Subject) -> Vec<Finding>]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = checks.iter().flat_map(|check| check(subject)).collect();
    findings.sort_by_key(|finding| finding.site);
    findings
}

/// The sentence that approves a refinement, word for word.
pub fn approval_sentence(id: &str) -> String {
    format!("APPROVE REFINEMENT {id}")
}

impl Subject<'_> {
    /// True where that section is demanded.
    fn demands(&self, section: &str) -> bool {
        let demanded = &self.config.demand.refinement;
        demanded.iter().any(|name| name.eq_ignore_ascii_case(section))
    }

    /// An error at a place of the refinement.
    fn error(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding::error(self.code, message).at(self.refinement.source, span)
    }

    /// The heading of a section, else the start of the file.
    fn heading(&self, section: &str) -> Span {
        let found = self.refinement.sections.iter().find(|(name, _)| name == section);
        found.map(|(_, section)| section.heading).unwrap_or_default()
    }

    /// The finding for a field that is missing or says nothing; `None` where it has a value.
    fn lacking<T>(&self, section: &str, key: &str, value: &Value<T>) -> Option<Finding> {
        let so = match value {
            Value::Present(..) => return None,
            Value::Absent if !self.demands(section) => return None,
            Value::Absent => {
                return Some(
                    self.error(self.heading(section), format!("the refinement has no `{key}`"))
                        .help(format!("add `{key}` under {section}")),
                );
            }
            Value::Placeholder(..) => "still holds the template's blank",
            Value::Malformed(_) => "says nothing that can be read",
        };
        let raw = value.raw()?;
        Some(self.error(raw.span, format!("`{key}` {so}")).about(key).help(format!("fill in `{key}`")))
    }
}
