//! `board`: the packets as a board, compared with the one that there is, or written into it.

use super::disagreed::{Disagreed, is_wrong, tell};
use super::mending::changes;
use super::writes::written;
use super::{Ctx, Error};
use crate::gate::Outcome;
use crate::gate::doctor::{Disagreement, disagreements, wanted};
use crate::model::{BoardState, PacketId, RepoPath, Truths};
use crate::report::{Event, Reporter, Started};
use crate::text::plural;
use crate::world::gather::{self, FileChange, Place};
use crate::write::new_board;

/// What to do with the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardAction {
    /// Print what it should show.
    Print,
    /// Compare it with the packets.
    Check,
    /// Put right what is wrong in it.
    Write,
}

/// Shows, checks or writes the board.
pub fn board(ctx: &Ctx, action: BoardAction, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let truths = gather::board_truths(&place, &status)?;
    match action {
        BoardAction::Print => {
            reporter.event(&truths.survey.sources, Event::Text(new_board(&states(&truths))))?;
            Ok(Outcome::Pass)
        }
        BoardAction::Check => check(ctx, &truths, reporter),
        BoardAction::Write => write(ctx, &place, &truths, reporter),
    }
}

/// Every packet and stub with the state that the board should give it.
fn states(truths: &Truths) -> Vec<(PacketId, BoardState)> {
    let packets = truths.survey.packets.iter().filter_map(|packet| Some((packet.id.clone(), wanted(packet)?)));
    let is_stub = |id: &PacketId| truths.survey.packet(id).is_none();
    let stubs = truths.survey.stubs.iter().filter(|stub| is_stub(&stub.id));
    packets.chain(stubs.map(|stub| (stub.id.clone(), BoardState::Stub))).collect()
}

fn check(ctx: &Ctx, truths: &Truths, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let found = disagreements(truths, true);
    let summary = match &truths.board {
        None => format!("there is no board at {}, so nothing disagrees with it", truths.survey.config.board),
        Some(board) if !found.iter().any(is_wrong) => {
            format!("{} shown as the packets say", plural(board.items.len(), "item"))
        }
        Some(_) => String::new(),
    };
    let mends = found.iter().any(|it| is_wrong(it) && it.mend.is_some());
    let told = Disagreed { started: started(truths), written: Vec::new(), others: Vec::new(), found, summary };
    Ok(tell(ctx, &truths.survey.sources, told, reporter, |outcome| match outcome {
        Outcome::Pass if truths.board.is_none() => Some("taskpacket board --write  makes one".to_owned()),
        Outcome::Pass => None,
        _ if mends => Some("taskpacket board --write".to_owned()),
        _ => Some(format!("mend {} by hand", truths.survey.config.board)),
    })?)
}

fn write(ctx: &Ctx, place: &Place, truths: &Truths, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let path = RepoPath::from(truths.survey.config.board.as_str());
    let mut told = Disagreed {
        started: started(truths),
        written: Vec::new(),
        others: Vec::new(),
        found: Vec::new(),
        summary: format!("{path} is written"),
    };
    if truths.board.is_none() {
        let new = new_board(&states(truths));
        place.create(&path, new.as_bytes())?;
        told.written.push(written(&path, None, new.as_bytes(), false, false));
    } else {
        let (mended, left): (Vec<Disagreement>, Vec<Disagreement>) =
            disagreements(truths, true).into_iter().partition(|it| it.mend.is_some());
        let changes = changes(truths, &mended);
        place.replace_all(&changes)?;
        let new = |change: &FileChange| written(&change.path, change.old.as_deref(), &change.new, false, true);
        told.written = changes.iter().map(new).collect();
        told.found = left;
        told.summary = match changes.len() {
            0 => format!("{path} shows what the packets say already"),
            _ => format!("{} put right", plural(mended.len(), "disagreement")),
        };
    }
    let wrote = !told.written.is_empty();
    Ok(tell(ctx, &truths.survey.sources, told, reporter, |outcome| match outcome {
        Outcome::Pass => wrote.then(|| format!("git add -- {}", path.quoted())),
        _ => Some(format!("mend the rest of {path} by hand")),
    })?)
}

fn started(truths: &Truths) -> Started {
    let survey = &truths.survey;
    let board = &survey.config.board;
    let packets = plural(survey.packets.len(), "packet");
    let mut context = Vec::new();
    if let Some(trunk) = survey.trunk.as_ref().filter(|trunk| !trunk.is_here) {
        let branch = survey.branch.as_deref().unwrap_or("a detached HEAD");
        context.push(format!("on {branch}, not on {}: here the board may lag by one step", trunk.name));
    }
    Started { command: "board", headline: format!("{board} against {packets}"), context, ..Started::default() }
}
