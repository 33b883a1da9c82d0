//! `manifest`: the manifest that is true now, printed, written into the packet, or compared with it.
//!
//! It covers the whole work: everything since the merge base with the default branch, so that an entry is still true
//! when the next commit is judged, and when the branch is.

use similar::TextDiff;

use super::post_work::started;
use super::tell::{Told, tell};
use super::{Ctx, Error, Selection};
use crate::gate::{self, Judged, Outcome};
use crate::model::{
    After, Delta, DeltaClaim, Digest, Entry, EntryState, HashClaim, Image, Mode, Packet, Raw, RepoPath, TargetFile,
    Value, Window,
};
use crate::report::{Ended, Event, Reporter, Started};
use crate::text::{Sources, Span, apply};
use crate::world::gather::{self, Depth, Place};
use crate::write::{self, Action, ManifestEdits, ManifestRow, RowGate};

/// What to do with the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManifestAction {
    /// Print it.
    Print,
    /// Put it into the packet.
    Write,
    /// Compare it with what the packet says.
    Check,
}

/// Computes the manifest, and does with it what was asked for.
pub fn manifest(
    ctx: &Ctx,
    id: Option<&str>,
    selection: &Selection,
    action: ManifestAction,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let facts = gather::after(&place, &status, &id, &path, selection, Depth::All)?;
    let started = started("manifest", &facts, &place);
    let rows = rows(&facts);
    if action == ManifestAction::Print {
        reporter.event(&facts.sources, Event::Text(write::print(&rows, facts.now)))?;
        return Ok(Outcome::Pass);
    }
    let refused = out_of_scope(&facts);
    if action == ManifestAction::Write && !refused.is_empty() {
        let told = Told {
            started,
            judged: refused,
            others: Vec::new(),
            details: Vec::new(),
            briefs: Vec::new(),
            summary: String::new(),
        };
        let next = format!("mend, then  taskpacket manifest {id} --write");
        return Ok(tell(ctx, &facts.sources, told, reporter, |_, _| Some(next))?);
    }
    let mut sources = Sources::default();
    let packet = place.read(&mut sources, &path)?;
    let edited = Edited::new(&packet, &sources, &rows, &facts);
    match action {
        ManifestAction::Write => write_into(&place, &facts, &edited, started, reporter),
        _ => compare(&facts, &edited, started, reporter),
    }
}

/// The packet that is edited: the one on disk, whatever the snapshot judges.
struct Edited<'a> {
    path: &'a RepoPath,
    old: &'a [u8],
    new: Vec<u8>,
    edits: ManifestEdits,
}

impl<'a> Edited<'a> {
    fn new(packet: &Packet, sources: &'a Sources, rows: &[ManifestRow], facts: &'a After) -> Self {
        let source = sources.get(packet.source);
        let edits = write::manifest(packet, source, rows, facts.now);
        let new = apply(source.bytes(), &edits.edits).expect("the writer's edits do not overlap");
        Self { path: &facts.path, old: source.bytes(), new, edits }
    }

    fn is_true_already(&self) -> bool {
        self.new == self.old
    }
}

/// The judgement that refuses to write entries for files that the packet does not allow; empty where all are allowed.
fn out_of_scope(facts: &After) -> Vec<Judged> {
    let judged = gate::after(facts).into_iter().filter(|judged| judged.gate.name == "scope_respected");
    judged.filter(|judged| judged.judgement.status == gate::GateStatus::Fail).collect()
}

fn write_into(
    place: &Place,
    facts: &After,
    edited: &Edited,
    mut started: Started,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    if !edited.is_true_already() {
        place.replace(edited.path, edited.old, &edited.new)?;
    }
    started.context.extend(edited.edits.actions.iter().map(|(target, action)| format!("{:9} {target}", word(*action))));
    let what = if edited.is_true_already() { "says the truth already" } else { "is written" };
    let summary = format!("{} {what}", edited.path);
    let next = format!("git add -- {}; then  taskpacket run {}", edited.path.quoted(), facts.id);
    reporter.event(&facts.sources, Event::Started(started))?;
    reporter.event(&facts.sources, Event::Ended(Ended { outcome: Outcome::Pass, summary, next: Some(next) }))?;
    Ok(Outcome::Pass)
}

