//! The git program, asked so that nobody's configuration changes an answer and nothing below `.git` is written.
//!
//! A command starts a handful of processes, however many files there are: [`Repo::discover`], [`Repo::status`], one for
//! the changes, one long-lived process for all content ([`Blobs`]), and where they are needed the default branch, the
//! history of the packet and the list of worktrees. What is written because somebody asked for it stands in one file,
//! `write.rs`.

mod batch;
mod blobs;
mod changes;
mod commit;
mod error;
mod files;
mod history;
mod listing;
mod merge;
mod object;
mod octets;
mod program;
mod repo;
mod revision;
mod sandbox;
mod status;
mod tree;
mod trunk;
mod worktree;
mod worktrees;
mod write;

pub use blobs::{Blobs, Spec};
pub use commit::CommitInfo;
pub use error::GitError;
pub use files::FolderEntry;
pub use history::{Commits, Recorded, Side};
pub use listing::Listing;
pub use merge::{Merged, MergedTree};
pub use object::{Data, Object, ObjectKind};
pub use octets::{os_string, path_bytes};
pub use program::Git;
pub use repo::Repo;
pub use revision::Range;
pub use sandbox::{Sandbox, SandboxError};
pub use status::{Operation, Status};
pub use trunk::{Ref, Trunk};
pub use worktree::WorktreeCopy;
pub use worktrees::Worktree;
pub use write::NewWorktree;
