//! A real bash, fed step by step: what carries over, what ends it, and what it cannot get away with. Processes that are
//! left behind are looked for by the tests themselves.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "../support/processes.rs"]
mod processes;
mod rig;

mod endings;
mod hostile;
mod state;
