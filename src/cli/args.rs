//! The command line as typed.

use std::path::PathBuf;
use std::time::Duration;

use super::audit_args::AuditArgs;
use super::board_args::{BoardArgs, DoctorArgs};
use super::edit_args::{AmendArgs, ApproveArgs, ClaimArgs, HandoffArgs, WaiveArgs};
use super::help::{CompletionsArgs, ManArgs};
use super::init_args::InitArgs;
use super::packet_args::{NewArgs, PrepareArgs, RefinementArgs};
use super::review_args::ReviewArgs;
use super::verdict_args::VerdictArgs;
use super::which::{PacketArgs, SnapshotArgs};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// Checks work against a written contract: task packets in Markdown, judged against git.
#[derive(Debug, Parser)]
#[command(name = "taskpacket", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit status: 0 pass, 1 found wanting, 2 could not judge, 130 interrupted.")]
pub struct Cli {
    /// Everything that holds for every command
    #[command(flatten)]
    pub global: Global,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Run as if started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub dir: Option<PathBuf>,
    /// Read the configuration from FILE instead of taskpacket.yaml at the repository's root
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// How to word the result
    #[arg(long, value_enum, default_value_t = Format::Human, global = true)]
    pub format: Format,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Color::Auto, global = true)]
    pub color: Color,
    /// What else is to count as a failure
    #[arg(long, value_enum, value_name = "WHAT", global = true)]
    pub deny: Vec<Deny>,
    /// One line: the outcome
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Unfold notes, consequences and source lines
    #[arg(short, long, action = ArgAction::SetTrue, global = true)]
    pub verbose: bool,
}

/// How to word the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document (docs/schema/)
    Json,
    /// JUnit XML, for the test reports of CI servers
    Junit,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub's workflow commands: annotations beside the lines
    Github,
    /// Markdown, for a comment or a job's summary
    Markdown,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What else is to count as a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings
    Warnings,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a refinement, a packet, a revision of one or a stub, filled with what is known already
    New(NewArgs),
    /// What is missing in a refinement, and the signature under it
    Refinement(RefinementArgs),
    /// Assign a coder, and make the branch and the worktree of the work
    Prepare(PrepareArgs),
    /// Before coding: is this contract complete, signed, committed, and can it be carried out?
    PreWork(PacketArgs),
    /// At handoff: is what happened in the repository what the packet says, and nothing else?
    PostWork(PostWorkArgs),
    /// Carry the TEST_PLAN out step by step, and record the evidence
    Run(RunArgs),
    /// At the end of the day: manifest, run, STATUS_HANDOFF and all gates of post-work, in one go
    Handoff(HandoffArgs),
    /// The runs that are kept here, and their logs
    Runs(RunsArgs),
    /// Whether the evidence in a packet is what was recorded
    Evidence(EvidenceArgs),
    /// The order of the phases alone
    GateCheck(PacketArgs),
    /// Print the manifest that is true now, write it into the packet, or compare
    Manifest(ManifestArgs),
    /// May the packet's coder write there? 0 if so, 1 if not
    Allows(AllowsArgs),
    /// Take the packet: In Progress, with the coder and how hard that coder thinks
    Claim(ClaimArgs),
    /// Put the approval behind the skeleton, with who gave it and when
    Approve(ApproveArgs),
    /// Let further paths into the scope: the record of who approved it and the change itself, as one
    Amend(AmendArgs),
    /// Grant a waiver of one gate until a day
    Waive(WaiveArgs),
    /// The audits of the configuration and of a packet: rules over the tree
    Audit(AuditArgs),
    /// The verdicts of validators: from the draft of a report to what became of it
    Verdict(VerdictArgs),
    /// Set a validator up: a worktree at the branch's head, the run reproduced, all gates, the report drafted
    Review(ReviewArgs),
    /// Everything that can be said of a packet without git
    Lint(LintArgs),
    /// How far every packet has come, what its gates say now, and what comes next
    Status(StatusArgs),
    /// The packets as a board: print it, compare it with the one that there is, or put that right
    Board(BoardArgs),
    /// Where packets, board, registry, audit log, branches, worktrees, verdicts and git disagree
    Doctor(DoctorArgs),
    /// The packet as understood, each value with its line
    Show(PacketArgs),
    /// SHA1 of HEAD, index and disk, and which to use
    Sha(ShaArgs),
    /// What a code or a gate checks, why, an example that fails, and how to mend it
    Explain(ExplainArgs),
    /// Set a repository up: configuration, recipes, what coding agents are told; overwrites nothing
    Init(InitArgs),
    /// Make a small repository and walk it through the whole flow, narrated
    Demo(DemoArgs),
    /// Print what a shell needs to complete commands and ids: source it, or put it where the shell looks
    Completions(CompletionsArgs),
    /// Print the manual page, or that of one command: taskpacket man | man -l -
    Man(ManArgs),
}

/// Which packet, and what is compared with what.
#[derive(Debug, Args)]
pub struct PostWorkArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// What is compared
    #[command(flatten)]
    pub snapshot: SnapshotArgs,
}

