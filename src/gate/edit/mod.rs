//! What stands in the way of a small edit of a packet: an amendment, a claim, an approval, a waiver. No gates: what is
//! asked about is about to be done, and is refused or done.

mod along;
mod amend;
mod approve;
mod claim;
mod outline;
mod waive;
mod words;

pub use along::{COMES_ALONG, comes_along};
pub use amend::{AMENDMENT_LATE, APPROVED_BY_CODER, Amending, Standing, Wish, amend_command, is_coder};
pub use approve::approvable;
pub use claim::claimable;
pub use outline::same_outline;
pub use waive::waivable;
pub use words::{one_line, scope_item};

use crate::finding::Code;

/// The codes of all that is said here.
pub static CODES: &[&Code] = &[
    &claim::CLAIM_REFUSED,
    &approve::APPROVAL_REFUSED,
    &amend::AMENDMENT_REFUSED,
    &waive::WAIVER_REFUSED,
    &along::COMES_ALONG,
    &amend::APPROVED_BY_CODER,
    &amend::AMENDMENT_LATE,
];
