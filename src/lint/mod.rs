//! What can be said of a packet without git: one rule, one file.

mod backslash_path;
mod backslash_quotes;
pub mod demand;
mod done_but_failed;
mod doubled_part;
mod doubled_target;
mod empty_plan;
mod foreign_id;
mod manifest_value;
mod masked_status;
mod mend;
mod missing_part;
mod near_miss_name;
mod place;
mod placeholder_left;
mod powershell_in_bash;
mod rule;
mod scope_conflict;
mod scope_unreadable;
mod search_undeclared;
mod signature_form;
mod statuses_disagree;
#[cfg(test)]
mod testing;
mod tick_box;
mod unedited_enum;
mod unknown_value;
mod value_spelling;
mod waiver_unreadable;

pub use done_but_failed::{DONE_BUT_FAILED, check as done_but_failed};
pub use foreign_id::{FOREIGN_ID, check as foreign_id};
pub use masked_status::{Mask, Masked, masked};
pub use mend::{Mended, mend};
pub use rule::{Lint, Subject};
pub use scope_conflict::scope_conflicts;

use crate::finding::{Code, Finding};

/// All rules, in the order of their codes.
pub static LINTS: &[Lint] = &[
    Lint { code: &missing_part::MISSING_PART, check: missing_part::check, fix: None },
    Lint { code: &doubled_part::DOUBLED_PART, check: doubled_part::check, fix: None },
    Lint { code: &near_miss_name::NEAR_MISS_NAME, check: near_miss_name::check, fix: Some(near_miss_name::fix) },
    Lint { code: &placeholder_left::PLACEHOLDER_LEFT, check: placeholder_left::check, fix: None },
    Lint { code: &unedited_enum::UNEDITED_ENUM, check: unedited_enum::check, fix: None },
    Lint { code: &statuses_disagree::STATUSES_DISAGREE, check: statuses_disagree::check, fix: None },
    Lint { code: &done_but_failed::DONE_BUT_FAILED, check: done_but_failed::check, fix: None },
    Lint { code: &foreign_id::FOREIGN_ID, check: foreign_id::check, fix: None },
    Lint { code: &scope_unreadable::SCOPE_UNREADABLE, check: scope_unreadable::check, fix: None },
    Lint { code: &scope_conflict::SCOPE_CONFLICT, check: scope_conflict::check, fix: None },
    Lint { code: &empty_plan::EMPTY_PLAN, check: empty_plan::check, fix: None },
    Lint { code: &powershell_in_bash::POWERSHELL_IN_BASH, check: powershell_in_bash::check, fix: None },
    Lint { code: &masked_status::MASKED_STATUS, check: masked_status::check, fix: None },
    Lint { code: &search_undeclared::SEARCH_UNDECLARED, check: search_undeclared::check, fix: None },
    Lint { code: &backslash_quotes::BACKSLASH_QUOTES, check: backslash_quotes::check, fix: None },
    Lint { code: &manifest_value::MANIFEST_VALUE, check: manifest_value::check, fix: None },
    Lint { code: &doubled_target::DOUBLED_TARGET, check: doubled_target::check, fix: None },
    Lint { code: &waiver_unreadable::WAIVER_UNREADABLE, check: waiver_unreadable::check, fix: None },
    Lint { code: &unknown_value::UNKNOWN_VALUE, check: unknown_value::check, fix: None },
    Lint { code: &value_spelling::VALUE_SPELLING, check: value_spelling::check, fix: Some(value_spelling::fix) },
    Lint { code: &signature_form::SIGNATURE_FORM, check: signature_form::check, fix: None },
    Lint { code: &backslash_path::BACKSLASH_PATH, check: backslash_path::check, fix: Some(backslash_path::fix) },
    Lint { code: &tick_box::TICK_BOX, check: tick_box::check, fix: Some(tick_box::fix) },
];

/// What all rules find, in the order of the packet.
pub fn all(subject: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = LINTS.iter().flat_map(|lint| (lint.check)(subject)).collect();
    findings.sort_by_key(|finding| finding.site);
    findings
}

/// The codes of this floor, in the order of their numbers.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    LINTS.iter().map(|lint| lint.code)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_rule_is_named_as_its_file_and_rows_are_in_order() {
        for lint in LINTS {
            let file = format!("src/lint/{}.rs", lint.code.name.replace('-', "_"));
            assert!(Path::new(&file).is_file(), "{file} is missing");
        }
        assert!(codes().map(|code| code.id).is_sorted());
    }
}
