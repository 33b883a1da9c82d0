//! `doctor`: where packets, refinements, specification, board, registry, audit log, branches, worktrees, verdicts and git
//! disagree; `--fix` mends what needs no decision.

use std::collections::BTreeMap;

use super::disagreed::{Disagreed, is_wrong, tell};
use super::mending::changes;
use super::verdict::altered;
use super::writes::written;
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::gate::doctor::{Disagreement, Mend, disagreements};
use crate::model::{PacketId, RepoPath, Truths};
use crate::report::{Reporter, Started, Written};
use crate::text::plural;
use crate::world::gather::{self, Place};

/// How often it is looked again whether a mend has brought another disagreement to light.
const MOST_ROUNDS: usize = 4;

/// Tells every disagreement; mends first what can be mended, where that is asked for.
pub fn doctor(ctx: &Ctx, fix: bool, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    // A broken-off work is told before the next command brings it to its end.
    let place = ctx.place_as_it_is()?;
    let mut mended = Mended::default();
    let mut truths = look(&place)?;
    let mut found = disagreements(&truths, false);
    for _ in 0..if fix { MOST_ROUNDS } else { 0 } {
        let can: Vec<Disagreement> = found.iter().filter(|it| is_wrong(it) && it.mend.is_some()).cloned().collect();
        if can.is_empty() {
            break;
        }
        mended.mend(&place, &truths, &can)?;
        truths = look(&place)?;
        found = disagreements(&truths, false);
    }
    found.extend(entries_altered(&place)?);
    told(ctx, &place, &truths, found, &mended, fix, reporter)
}

fn look(place: &Place) -> Result<Truths, Error> {
    Ok(gather::truths(place, &place.repo.status()?)?)
}

/// Verdicts that are no longer what git says was recorded; where there is no commit yet, there are none.
fn entries_altered(place: &Place) -> Result<Vec<Disagreement>, Error> {
    let status = place.repo.status()?;
    if status.head.is_none() {
        return Ok(Vec::new());
    }
    let told = |(id, finding): (PacketId, Finding)| {
        let message = format!("{id}: {}", finding.message);
        let finding = Finding { message, site: None, label: None, related: Vec::new(), ..finding };
        Disagreement::left(finding.about(id.to_string()).help(format!("taskpacket verdict verify {id}  shows where")))
    };
    Ok(altered(place, &status)?.into_iter().map(told).collect())
}

/// What was mended, and in which files.
#[derive(Default)]
struct Mended {
    count: usize,
    /// Each file with what it held first, and what it holds now.
    files: BTreeMap<RepoPath, (Option<Vec<u8>>, Vec<u8>)>,
}

impl Mended {
    fn mend(&mut self, place: &Place, truths: &Truths, can: &[Disagreement]) -> Result<(), Error> {
        if can.iter().any(|it| it.mend == Some(Mend::Recover)) {
            // What was read before is perhaps no longer so: the rest has its turn in the next round.
            place.recover()?;
            self.count += can.iter().filter(|it| it.mend == Some(Mend::Recover)).count();
            return Ok(());
        }
        let changes = changes(truths, can);
        place.replace_all(&changes)?;
        self.count += can.len();
        for change in changes {
            let entry = self.files.entry(change.path).or_insert((change.old, Vec::new()));
            entry.1 = change.new;
        }
        Ok(())
    }

    fn written(&self) -> Vec<Written> {
        self.files.iter().map(|(path, (old, new))| written(path, old.as_deref(), new, false, true)).collect()
    }
}

fn told(
    ctx: &Ctx,
    place: &Place,
    truths: &Truths,
    found: Vec<Disagreement>,
    mended: &Mended,
    fix: bool,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let wrong = found.iter().filter(|it| is_wrong(it)).count();
    let can = found.iter().filter(|it| is_wrong(it) && it.mend.is_some()).count();
    let told = Disagreed {
        started: started(place, truths),
        written: mended.written(),
        others: place.config_findings.clone(),
        found: found.into_iter().map(with_hint).collect(),
        summary: summary(wrong, can, mended.count),
    };
    let files = !told.written.is_empty();
    Ok(tell(ctx, &truths.survey.sources, told, reporter, |_| match (wrong, can) {
        (0, _) if files => Some("git diff  shows what was mended; commit it".to_owned()),
        (0, _) => None,
        (_, 0) if fix => Some("decide what is left: the findings say how".to_owned()),
        (_, 0) => Some("mend them as the findings say, then  taskpacket doctor".to_owned()),
        _ => Some("taskpacket doctor --fix  mends what needs no decision".to_owned()),
    })?)
}

/// Says of what the tool can mend that it can.
fn with_hint(mut it: Disagreement) -> Disagreement {
    let says = it.finding.help.iter().any(|help| help.contains("doctor --fix"));
    if is_wrong(&it) && it.mend.is_some() && !says {
        it.finding.help.push("taskpacket doctor --fix".to_owned());
    }
    it
}

fn summary(wrong: usize, can: usize, mended: usize) -> String {
    let mut parts = Vec::new();
    if mended > 0 {
        parts.push(format!("{mended} mended"));
    }
    if wrong == 0 {
        parts.push("all truths agree".to_owned());
    } else {
        let left = wrong - can;
        parts.push(match (can, left) {
            (0, _) => format!("{}, for a person to decide", plural(wrong, "disagreement")),
            (_, 0) => format!("{}, all for doctor --fix", plural(wrong, "disagreement")),
            _ => format!("{}: {can} for doctor --fix, {left} for a person to decide", plural(wrong, "disagreement")),
        });
    }
    parts.join("; ")
}

fn started(place: &Place, truths: &Truths) -> Started {
    let survey = &truths.survey;
    let historic = survey.packets.iter().filter(|packet| packet.historic && !packet.is_active()).count();
    let mut things = vec![plural(survey.packets.len() - historic, "packet")];
    things.push(plural(truths.refinements.len(), "refinement"));
    let tables = [
        (truths.board.is_some(), "the board"),
        (survey.registry.is_some(), "the registry"),
        (survey.signature_audit.is_some(), "the audit log"),
    ];
    things.extend(tables.iter().filter(|(there, _)| *there).map(|(_, name)| (*name).to_owned()));
    things.push(format!("{} besides the default one", plural(survey.branches.len(), "branch")));
    things.push(plural(survey.worktrees.len(), "worktree"));
    let mut context: Vec<String> = place.clock_note.iter().cloned().collect();
    if historic > 0 {
        let packets = plural(historic, "historic packet");
        context.push(format!("left out: {packets} that nobody works on"));
    }
    if place.repo.shallow {
        context.push("a shallow clone: signatures are compared within this work tree alone".to_owned());
    }
    Started { command: "doctor", headline: things.join(", "), context, ..Started::default() }
}
