//! The command line of the small edits of a packet, as typed.

use chrono::NaiveDate;
use clap::Args;

use super::which::PacketArgs;
use crate::command::{Amendment, Claim, Waive};
use crate::model::Strength;

/// What is to be amended.
#[derive(Debug, Args)]
pub struct AmendArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// Files (there or to come), folders and patterns to let in, relative to the repository's root
    #[arg(long, value_name = "PATH", required = true, num_args = 1..)]
    pub add: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who approves it
    #[arg(long, value_name = "NAME")]
    pub approver: String,
    /// Commit the packet, alone: what is staged stays staged
    #[arg(long)]
    pub commit: bool,
}

impl AmendArgs {
    /// The amendment that is meant.
    pub fn amendment(self) -> (Option<String>, Amendment) {
        let Self { packet, add, reason, approver, commit } = self;
        (packet.id, Amendment { add, reason, approver, commit })
    }
}

/// Who takes a packet.
#[derive(Debug, Args)]
pub struct ClaimArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// The coder: a model, or a person
    #[arg(long, value_name = "NAME")]
    pub model: String,
    /// How hard the coder thinks: LOW, MEDIUM, HIGH or EXTRA_HIGH
    #[arg(long, value_name = "STRENGTH", value_parser = strength)]
    pub strength: Strength,
    /// Take it from whoever has it
    #[arg(long)]
    pub take_over: bool,
    /// Commit the packet, alone: what is staged stays staged
    #[arg(long)]
    pub commit: bool,
}

/// Who approves a skeleton.
#[derive(Debug, Args)]
pub struct ApproveArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// Who approves it; whom git would name where nothing is said
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Commit the packet, alone: what is staged stays staged
    #[arg(long)]
    pub commit: bool,
}

/// What is waived.
#[derive(Debug, Args)]
pub struct WaiveArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// The gate of post-work that is relaxed
    #[arg(long, value_name = "GATE")]
    pub gate: String,
    /// Files, folders and patterns that it is relaxed for, relative to the repository's root
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub paths: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who grants it
    #[arg(long, value_name = "NAME")]
    pub approver: String,
    /// The last day on which it holds: YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub expires: NaiveDate,
    /// Commit the packet, alone: what is staged stays staged
    #[arg(long)]
    pub commit: bool,
}

/// What is handed over.
#[derive(Debug, Args)]
pub struct HandoffArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// Stage the packet, and nothing else
    #[arg(long)]
    pub stage: bool,
    /// Carry the plan out again where a passing run for it and for these files is recorded
    #[arg(long)]
    pub rerun: bool,
}

impl ClaimArgs {
    /// The claim that is meant.
    pub fn claim(self) -> (Option<String>, Claim) {
        let Self { packet, model, strength, take_over, commit } = self;
        (packet.id, Claim { model, strength, take_over, commit })
    }
}

impl WaiveArgs {
    /// The waiver that is meant.
    pub fn waiver(self) -> (Option<String>, Waive) {
        let Self { packet, gate, paths, reason, approver, expires, commit } = self;
        (packet.id, Waive { gate, paths, reason, approver, expires, commit })
    }
}

fn strength(text: &str) -> Result<Strength, String> {
    Strength::parse(text).ok_or_else(|| "it is LOW, MEDIUM, HIGH or EXTRA_HIGH".to_owned())
}
