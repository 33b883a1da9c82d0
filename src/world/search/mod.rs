//! Looks through a tree for what rules ask about: one walk for all of them, every file read once, none held as a whole.

mod file;
mod kept;
mod step;
mod walk;

pub use step::{StepAudit, judge_step};
pub use walk::on_disk;
