//! Which packet is meant, and what is compared with what: what many commands ask, as typed and as meant.

use clap::Args;

use crate::command::Selection;

/// Which packet.
#[derive(Debug, Args)]
pub struct PacketArgs {
    /// The packet's id; may be left out where the branch or the only packet In Progress tells it
    #[arg(value_name = "WP-ID")]
    pub id: Option<String>,
}

/// What is compared with what; chosen by what is staged and dirty where nothing is said.
#[derive(Debug, Args)]
#[group(multiple = false)]
#[command(next_help_heading = "What is compared")]
pub struct SnapshotArgs {
    /// HEAD against the index
    #[arg(long)]
    pub staged: bool,
    /// HEAD against the work tree, untracked files included
    #[arg(long)]
    pub worktree: bool,
    /// Commit A against commit B
    #[arg(long, value_name = "A..B")]
    pub range: Option<String>,
    /// The parent of commit R against R
    #[arg(long, value_name = "R")]
    pub rev: Option<String>,
}

impl SnapshotArgs {
    /// What is meant.
    pub fn selection(self) -> Selection {
        match self {
            Self { range: Some(range), .. } => Selection::Range(range),
            Self { rev: Some(rev), .. } => Selection::Rev(rev),
            Self { staged: true, .. } => Selection::Staged,
            Self { worktree: true, .. } => Selection::Worktree,
            _ => Selection::Chosen,
        }
    }
}
