//! Arguments, dispatch, and the one place that prints errors and sets the exit status.

mod args;
mod audit_args;
mod board_args;
mod edit_args;
mod help;
mod init_args;
mod packet_args;
mod review_args;
mod verdict_args;
mod which;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, ValueEnum};

use crate::command::{self, Ctx, Error};
use crate::gate::Outcome;
use crate::render::{self, Document, Human, Live, Look, Silent};
use crate::report::{Event, Reporter, Watcher};
use crate::text::Sources;
use args::{
    Cli, Color, Command, Deny, EvidenceArgs, EvidenceCommand, Format, Global, RunArgs, RunsArgs, RunsCommand,
    StatusArgs,
};
use audit_args::{AuditCommand, ExplainRuleArgs};
use packet_args::{RefinementArgs, RefinementCommand};
use verdict_args::VerdictCommand;

/// Exit status where something could not be judged.
const NO_VERDICT: u8 = 2;

/// Exit status where somebody interrupted a run.
const INTERRUPTED: u8 = 130;

/// Runs the program on the arguments of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let status =
                if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) { 0 } else { NO_VERDICT };
            // Where even this cannot be written there is nobody left to tell.
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    ExitCode::from(run(cli))
}

/// The command line as clap knows it, with every subcommand.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs one command and gives the exit status.
fn run(cli: Cli) -> u8 {
    let Cli { global, command } = cli;
    let stdout = io::BufWriter::new(io::stdout().lock());
    let mut reporter: Box<dyn Reporter> = match global.format {
        Format::Human => Box::new(Human::new(stdout, look(&global))),
        Format::Json => Box::new(Document::new(stdout, render::json)),
        Format::Junit => Box::new(Document::new(stdout, render::junit)),
        Format::Sarif => Box::new(Document::new(stdout, render::sarif)),
        Format::Github => Box::new(Document::new(stdout, render::github)),
        Format::Markdown => Box::new(Document::new(stdout, render::markdown)),
    };
    let result = has_form(&command, global.format)
        .and_then(|()| ctx(&global))
        .and_then(|ctx| dispatch(&ctx, command, watcher(&global).as_mut(), reporter.as_mut()));
    let result = result.and_then(|outcome| {
        reporter.finish()?;
        Ok(outcome)
    });
    // A closed pipe is a quiet end; what is left in the buffers has no reader.
    match result {
        Ok(Outcome::Pass) => 0,
        Ok(Outcome::Fail) => 1,
        Ok(Outcome::NoVerdict) => NO_VERDICT,
        Err(Error::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => NO_VERDICT,
        Err(Error::Interrupted) => INTERRUPTED,
        Err(error) => {
            drop(reporter);
            tell(&global, &error);
            NO_VERDICT
        }
    }
}

/// Prints an error: on standard error for people, and as a document where one was asked for.
fn tell(global: &Global, error: &Error) {
    let mut text = format!("error: {error}\n");
    for (at, help) in error.help().iter().enumerate() {
        let word = if at == 0 { "mend" } else { "  or" };
        text = format!("{text}  = {word}: {help}\n");
    }
    // Where standard error is closed there is nobody left to tell.
    let _ = io::stderr().write_all(text.as_bytes());
    let document = match global.format {
        Format::Json => render::json_error(&error.to_string(), &error.help()),
        Format::Github => render::github_error(&error.to_string(), &error.help()),
        Format::Human | Format::Junit | Format::Sarif | Format::Markdown => return,
    };
    let _ = io::stdout().write_all(document.as_bytes());
}

/// The formats of findings are for commands that judge; every command has a human and a JSON form.
fn has_form(command: &Command, format: Format) -> Result<(), Error> {
    let judges = matches!(
        command,
        Command::PreWork(_)
            | Command::PostWork(_)
            | Command::GateCheck(_)
            | Command::Lint(_)
            | Command::Audit(_)
            | Command::Board(_)
            | Command::Doctor(_)
            | Command::Run(_)
            | Command::Amend(_)
            | Command::Handoff(_)
            | Command::Claim(_)
            | Command::Approve(_)
            | Command::Waive(_)
            | Command::Review(_)
            | Command::Verdict(_)
    );
    if judges || matches!(format, Format::Human | Format::Json) { Ok(()) } else { Err(Error::NoSuchForm) }
}

fn ctx(global: &Global) -> Result<Ctx, Error> {
    let current = std::env::current_dir().map_err(Error::NoCurrentDir)?;
    Ok(Ctx {
        dir: global.dir.as_ref().map_or_else(|| current.clone(), |dir| current.join(dir)),
        asked_dir: global.dir.clone(),
        config_file: global.config.as_ref().map(|file| current.join(file)),
        deny_warnings: global.deny.contains(&Deny::Warnings),
    })
}

fn look(global: &Global) -> Look {
    let terminal = io::stdout().is_terminal();
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let columns = if terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
    Look {
        color: match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !plain,
        },
        width: columns.unwrap_or(100).clamp(40, 140),
        verbose: global.verbose,
        quiet: global.quiet,
    }
}

