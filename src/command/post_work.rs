//! `post-work`: at handoff, is what happened in the repository what the packet says, and nothing else?

use super::tell::{Told, tell};
use super::{Ctx, Error, Selection};
use crate::finding::{Finding, Severity};
use crate::gate::{self, Outcome, Proof, Topic};
use crate::model::{After, Mode, RunId, Step, StepKind, Tree};
use crate::report::{Detail, Event, PacketRef, ProofRef, ProvenItem, Reporter, SnapshotRef, Started};
use crate::text::{Span, listed, plural};
use crate::world::gather::{self, Depth, Place};
use crate::world::git::Status;
use crate::write;

/// How many paths or commits are named before the rest is counted.
const MOST_NAMED: usize = 5;

/// How many entries are listed before the rest is counted.
const MOST_ROWS: usize = 20;

/// Asks every gate of post-work; `within` is the run of this very packet that asks, if one does.
pub fn post_work(
    ctx: &Ctx,
    id: Option<&str>,
    selection: &Selection,
    within: Option<&RunId>,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let gather = |selection: &Selection| -> Result<After, Error> {
        let mut facts = gather::after(&place, &status, &id, &path, selection, Depth::Judged)?;
        facts.runs.within = within.cloned().or(facts.runs.within);
        Ok(facts)
    };
    let mut facts = gather(selection)?;
    let mut judged = gate::after(&facts);
    let mut beside = packet_on_disk(&facts, &status);
    if beside.is_some() && *selection == Selection::Chosen && gate::outcome(&judged) == Outcome::Fail {
        let staged = gather(&Selection::WithPacketOnDisk)?;
        let as_staged = gate::after(&staged);
        if gate::outcome(&as_staged) == Outcome::Pass {
            beside = Some(gate::only_packet_differs(&staged));
            (facts, judged) = (staged, as_staged);
        }
    }
    let mut others = place.config_findings.clone();
    others.extend(gate::snapshot_findings(&facts));
    others.extend(beside);
    let told = Told {
        started: started("post-work", &facts, &place),
        judged,
        others,
        details: details(&facts),
        briefs: Vec::new(),
        summary: String::new(),
    };
    let outcome = tell(ctx, &facts.sources, told, reporter, |outcome, findings| Some(next(&facts, outcome, findings)))?;
    for item in items(&facts) {
        reporter.event(&facts.sources, Event::Proven(item))?;
    }
    Ok(outcome)
}

/// What a command that judges a snapshot says it judges.
pub fn started(command: &'static str, facts: &After, place: &Place) -> Started {
    let snapshot = &facts.snapshot;
    let base = match &snapshot.base {
        Tree::Commit(oid) => format!("{} ({})", oid.short(), snapshot.base_name),
        _ => snapshot.base_name.clone(),
    };
    let compared = match (&snapshot.head, snapshot.mode) {
        (Tree::Index, _) => format!("index against {}", base_in_words(facts)),
        (Tree::Worktree, _) => format!("work tree and untracked files against {}", base_in_words(facts)),
        (Tree::Commit(oid), Mode::Committed) => format!("{base} .. HEAD {}", oid.short()),
        (head, _) => format!("{base} .. {}", short(head)),
    };
    let files = plural(snapshot.changes.len(), "file");
    let mut context = Vec::new();
    if !snapshot.not_judged.is_empty() {
        context.push(format!("not judged: {}", listed(&snapshot.not_judged, MOST_NAMED)));
    }
    context.extend(place.clock_note.clone());
    Started {
        command,
        packet: Some(PacketRef { id: facts.id.to_string(), path: facts.path.to_string() }),
        snapshot: Some(SnapshotRef {
            mode: snapshot.mode.word(),
            base: match &snapshot.base {
                Tree::Commit(oid) => Some(oid.to_string()),
                _ => None,
            },
            head: snapshot.head.to_string(),
        }),
        headline: format!("{compared} ({}), {files}", snapshot.mode.word()),
        context,
    }
}

fn base_in_words(facts: &After) -> String {
    match &facts.snapshot.base {
        Tree::Commit(oid) => format!("{} {}", facts.snapshot.base_name, oid.short()),
        _ => facts.snapshot.base_name.clone(),
    }
}

fn short(tree: &Tree) -> String {
    match tree {
        Tree::Commit(oid) => oid.short().to_owned(),
        tree => tree.to_string(),
    }
}

/// The index is judged, and the disk holds another packet: that is the finding.
pub(super) fn packet_on_disk(facts: &After, status: &Status) -> Option<Finding> {
    let differs = facts.snapshot.mode == Mode::Staged && status.unstaged.contains(&facts.path);
    differs.then(|| gate::packet_differs_on_disk(facts))
}

