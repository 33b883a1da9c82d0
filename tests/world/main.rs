//! The world against real git: every odd thing that a repository can hold has a defined answer here.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "../support/mod.rs"]
mod support;

mod asked;
mod content;
mod discovery;
mod files;
mod history;
mod listing;
mod revisions;
mod standing;
mod trunk;
mod worktree;
