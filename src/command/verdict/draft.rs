//! `verdict draft`: a report made from what can be computed, with a mark wherever a person has to judge.

use std::path::Path;

use super::report_file::shown;
use crate::command::paths::as_word;
use crate::command::post_work::started;
use crate::command::{Ctx, Error, Selection};
use crate::gate::{self, Outcome};
use crate::parse;
use crate::report::{Ended, Event, Reporter};
use crate::text::{Source, plural};
use crate::world::files;
use crate::world::gather::{self, Judging, Place};
use crate::write::{self, DraftFacts};

/// Prints it, or makes a file of it.
pub fn draft(
    ctx: &Ctx,
    id: Option<&str>,
    selection: &Selection,
    output: Option<&Path>,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let judging = gather::judging(&place, &status, &id, &path, selection)?;
    let text = drafted(&judging, &place);
    let sources = &judging.after.sources;
    let mut started = started("verdict draft", &judging.after, &place);
    let report = parse::written_report(text.as_bytes());
    let Some(file) = output else {
        reporter.event(sources, Event::Started(started))?;
        let source = Source::new("draft", text.as_bytes());
        reporter.event(sources, Event::Report(shown(&report, None, &source)))?;
        return Ok(Outcome::Pass);
    };
    files::create(&ctx.dir.join(file), text.as_bytes())?;
    let name = as_word(file);
    started.context.push(format!("written to {name}"));
    let left = report.left.len();
    let ended = Ended {
        outcome: Outcome::Pass,
        summary: format!("{} to be filled in: look for [[FILL IN", plural(left, "part")),
        next: Some(format!("fill {name} in, then  taskpacket verdict digest --report {name}")),
    };
    reporter.event(sources, Event::Started(started))?;
    reporter.event(sources, Event::Ended(ended))?;
    Ok(Outcome::Pass)
}

/// The text of the draft.
pub fn drafted(judging: &Judging, place: &Place) -> String {
    let after = &judging.after;
    let judged = gate::after(after);
    let of_gates = judged.iter().flat_map(|judged| judged.judgement.findings.clone());
    let of_none = gate::snapshot_findings(after);
    let mut findings: Vec<_> = of_gates.chain(of_none).chain(place.config_findings.clone()).collect();
    gate::follow(&mut findings);
    write::draft(&DraftFacts {
        after,
        judged: &judged,
        findings: &findings,
        head: &judging.head,
        contract: judging.contract,
        scope_tree: (judging.scope_files.digest(), judging.scope_files.len()),
        spec: judging.spec.as_ref().map(|(file, digest)| (file.as_str(), *digest)),
    })
}