/// The tables beneath the topics.
pub(super) fn details(facts: &After) -> Vec<Detail> {
    let mut details = Vec::new();
    let mut rows = write::entry_rows(facts);
    if rows.len() > MOST_ROWS {
        let more = rows.len() - MOST_ROWS;
        rows.truncate(MOST_ROWS);
        rows.push(vec![format!("and {more} more")]);
    }
    if !rows.is_empty() {
        details.push(Detail { topic: Topic::Manifest, rows });
    }
    let run = gate::fresh(facts).map(|recorded| &recorded.run);
    let rows: Vec<Vec<String>> = gate::trace(&facts.packet, &facts.id)
        .iter()
        .enumerate()
        .map(|(at, trace)| {
            let rule = gate::named_by(&trace.item.code, &trace.item.tags, facts).next();
            let unproven = || rule.map_or_else(|| "by eye".to_owned(), |rule| format!("audit {}", rule.id));
            let proof = trace.proofs.first().filter(|_| !gate::left(trace, run));
            let proof = proof.map_or_else(|| vec![unproven()], |proof| proven(facts, *proof));
            [vec![(at + 1).to_string(), clipped(&trace.item.text)], proof].concat()
        })
        .collect();
    if !rows.is_empty() {
        details.push(Detail { topic: Topic::DoneMeans, rows });
    }
    details
}

/// The step that proves an item, and where it stands.
fn proven(facts: &After, proof: Proof) -> Vec<String> {
    let Some(step) = proof.step(&facts.packet) else { return vec!["this run".to_owned()] };
    let line = facts.sources.get(facts.packet.source).line_at(step.span.start);
    let how = match step.kind {
        StepKind::Audit { .. } => "judged natively",
        _ => step.text.lines().next().unwrap_or_default(),
    };
    vec![format!("step {}", step.index), format!("{} (line {line})", clipped(how))]
}

/// Every item of DONE_MEANS beside what proves it, and what came of that in the run that counts.
pub(super) fn items(facts: &After) -> Vec<ProvenItem> {
    let line = |span: Span| facts.sources.get(facts.packet.source).line_at(span.start);
    let run = gate::fresh(facts).map(|recorded| &recorded.run);
    let proof = |proof: &Proof| {
        let step = proof.step(&facts.packet);
        let recorded = run.zip(step).and_then(|(run, step)| Some((run, run.steps.get(step.index - 1)?)));
        ProofRef {
            kind: match (proof, step) {
                (Proof::ThisRun, _) | (_, None) => "this run",
                (_, Some(Step { kind: StepKind::Audit { .. }, .. })) => "audit",
                _ => "command",
            },
            step: step.map(|step| (step.index, line(step.span))),
            run: recorded.map(|(run, step)| (run.id.to_string(), step.result.word())),
        }
    };
    let traces = gate::trace(&facts.packet, &facts.id);
    let item = |trace: &gate::Trace| ProvenItem {
        text: trace.item.text.clone(),
        line: line(trace.item.span),
        proofs: trace.proofs.iter().map(proof).collect(),
    };
    traces.iter().map(item).collect()
}

fn clipped(text: &str) -> String {
    const WIDTH: usize = 48;
    match text.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{} ..", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// The next command, by what is wanting.
pub(super) fn next(facts: &After, outcome: Outcome, findings: &[Finding]) -> String {
    let id = &facts.id;
    if outcome == Outcome::Pass {
        return match facts.snapshot.mode {
            Mode::Staged => format!("git commit; then  taskpacket post-work {id}  judges what is committed"),
            Mode::Worktree => {
                format!("git add -A && git commit; then  taskpacket post-work {id}  judges what is committed")
            }
            _ => format!("git push; then a validator:  taskpacket review {id}"),
        };
    }
    let manifest =
        |finding: &Finding| finding.code.id.starts_with("TP2") || finding.code.name == "manifest_covers_changes";
    if findings.iter().any(|finding| finding.code.name == "packet_differs_on_disk") {
        return format!("git add -- {}; then  taskpacket post-work {id}", facts.path.quoted());
    }
    let is_cause = |finding: &&Finding| finding.severity == Severity::Error && finding.follows.is_none();
    let errors = || findings.iter().filter(is_cause);
    if errors().next().is_some() && errors().all(|finding| finding.code.name == "evidence_fresh") {
        return format!("taskpacket run {id}");
    }
    if errors().next().is_some() && errors().all(manifest) {
        return format!("taskpacket manifest {id} --write");
    }
    if errors().next().is_some() && errors().all(|it| manifest(it) || it.code.name == "evidence_fresh") {
        return format!("taskpacket handoff {id} --stage");
    }
    format!("mend, then  taskpacket post-work {id}")
}
