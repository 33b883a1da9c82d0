//! One verdict, by what moved since.

use crate::model::{ContractMove, Move, Standing, Successor};

/// Where a verdict stands.
pub fn standing(successor: Option<&Successor>, contract: &[ContractMove], moves: &[Move]) -> Standing {
    if successor.is_some() {
        Standing::Superseded
    } else if !contract.is_empty() || moves.iter().any(Move::is_own) {
        Standing::Stale
    } else if moves.is_empty() {
        Standing::Current
    } else {
        Standing::ContextMoved
    }
}
