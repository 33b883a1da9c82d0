//! Looks through a tree for what rules ask about: one walk for all of them, every file read once, none held as a whole.

mod file;
mod kept;
mod place;
mod step;
mod tree;
mod walk;

pub use place::place;
pub use step::{StepAudit, judge_step};
pub use tree::in_listing;
pub use walk::on_disk;
