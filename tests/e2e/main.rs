//! The real program on real repositories: what a person or a hook sees when they call it.
//!
//! [`scene`] builds the repository of `tests/fixtures/parcel`, [`run`] calls the program and reads what it says, and each
//! other module is about one command or one theme. Most tests are tables: one thing is done to a packet that passes, and
//! the gate and place that answer are stated beside it.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![allow(clippy::too_many_lines, reason = "a table is as long as it has rows")]
#![allow(clippy::disallowed_macros, reason = "a test that is skipped says so")]

#[path = "../support/mod.rs"]
mod support;

#[path = "../support/processes.rs"]
mod processes;

#[path = "../support/many.rs"]
mod many;

mod planned;
mod run;
mod scene;
mod shop;

mod adopt;
mod amend;
mod audit_odd_files;
mod audits;
mod bad_input;
mod board;
mod cheats;
mod claim;
mod doctor;
mod evidence;
mod facts;
mod falsify_contract;
mod falsify_manifest;
mod falsify_pre;
mod falsify_scope;
mod formats;
mod full_flow;
mod handoff;
mod hard_places;
mod init;
mod innocents;
mod killed;
mod light_flow;
mod manners;
mod new;
mod odd_files;
mod refinement;
mod review;
mod run_hostile;
mod run_plan;
mod seed;
mod snapshots;
mod status;
mod stumbles;
mod tools;
mod verdict_append;
mod verdict_holes;
mod verdict_require;
mod verdict_status;
mod verdict_verify;