fn compare(facts: &After, edited: &Edited, started: Started, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let equal = edited.is_true_already();
    reporter.event(&facts.sources, Event::Started(started))?;
    if !equal {
        let (old, new) = (String::from_utf8_lossy(edited.old), String::from_utf8_lossy(&edited.new));
        let diff = TextDiff::from_lines(&*old, &*new);
        let name = edited.path.to_string();
        let text = diff.unified_diff().context_radius(2).header(&name, &format!("{name} (true now)")).to_string();
        reporter.event(&facts.sources, Event::Text(text))?;
    }
    let (outcome, summary, next) = if equal {
        (Outcome::Pass, "the manifest says the truth", None)
    } else {
        let next = format!("taskpacket manifest {} --write", facts.id);
        (Outcome::Fail, "the manifest is not the true one", Some(next))
    };
    let summary = summary.to_owned();
    reporter.event(&facts.sources, Event::Ended(Ended { outcome, summary, next }))?;
    Ok(outcome)
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Added => "added",
        Action::Updated => "updated",
        Action::Kept => "kept",
        Action::Zeroed => "unchanged",
        Action::Removed => "removed",
        Action::Left => "left",
    }
}

/// A row for every file that the work changed or that an entry names.
pub(super) fn rows(facts: &After) -> Vec<ManifestRow> {
    let rows = facts.targets.iter().filter_map(|(target, file)| {
        let path = RepoPath::from(gate::normal(target)?.as_str());
        (!facts.governance.contains(&path)).then(|| row(path, file, facts))
    });
    let listed = |path: &RepoPath| facts.targets.contains_key(&path.to_string()) && !facts.config.is_exempt(path);
    let mut rows: Vec<ManifestRow> =
        rows.map(|row| ManifestRow { changed: row.changed && listed(&row.path), ..row }).collect();
    rows.sort_by(|one, other| one.path.cmp(&other.path));
    rows.dedup_by(|one, other| one.path == other.path);
    rows
}

fn row(path: RepoPath, file: &TargetFile, facts: &After) -> ManifestRow {
    // What is not committed yet is written against the beginning of the whole work.
    let whole = file.merge_base.as_ref().filter(|_| matches!(facts.snapshot.mode, Mode::Staged | Mode::Worktree));
    let before = whole.map_or(file.base.as_ref(), Option::as_ref);
    let after = file.head.as_ref();
    let identity = |image: &Image| (image.oid.clone(), image.kind);
    let mut row = ManifestRow {
        path,
        changed: before.map(identity) != after.map(identity),
        window: Window::tight(before, after),
        delta: gate::delta(before, after),
        pre: before.and_then(Image::sha1),
        post: after.and_then(Image::sha1),
        gates: Vec::new(),
    };
    let entry = true_entry(&row);
    // That the entry is in the packet is what writing it brings about.
    let holds = |judged: &Judged| {
        judged.judgement.status == gate::GateStatus::Pass || judged.gate.name == "manifest_written_and_path_returned"
    };
    row.gates =
        gate::of_entry(&entry, facts).map(|judged| RowGate { name: judged.gate.name, holds: holds(&judged) }).collect();
    row
}

/// The entry that says what the row says, to ask the gates about.
fn true_entry(row: &ManifestRow) -> Entry {
    let hash = |digest: Option<Digest>| digest.map_or(HashClaim::Absent, HashClaim::Sha1);
    let delta = match row.delta {
        Delta::Lines(lines) => DeltaClaim::Lines(lines),
        Delta::NoLines => DeltaClaim::NotApplicable,
    };
    Entry {
        span: Span::default(),
        target: present(row.path.to_string()),
        start: present(row.start()),
        end: present(row.end()),
        delta: present(delta),
        pre: present(hash(row.pre)),
        post: present(hash(row.post)),
        ticks: Vec::new(),
        state: EntryState::Filled,
    }
}

fn present<T: ToString>(value: T) -> Value<T> {
    let text = value.to_string();
    Value::Present(value, Raw { text, span: Span::default() })
}
