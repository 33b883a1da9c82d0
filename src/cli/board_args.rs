//! The arguments of `board` and `doctor`.

use clap::Args;

use crate::command::BoardAction;

/// What to do with the board.
#[derive(Debug, Args)]
pub struct BoardArgs {
    /// Compare it with the packets: 0 if it shows what they say, 1 if not
    #[arg(long, conflicts_with = "write")]
    pub check: bool,
    /// Put right what is wrong in it, and touch no other byte; make one where there is none
    #[arg(long)]
    pub write: bool,
}

impl BoardArgs {
    /// What is asked for.
    pub fn action(&self) -> BoardAction {
        match (self.check, self.write) {
            (true, _) => BoardAction::Check,
            (_, true) => BoardAction::Write,
            _ => BoardAction::Print,
        }
    }
}

/// What to do about disagreements.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Mend what needs no decision
    #[arg(long)]
    pub fix: bool,
}
