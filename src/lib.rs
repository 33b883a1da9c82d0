//! taskpacket: work against a written contract, judged against git.
//!
//! The floors, from the ground up; a module uses only what stands above it in this list (`tests/architecture.rs` proves
//! it):
//!
//! - `text`: bytes, places in them, edits to them
//! - `finding`: one thing found wanting, and its code
//! - `model`: what packets, snapshots and files mean; plain values
//! - `parse`: bytes to model, with findings; never fails
//! - `audit`: pure; rules over the tree: what they look at, what a find amounts to
//! - `lint`: pure; what can be said of a packet without git, one rule a file
//! - `gate`: pure; facts to judgements, one gate a file
//! - `catalog`: all codes, in one list
//! - `write`: pure; model to edits
//! - `report`: what a command says, as events
//! - `world`: the only git, process, file and clock; gathers facts
//! - `command`: one file a command: gather, judge, tell
//! - `render`: one file a format
//! - `cli`: arguments, dispatch, exit status

pub mod text;

pub mod finding;

pub mod model;

pub mod parse;

pub mod audit;

pub mod lint;

pub mod gate;

pub mod catalog;

pub mod write;

pub mod report;

pub mod world;

pub mod command;

pub mod render;

pub mod cli;
