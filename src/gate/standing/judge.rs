//! One verdict, by what moved since.

use crate::model::{ContractMove, Move, Standing};

/// Where a verdict stands that nothing later governs.
pub fn standing(contract: &[ContractMove], moves: &[Move]) -> Standing {
    if !contract.is_empty() || moves.iter().any(Move::is_own) {
        Standing::Stale
    } else if moves.is_empty() {
        Standing::Current
    } else {
        Standing::ContextMoved
    }
}
