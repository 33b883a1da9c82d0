//! `verdict diff`: what moved in scope and contract since the tree that was judged last.

use std::sync::Arc;

use similar::TextDiff;

use super::standing::{date, rows};
use crate::command::{Ctx, Error};
use crate::gate::Outcome;
use crate::model::{Move, State};
use crate::report::{Ended, Event, PacketRef, Reporter, StandingsView, Started};
use crate::text::plural;
use crate::world::gather::{Place, Standings, Whose, standings};

/// Shows it, for the second look.
pub fn verdict_diff(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let standings = standings(&place, &status, Whose::One(&id, &path))?;
    let packet = Some(PacketRef { id: id.to_string(), path: path.to_string() });
    let Some((of, last)) = standings.packets.first().and_then(|of| Some((of, of.last()?))) else {
        let headline = "no verdict yet, so there is nothing to compare with".to_owned();
        let started = Started { command: "verdict diff", packet, headline, ..Started::default() };
        return end(&standings, started, "no verdict yet", Some(format!("taskpacket review {id}")), reporter);
    };
    let report = &of.packet.reports[last.report];
    let mut view = StandingsView { of_all: false, rows: rows(of, &standings.sources) };
    view.rows.drain(..view.rows.len() - 1);
    for (row, it) in view.rows.iter_mut().flat_map(|row| &mut row.files).zip(&last.moves) {
        row.diff = Some(difference(&place, &standings, it)?);
    }
    let verdict = report.verdict.map_or_else(String::new, |verdict| verdict.to_string());
    let date = date(report).map_or(String::new(), |date| format!(" of {date}"));
    let judged = last.judged.as_ref().map_or_else(|| "what is not committed".to_owned(), |oid| oid.short().to_owned());
    let headline = format!("what moved since the {verdict}{date}, which judged {judged}");
    let context = last.doubt.iter().cloned().collect();
    let started = Started { command: "verdict diff", packet, headline, context, ..Started::default() };
    let own = last.moves.iter().filter(|it| it.is_own()).count();
    let summary = match (last.contract.len(), own, last.moves.len() - own) {
        (0, 0, 0) => "nothing moved in scope or contract".to_owned(),
        (contract, own, others) => {
            let parts = [
                (contract, format!("{} of the contract", plural(contract, "part"))),
                (own, format!("{} by this packet's work", plural(own, "file"))),
                (others, format!("{} by others alone", plural(others, "file"))),
            ];
            let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
            format!("moved since: {}", parts.join(", "))
        }
    };
    let next = (!last.contract.is_empty() || own > 0).then(|| format!("taskpacket review {id}"));
    reporter.event(&standings.sources, Event::Standings(Box::new(view)))?;
    end(&standings, started, &summary, next, reporter)
}

fn end(
    standings: &Standings,
    started: Started,
    summary: &str,
    next: Option<String>,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let ended = Ended { outcome: Outcome::Pass, summary: summary.to_owned(), next };
    reporter.event(&standings.sources, Event::Started(started))?;
    reporter.event(&standings.sources, Event::Ended(ended))?;
    Ok(Outcome::Pass)
}

/// What changed in one file, as a unified difference.
fn difference(place: &Place, standings: &Standings, it: &Move) -> Result<String, Error> {
    let side = |state: Option<&State>| {
        Ok::<_, Error>(match state {
            Some(state) => (state.path.to_string(), standings.bytes(place, state)?),
            None => ("/dev/null".to_owned(), Some(Arc::from(&b""[..]))),
        })
    };
    let ((old_name, old), (new_name, new)) = (side(it.before.as_ref())?, side(it.after.as_ref())?);
    let modes = match (&it.before, &it.after) {
        (Some(one), Some(other)) if one.mode != other.mode => format!("mode {:o} -> {:o}\n", one.mode, other.mode),
        _ => String::new(),
    };
    let (Some(old), Some(new)) = (text(old.as_deref()), text(new.as_deref())) else {
        return Ok(format!("{modes}--- {old_name}\n+++ {new_name}\nno text: its content differs\n"));
    };
    let diff = TextDiff::from_lines(&*old, &*new);
    let unified = diff.unified_diff().context_radius(3).header(&old_name, &new_name).to_string();
    let renamed = it.renamed_to().filter(|_| unified.is_empty()).map(|_| format!("--- {old_name}\n+++ {new_name}\n"));
    Ok(format!("{modes}{}{unified}", renamed.unwrap_or_default()))
}

/// The text of a file; `None` where it is none.
fn text(bytes: Option<&[u8]>) -> Option<std::borrow::Cow<'_, str>> {
    let bytes = bytes?;
    let is_binary = bytes.iter().take(8_000).any(|byte| *byte == 0);
    (!is_binary).then(|| String::from_utf8_lossy(bytes))
}