fn dispatch(
    ctx: &Ctx,
    command: Command,
    watcher: &mut dyn Watcher,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    match command {
        Command::PreWork(args) => command::pre_work(ctx, args.id.as_deref(), false, reporter),
        Command::GateCheck(args) => command::gate_check(ctx, args.id.as_deref(), reporter),
        Command::PostWork(args) => {
            command::post_work(ctx, args.packet.id.as_deref(), &args.snapshot.selection(), None, reporter)
        }
        Command::Run(args) => {
            let id = args.packet.id.clone();
            command::run(ctx, id.as_deref(), &run_options(args), watcher, reporter)
        }
        Command::Runs(RunsArgs { one: Some(RunsCommand::Show { run, step }), .. }) => {
            command::show_run(ctx, &run, step, reporter)
        }
        Command::Runs(args) => command::runs(ctx, args.id.as_deref(), reporter),
        Command::Evidence(EvidenceArgs { command: EvidenceCommand::Verify(args) }) => {
            command::verify_evidence(ctx, args.id.as_deref(), reporter)
        }
        Command::Manifest(args) => {
            let action = match (args.write, args.check) {
                (true, _) => command::ManifestAction::Write,
                (_, true) => command::ManifestAction::Check,
                _ => command::ManifestAction::Print,
            };
            command::manifest(ctx, args.packet.id.as_deref(), &args.snapshot.selection(), action, reporter)
        }
        Command::Allows(args) if args.staged => command::allows_staged(ctx, args.packet.as_deref(), reporter),
        Command::Allows(args) => command::allows(ctx, args.packet.as_deref(), &args.paths, reporter),
        Command::Handoff(args) => {
            let options = command::HandoffOptions { stage: args.stage, rerun: args.rerun };
            command::handoff(ctx, args.packet.id.as_deref(), options, watcher, reporter)
        }
        Command::Claim(args) => {
            let (id, claim) = args.claim();
            command::claim(ctx, id.as_deref(), &claim, reporter)
        }
        Command::Approve(args) => {
            command::approve(ctx, args.packet.id.as_deref(), args.by.as_deref(), args.commit, reporter)
        }
        Command::Waive(args) => {
            let (id, waive) = args.waiver();
            command::waive(ctx, id.as_deref(), &waive, reporter)
        }
        Command::Amend(args) => {
            let (id, amendment) = args.amendment();
            command::amend(ctx, id.as_deref(), &amendment, reporter)
        }
        Command::Audit(args) => match args.about {
            None => command::audit(ctx, &args.ask.request(), reporter),
            Some(AuditCommand::Test(rules)) => command::audit_test(ctx, &rules.request(), reporter),
            Some(AuditCommand::Explain(ExplainRuleArgs { rule, rules })) => {
                command::audit_explain(ctx, &rules.request(), &rule, reporter)
            }
        },
        Command::Review(args) => command::review(ctx, &args.request(), watcher, reporter),
        Command::Verdict(args) => match args.command {
            VerdictCommand::Status(args) => command::verdict_status(ctx, args.id.as_deref(), args.all, reporter),
            VerdictCommand::Diff(args) => command::verdict_diff(ctx, args.id.as_deref(), reporter),
            VerdictCommand::Require(args) => command::verdict_require(ctx, args.id.as_deref(), reporter),
            VerdictCommand::Draft(args) => {
                let (id, output) = (args.packet.id.as_deref(), args.output.as_deref());
                command::verdict_draft(ctx, id, &args.snapshot.selection(), output, reporter)
            }
            VerdictCommand::Digest(args) => command::verdict_digest(ctx, &args.report, reporter),
            VerdictCommand::Append(args) => command::verdict_append(ctx, &args.request()?, reporter),
            VerdictCommand::Verify(args) => command::verify_verdicts(ctx, &args.request(), reporter),
        },
        Command::Lint(args) => {
            let what = if args.all { command::Linted::All } else { command::Linted::Named(args.packets) };
            command::lint(ctx, &what, args.fix, reporter)
        }
        Command::Board(args) => command::board(ctx, args.action(), reporter),
        Command::Doctor(args) => command::doctor(ctx, args.fix, reporter),
        Command::New(args) => command::new(ctx, &args.request(), reporter),
        Command::Refinement(RefinementArgs { command }) => match command {
            RefinementCommand::Check { id } => command::check_refinement(ctx, &id, reporter),
            RefinementCommand::Sign(args) => {
                let (id, signing) = args.signing();
                command::sign_refinement(ctx, &id, &signing, reporter)
            }
        },
        Command::Prepare(args) => command::prepare(ctx, &args.preparation(), reporter),
        Command::Status(args) => command::status(ctx, args.id.as_deref(), &status_filter(&args), reporter),
        Command::Show(args) => command::show(ctx, args.id.as_deref(), reporter),
        Command::Sha(args) => command::sha(ctx, &args.paths, reporter),
        Command::Explain(args) => command::explain(args.code.as_deref(), reporter),
        Command::Completions(args) => text(help::completions(Cli::command(), args.shell), reporter),
        Command::Man(args) => match help::man(Cli::command(), &args.words) {
            Some(page) => text(page?, reporter),
            None => Err(Error::NoSuchCommand { words: args.words.join(" ") }),
        },
        Command::Init(args) => command::init(ctx, args.request(), reporter),
        Command::Demo(args) => command::demo(ctx, args.folder.as_deref(), watcher, reporter),
    }
}

/// What happens is told to people who watch, beside the result.
fn watcher(global: &Global) -> Box<dyn Watcher> {
    if global.quiet { Box::new(Silent) } else { Box::new(Live::new(global.verbose)) }
}

fn status_filter(args: &StatusArgs) -> command::StatusFilter {
    command::StatusFilter {
        groups: args.status.iter().filter_map(|group| Some(group.to_possible_value()?.get_name().to_owned())).collect(),
        coder: args.coder.clone(),
        branch: args.branch.clone(),
    }
}

fn run_options(args: RunArgs) -> command::RunOptions {
    command::RunOptions {
        plan_only: args.plan,
        part: if args.bootstrap { command::PlanPart::RunCommands } else { command::PlanPart::TestPlan },
        step: args.step,
        keep_going: args.keep_going,
        timeout: args.timeout,
        step_timeout: args.step_timeout,
        no_record: args.no_record,
        trust_plan: args.trust_plan,
    }
}

/// A result that is text and nothing else.
fn text(text: String, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    reporter.event(&Sources::default(), Event::Text(text))?;
    Ok(Outcome::Pass)
}
