//! `pre-work`: before coding, is this contract complete, signed, committed, and can it be carried out?

use super::tell::{Told, tell};
use super::{Ctx, Error};
use crate::finding::{Finding, Severity};
use crate::gate::{self, Outcome};
use crate::model::{Approval, Before, Packet, PacketId, Profile};
use crate::report::{Brief, PacketRef, Reporter, SnapshotRef, Started};
use crate::text::{listed, plural};
use crate::world::gather;
use crate::world::git::Status;

/// How many paths of the scope are named before the rest is counted.
const MOST_NAMED: usize = 6;

/// Asks every gate of pre-work; `within` a run of the packet's own plan, which proves work that may be judged already,
/// nobody is about to begin.
pub fn pre_work(ctx: &Ctx, id: Option<&str>, within: bool, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let facts = gather::before(&place, &status, &id, &path)?;
    let mut others = place.config_findings.clone();
    let refusal = gate::status_refusal(&facts);
    others
        .extend(refusal.map(|finding| if within { Finding { severity: Severity::Note, ..finding } } else { finding }));
    let hints = gate::module_hints(&facts);
    let mut briefs = briefs(&facts.packet, &facts.id);
    briefs.extend(perhaps_missing(&hints));
    others.extend(hints);
    let waits = facts.config.approval == Approval::Required && facts.packet.phases.approval.is_none();
    let is_unclaimed = facts.config.profile == Profile::Full && facts.packet.metadata.coder_model.get().is_none();
    let told = Told {
        started: started("pre-work", &facts, &status, place.clock_note.as_deref()),
        judged: gate::before(&facts),
        others,
        details: Vec::new(),
        briefs,
        summary: String::new(),
    };
    Ok(tell(ctx, &facts.sources, told, reporter, |outcome, _| {
        Some(match outcome {
            Outcome::Pass if is_unclaimed => format!("taskpacket claim {id} --model NAME --strength HIGH --commit"),
            Outcome::Pass if waits => {
                format!("write SKELETON and commit it; then somebody else: taskpacket approve {id} --by NAME --commit")
            }
            Outcome::Pass => format!("write the code, git add it, then  taskpacket handoff {id} --stage"),
            _ => format!("mend, then  taskpacket pre-work {id}"),
        })
    })?)
}

/// What a command that reads the disk says it judges.
pub fn started(command: &'static str, facts: &Before, status: &Status, clock: Option<&str>) -> Started {
    let head = facts.head.as_ref().map(|head| head.oid.to_string());
    let at = facts.head.as_ref().map_or("no commit yet".to_owned(), |head| format!("HEAD {}", head.oid.short()));
    let branch = status.branch.as_ref().map_or("detached".to_owned(), |branch| format!("on {branch}"));
    let risk = facts.packet.metadata.risk_tier.get().map_or(String::new(), |tier| format!(", risk {tier}"));
    Started {
        command,
        packet: Some(PacketRef { id: facts.id.to_string(), path: facts.path.to_string() }),
        snapshot: Some(SnapshotRef { mode: "disk", base: head, head: "disk".to_owned() }),
        headline: format!("{at} {branch}, the packet as it is on disk{risk}"),
        context: clock.map(str::to_owned).into_iter().collect(),
    }
}

/// What the coder may, may not and must do.
fn briefs(packet: &Packet, id: &PacketId) -> Vec<Brief> {
    let may = packet.scope.items.iter().map(|item| &item.path);
    let not = packet.scope.out.iter().map(|item| shortened(&item.text));
    let mut briefs = Vec::new();
    if may.len() > 0 {
        briefs.push(Brief { label: "you may change", text: listed(may, MOST_NAMED) });
    }
    if not.len() > 0 {
        briefs.push(Brief { label: "not", text: listed(not, MOST_NAMED) });
    }
    let traces = gate::trace(packet, id);
    if !traces.is_empty() {
        let by_eye = traces.iter().filter(|trace| trace.proofs.is_empty()).count();
        let items = plural(traces.len(), "item");
        let text = format!("{items}: {} by step, {by_eye} by eye", traces.len() - by_eye);
        briefs.push(Brief { label: "you must prove", text });
    }
    briefs
}

/// What the scope has perhaps left out, for those who do not unfold notes.
fn perhaps_missing(hints: &[Finding]) -> Option<Brief> {
    let text = hints.iter().map(|hint| hint.message.as_str()).collect::<Vec<_>>().join("; ");
    (!hints.is_empty()).then_some(Brief { label: "perhaps missing", text })
}

/// The first clause of a sentence: enough to be reminded of it.
fn shortened(text: &str) -> &str {
    text.split([';', '(']).next().unwrap_or(text).trim().trim_end_matches('.')
}
