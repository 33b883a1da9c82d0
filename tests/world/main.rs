//! The world against real git: every odd thing that a repository can hold has a defined answer here.

#[path = "../support/mod.rs"]
mod support;

mod content;
mod discovery;
mod standing;
mod worktree;
