//! Bytes to model. Reading never fails: what was not understood is said in findings.

mod baseline;
mod board;
mod bound;
mod claims;
mod comment;
mod config;
mod config_file;
mod doc;
mod done_means;
mod encoding;
mod evidence;
mod fence;
mod fence_lines;
mod fields;
mod hidden;
mod items;
mod justfile;
mod key;
mod keys;
mod kind;
mod lines;
mod links;
mod manifest;
mod mend;
mod metadata;
mod outline;
mod packet;
mod packs;
mod phases;
mod plan;
mod powershell;
mod prompt;
mod refinement;
mod registry;
mod reports;
mod rule_file;
mod rules;
mod run_block;
mod scope;
mod section;
mod section_name;
mod shell;
mod signature_audit;
mod snippet;
mod spec;
mod spec_anchor;
mod step;
mod table;
mod trouble;
mod value;
mod waivers;
mod written_report;
mod yaml;
mod yaml_serde;
mod yaml_typed;

pub use baseline::{baseline, baseline_text};
pub use board::{BOARD_MARKERS, board};
pub use bound::VERDICT_UNREADABLE;
pub use config::{config, config_schema};
pub use justfile::justfile;
pub use kind::{Kind, kind};
pub use packet::packet;
pub use packs::{Pack, pack, packs};
pub use refinement::refinement;
pub use registry::registry;
pub use rules::{RULE_READABLE, Wanted, rule_schema, rules, rules_of_packet};
pub use run_block::run_block;
pub use signature_audit::signature_audit;
pub use spec::{spec, spec_file, spec_pointer};
pub use spec_anchor::spec_anchors;
pub use value::blank;
pub use written_report::written_report;

use crate::finding::Code;

/// The codes of this floor, in the order of their numbers.
pub static CODES: &[&Code] = &[
    &config::CONFIG_READABLE,
    &encoding::NOT_UTF8,
    &encoding::BYTE_ORDER_MARK,
    &encoding::CONTROL_CHARACTERS,
    &encoding::NOT_ASCII,
    &encoding::MOJIBAKE,
    &encoding::MIXED_LINE_ENDS,
    &trouble::MANGLED_FENCE,
    &trouble::UNCLOSED_FENCE,
    &trouble::DEDENTED_FENCE,
    &trouble::UNCLOSED_COMMENT,
    &trouble::GLUED_HEADING,
    &rules::RULE_READABLE,
    &evidence::EVIDENCE_UNREADABLE,
    &bound::VERDICT_UNREADABLE,
];
