//! Where the truths disagree: packet, refinement, specification, board, registry, audit log, branch, worktree, verdict
//! and git. One kind of disagreement, one file, one row of a table.

mod anchor_gone;
mod board_ahead;
mod board_at_odds;
mod board_item_doubled;
mod board_item_unknown;
mod board_lags;
mod branch_gone;
mod checkpoint_missing;
mod claim_idle;
mod claim_missing;
mod done_and_failed;
#[cfg(test)]
mod fixture;
mod id_foreign;
mod id_twice;
mod lineage;
mod lineage_unlike;
mod lock_stale;
mod merge_base_unknown;
mod merged_in_progress;
mod packet_not_on_board;
mod refinement_changed;
mod refinement_missing;
mod refinement_unsigned;
mod registry_board_differs;
mod registry_names_another;
mod registry_row_astray;
mod registry_row_missing;
mod signature_reused;
mod signature_row_unknown;
mod signature_unlogged;
mod spec_moved_on;
mod standing;
mod superseded_but_active;
mod verdict_differs;
mod work_pending;
mod worktree_left;

pub use standing::wanted;

use crate::finding::{Code, Finding, Severity};
use crate::model::{ActivePacket, BoardState, PacketId, RepoPath, Status, Truths, UsedSignature};

/// One disagreement.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// What disagrees, where, and what mends it. A note is no disagreement yet.
    pub finding: Finding,
    /// What the tool can do about it; `None` where a person must decide.
    pub mend: Option<Mend>,
}

/// What the tool can do about a disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Show a packet on the board in this state, once.
    Show(PacketId, BoardState),
    /// Take the line of the board out that begins at this place.
    TakeOff(usize),
    /// Have the registry name this packet.
    Name(ActivePacket),
    /// Note a signature in the audit log.
    Note(UsedSignature),
    /// Give the packet at this path this status.
    Status(RepoPath, Status),
    /// Bring a broken-off work to its end, and clear what its process left.
    Recover,
}

/// One kind of disagreement.
pub struct Check {
    /// Its code; its name is that of its file.
    pub code: &'static Code,
    /// True where it is about the board alone, and so `board --check` asks it too.
    pub of_board: bool,
    /// What is found.
    pub check: fn(&Truths) -> Vec<Disagreement>,
}

const fn board(code: &'static Code, check: fn(&Truths) -> Vec<Disagreement>) -> Check {
    Check { code, of_board: true, check }
}

const fn other(code: &'static Code, check: fn(&Truths) -> Vec<Disagreement>) -> Check {
    Check { code, of_board: false, check }
}

/// All kinds, in the order of their codes.
pub static CHECKS: &[Check] = &[
    other(&done_and_failed::CODE, done_and_failed::check),
    other(&id_foreign::CODE, id_foreign::check),
    other(&claim_missing::CODE, claim_missing::check),
    board(&board_lags::CODE, board_lags::check),
    board(&board_ahead::CODE, board_ahead::check),
    board(&board_at_odds::CODE, board_at_odds::check),
    board(&board_item_doubled::CODE, board_item_doubled::check),
    board(&board_item_unknown::CODE, board_item_unknown::check),
    board(&packet_not_on_board::CODE, packet_not_on_board::check),
    other(&registry_names_another::CODE, registry_names_another::check),
    other(&registry_row_missing::CODE, registry_row_missing::check),
    other(&registry_row_astray::CODE, registry_row_astray::check),
    other(&registry_board_differs::CODE, registry_board_differs::check),
    other(&signature_unlogged::CODE, signature_unlogged::check),
    other(&signature_reused::CODE, signature_reused::check),
    other(&signature_row_unknown::CODE, signature_row_unknown::check),
    other(&refinement_missing::CODE, refinement_missing::check),
    other(&refinement_unsigned::CODE, refinement_unsigned::check),
    other(&refinement_changed::CODE, refinement_changed::check),
    other(&spec_moved_on::CODE, spec_moved_on::check),
    other(&anchor_gone::CODE, anchor_gone::check),
    other(&verdict_differs::CODE, verdict_differs::check),
    other(&claim_idle::CODE, claim_idle::check),
    other(&merged_in_progress::CODE, merged_in_progress::check),
    other(&branch_gone::CODE, branch_gone::check),
    other(&worktree_left::CODE, worktree_left::check),
    other(&id_twice::CODE, id_twice::check),
    other(&superseded_but_active::CODE, superseded_but_active::check),
    other(&lineage_unlike::CODE, lineage_unlike::check),
    other(&merge_base_unknown::CODE, merge_base_unknown::check),
    other(&checkpoint_missing::CODE, checkpoint_missing::check),
    other(&work_pending::CODE, work_pending::check),
    other(&lock_stale::CODE, lock_stale::check),
];

/// Every disagreement; those about the board alone where that is all that is asked.
pub fn disagreements(truths: &Truths, of_board: bool) -> Vec<Disagreement> {
    let asked = CHECKS.iter().filter(|check| check.of_board || !of_board);
    let mut found: Vec<Disagreement> = asked.flat_map(|check| (check.check)(truths)).collect();
    // What may merely lag comes last.
    found.sort_by_key(|it| it.finding.severity == Severity::Note);
    found
}

/// The codes of all kinds.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    CHECKS.iter().map(|check| check.code)
}

impl Disagreement {
    /// One that the tool can mend.
    fn mended(finding: Finding, mend: Mend) -> Self {
        Self { finding, mend: Some(mend) }
    }

    /// One that a person must decide.
    pub fn left(finding: Finding) -> Self {
        Self { finding, mend: None }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_kind_is_named_as_its_file_and_rows_are_in_order() {
        for check in CHECKS.iter().filter(|check| check.code.id >= "TP760") {
            let file = format!("src/gate/doctor/{}.rs", check.code.name);
            assert!(Path::new(&file).is_file(), "{file} is missing");
        }
        assert!(CHECKS.iter().map(|check| check.code.id).is_sorted());
    }

    #[test]
    fn a_repository_where_all_agree_has_nothing_to_be_told() {
        let found = disagreements(&fixture::Fixture::new().truths(), false);
        assert!(found.is_empty(), "{:?}", found.iter().map(|it| &it.finding.message).collect::<Vec<_>>());
    }
}
