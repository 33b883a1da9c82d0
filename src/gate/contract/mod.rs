//! The contract: which part of a packet belongs to whom, and what of it changed since it was frozen. Compared by
//! meaning, never by bytes.

mod amendment;
mod compare;
mod difference;
mod digest;
mod items;
mod owner;
mod plan;
mod scope;

pub use amendment::{Amendment, Authors, amends, checkpoint, is_person};
pub use compare::differences;
pub use difference::Difference;
pub use digest::contract_digest;
pub use owner::{Compared, Owner, PARTS, Part};
pub use plan::{masked, plan_digest, told};
pub use scope::let_in;