/// Which packets.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// One packet, in depth
    #[arg(value_name = "WP-ID", conflicts_with_all = ["status", "coder", "branch"])]
    pub id: Option<String>,
    /// Only packets of this group; may be repeated
    #[arg(long, value_enum, value_name = "GROUP")]
    pub status: Vec<GroupWord>,
    /// Only packets whose coder's name holds this
    #[arg(long, value_name = "NAME")]
    pub coder: Option<String>,
    /// Only packets that a branch works on whose name holds this
    #[arg(long, value_name = "NAME")]
    pub branch: Option<String>,
}

/// A group of packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GroupWord {
    /// Handed off: committed, with a passing run, and no verdict since
    ToJudge,
    /// In progress, or being mended after a FAIL
    InWork,
    /// Ready for a coder
    Ready,
    /// Blocked
    Blocked,
    /// Done
    Done,
    /// Done before the commit `judge_since`
    Historic,
    /// Superseded by another packet
    Superseded,
    /// Without a status that is known
    Unknown,
}

/// Which plan, and how it is carried out.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag as it is typed")]
pub struct RunArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// Show what would be run, by what, from which line and on what condition; run nothing
    #[arg(long)]
    pub plan: bool,
    /// Run RUN_COMMANDS of BOOTSTRAP instead of TEST_PLAN; never recorded in the packet
    #[arg(long, conflicts_with = "no_record")]
    pub bootstrap: bool,
    /// Try step N alone; nothing of it is kept
    #[arg(long, value_name = "N")]
    pub step: Option<usize>,
    /// Go on behind a step that failed
    #[arg(long)]
    pub keep_going: bool,
    /// End the run after TIME (90s, 20m, 2h); no limit where nothing is said
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub timeout: Option<Duration>,
    /// End a step after TIME; one hour where nothing is said
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub step_timeout: Option<Duration>,
    /// Keep the logs, and leave the packet as it is
    #[arg(long)]
    pub no_record: bool,
    /// Run a plan that neither the checkpoint nor the default branch stands for, if this is its SHA1
    #[arg(long, value_name = "SHA1")]
    pub trust_plan: Option<String>,
}

/// Which runs.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct RunsArgs {
    /// The packet's id; the runs of all packets where nothing is said
    #[arg(value_name = "WP-ID")]
    pub id: Option<String>,
    /// What to do with one of them
    #[command(subcommand)]
    pub one: Option<RunsCommand>,
}

/// What to do with one run.
#[derive(Debug, Subcommand)]
pub enum RunsCommand {
    /// Show the steps of a run, or the whole log of one of them
    Show {
        /// The first digits of its id
        #[arg(value_name = "RUN")]
        run: String,
        /// The log of step N, as it is
        #[arg(long, value_name = "N")]
        step: Option<usize>,
    },
}

/// What to do with evidence.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// What to do with it
    #[command(subcommand)]
    pub command: EvidenceCommand,
}

/// What to do with evidence.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Hash the logs again, and compare what the packet says of its runs with what was recorded
    Verify(PacketArgs),
}

/// Reads a time: a number with `s`, `m` or `h` behind it; seconds without.
fn time(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err("write a number of seconds, or a number with s, m or h behind it".to_owned()),
    };
    let seconds = digits.parse::<f64>().map_err(|_| "that is no number".to_owned())? * unit;
    let time = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    if time.is_zero() { Err("no time at all is no limit".to_owned()) } else { Ok(time) }
}

/// What to do with the manifest.
#[derive(Debug, Args)]
pub struct ManifestArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// Put it into the packet
    #[arg(long, conflicts_with = "check")]
    pub write: bool,
    /// Compare it with what the packet says: 0 if equal, 1 if not
    #[arg(long)]
    pub check: bool,
    /// What is compared
    #[command(flatten)]
    pub snapshot: SnapshotArgs,
}

/// Which paths.
#[derive(Debug, Args)]
pub struct AllowsArgs {
    /// Paths, relative to the current folder
    #[arg(value_name = "PATH", required_unless_present = "staged")]
    pub paths: Vec<PathBuf>,
    /// All paths that are staged, those of packets and refinements left out: for hooks
    #[arg(long, conflicts_with = "paths")]
    pub staged: bool,
    /// The packet's id; may be left out where the branch or the only packet In Progress tells it
    #[arg(long, value_name = "WP-ID")]
    pub packet: Option<String>,
}

/// Which packets.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Packets by id, or files by path
    #[arg(value_name = "WP-ID|PATH")]
    pub packets: Vec<String>,
    /// Every packet of the repository
    #[arg(long, conflicts_with = "packets")]
    pub all: bool,
    /// Mend what is mechanical, in place, touching no other byte
    #[arg(long)]
    pub fix: bool,
}

/// Which files.
#[derive(Debug, Args)]
pub struct ShaArgs {
    /// Paths, relative to the current folder
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// Which code.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code (TP207) or the name of a gate (scope_respected); all of them where nothing is said
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Where to put the demonstration.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// A folder that does not exist yet or is empty; a temporary one where nothing is said
    #[arg(value_name = "DIR")]
    // Another name than that of the global `-C DIR`: arguments of one name share their value.
    pub folder: Option<PathBuf>,
}
