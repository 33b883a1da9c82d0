//! `verdict append`: one entry behind the last report, bound to what was judged; Status follows in the same change.

use std::path::PathBuf;

use chrono::DateTime;

use super::report_file::{self, ReportFile};
use crate::command::post_work::started;
use crate::command::tell::{Told, tell};
use crate::command::writes::written;
use crate::command::{Ctx, Error, Selection};
use crate::finding::{Finding, Severity};
use crate::gate::contract::contract_digest;
use crate::gate::verdict::{self, Asked, Known};
use crate::gate::{self, Outcome};
use crate::model::{Bound, Oid, PacketId, RepoPath, Status, Verdict};
use crate::parse;
use crate::report::{AppendedEntry, BoundView, Event, Reporter, Started};
use crate::text::{Source, Sources, apply, is_hidden, visible};
use crate::world::gather::{self, FileChange, Judging, Place};
use crate::world::git;
use crate::write;

/// How long a validator's name may be, in bytes.
const LONGEST_NAME: usize = 200;

/// A verdict that is to be appended.
#[derive(Clone, Debug)]
pub struct AppendRequest {
    /// The packet's id.
    pub id: String,
    /// What was decided.
    pub verdict: Verdict,
    /// The file of the report.
    pub report: PathBuf,
    /// Who decided it.
    pub validator: String,
    /// The digest of the report that was looked at, or its first digits.
    pub acknowledge: String,
    /// Gates that could not be judged and are taken on, each with the reason.
    pub unproven: Vec<(String, String)>,
    /// What is compared with what.
    pub selection: Selection,
    /// True where nothing is to be written.
    pub dry_run: bool,
    /// True where the packet is to be committed too.
    pub commit: bool,
}

/// Appends it, or says why not.
pub fn append(ctx: &Ctx, request: &AppendRequest, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let validator = name(&request.validator)?;
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(Some(&request.id), status.branch.as_deref())?;
    let mut judging = gather::judging(&place, &status, &id, &path, &request.selection)?;
    let file = report_file::read(ctx, &mut judging.after.sources, &request.report)?;
    let findings = objections(request, &validator, &file, &judging);
    let refused = |finding: &Finding| finding.severity == Severity::Error || ctx.deny_warnings;
    let started = started("verdict append", &judging.after, &place);
    if findings.iter().any(refused) {
        return told(ctx, started, &judging.after.sources, findings, String::new(), reporter, None);
    }
    let bound = bound(request, validator, &file, &judging, &place);
    let board = board_path(&place, &status)?;
    let entry = Entry { verdict: request.verdict, bound, report: &file.report.text, id: &id, board };
    let put = if request.dry_run {
        let old = gather::document(&place.repo.on_disk(&path))?;
        entry.put_into(&path, old, &judging, &place)?
    } else {
        place.rewrite(&path, |old| {
            let put = entry.put_into(&path, old, &judging, &place)?;
            Ok::<_, Error>((put.changes.clone(), put))
        })?
    };
    let Put { changes, refused, sources, mut appended } = put;
    if let Some(finding) = refused {
        return told(ctx, started, &sources, vec![finding], String::new(), reporter, None);
    }
    for change in &changes {
        let old = change.old.as_deref();
        let written = written(&change.path, old, &change.new, request.dry_run, request.dry_run);
        reporter.event(&sources, Event::Wrote(written))?;
    }
    let paths: Vec<RepoPath> = changes.into_iter().map(|change| change.path).collect();
    appended.dry = request.dry_run;
    if request.commit && !request.dry_run {
        appended.commit = Some(commit(&place, &paths, request, id.as_str())?.to_string());
    }
    let summary = summary(&appended, &request.report);
    let next = next(&appended, &paths, id.as_str(), request);
    reporter.event(&sources, Event::Appended(Box::new(appended)))?;
    told(ctx, started, &judging.after.sources, findings, summary, reporter, Some(next))
}

/// The validator's name as it will stand in the entry: one line, in which nothing means something in Markdown.
fn name(typed: &str) -> Result<String, Error> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let harmless = |letter: char| !is_hidden(letter) && !"`|*[]\\".contains(letter);
    let begins = name.starts_with(char::is_alphanumeric);
    if begins && name.len() <= LONGEST_NAME && name.chars().all(harmless) && !name.contains("<!") {
        Ok(name)
    } else {
        Err(Error::NoName { name: typed.to_owned() })
    }
}

fn objections(request: &AppendRequest, validator: &str, file: &ReportFile, judging: &Judging) -> Vec<Finding> {
    let judged = gate::after(&judging.after);
    let asked = Asked {
        verdict: request.verdict,
        validator,
        acknowledged: &request.acknowledge,
        unproven: &request.unproven,
        report: &file.report,
        source: file.source,
        file: &file.name,
    };
    let known = Known {
        after: &judging.after,
        judged: &judged,
        contract: judging.contract,
        scope_tree: judging.scope_files.digest(),
        identity: judging.identity.as_deref(),
    };
    let mut findings = verdict::objections(&asked, &known);
    // What the snapshot leaves out, the verdict does not speak of.
    findings.extend(gate::snapshot_findings(&judging.after));
    findings
}

fn bound(request: &AppendRequest, validator: String, file: &ReportFile, judging: &Judging, place: &Place) -> Bound {
    let snapshot = &judging.after.snapshot;
    let one_line = |text: &str| {
        let text = visible(text.as_bytes()).split_whitespace().collect::<Vec<_>>().join(" ");
        text.replace("<!", "\\u{3c}!")
    };
    Bound {
        validator,
        at: DateTime::from_timestamp(place.now.timestamp(), 0).unwrap_or(place.now),
        report: file.report.digest,
        head: judging.head.clone(),
        base: snapshot.base_oid(),
        mode: snapshot.mode.word().to_owned(),
        contract: judging.contract,
        scope_tree: judging.scope_files.digest(),
        before: None,
        unproven: request.unproven.iter().map(|(gate, reason)| (gate.clone(), one_line(reason))).collect(),
    }
}

/// An entry on its way into a packet.
struct Entry<'a> {
    verdict: Verdict,
    bound: Bound,
    report: &'a str,
    id: &'a PacketId,
    /// The board, where it is to follow.
    board: Option<RepoPath>,
}

/// A packet with its entry, or what keeps it out.
struct Put {
    /// None at all where the entry is kept out.
    changes: Vec<FileChange>,
    refused: Option<Finding>,
    /// What both are told of.
    sources: Sources,
    appended: AppendedEntry,
}

impl Entry<'_> {
    /// Puts the entry behind whatever the packet holds by now. Of what was judged, only what the packet itself can have
    /// changed meanwhile is judged again.
    fn put_into(&self, path: &RepoPath, old: Vec<u8>, judging: &Judging, place: &Place) -> Result<Put, Error> {
        let id = self.id.as_str();
        let mut sources = Sources::default();
        let source = sources.add(Source::new(path.to_string(), old.as_slice()));
        let (packet, _) = parse::packet(&sources, source);
        let moved = contract_digest(&packet, &sources) != judging.contract;
        let refused = if moved {
            Some(verdict::moved_meanwhile(&packet, id))
        } else {
            let own = verdict::coder_judges(&packet, self.verdict, &self.bound.validator);
            own.filter(|finding| finding.severity == Severity::Error)
        };
        let before = packet.reports.last().map(|report| report.digest_in_lf(sources.get(source)));
        let bound = Bound { before, ..self.bound.clone() };
        let status =
            write::set_field(&packet, sources.get(source), "STATUS", &Status::Validated(self.verdict).to_string());
        let entry = write::verdict(&packet, sources.get(source), self.verdict, &bound, self.report);
        let new = apply(&old, &[status, entry]).expect("METADATA and the reports are two places");
        let again = sources.add(Source::new(path.to_string(), new.as_slice()));
        let (with_entry, _) = parse::packet(&sources, again);
        let refused = refused.or_else(|| verdict::stands(&sources, &packet, &with_entry, self.verdict, &bound, id));
        let heading = with_entry.reports.last().map_or(0, |report| report.heading.start);
        let appended = AppendedEntry {
            path: path.to_string(),
            line: sources.get(again).line_at(heading),
            number: with_entry.reports.len(),
            verdict: self.verdict.to_string(),
            bound: BoundView::new(&bound),
            commit: None,
            dry: false,
        };
        let mut changes = Vec::new();
        if refused.is_none() {
            changes.push(FileChange { path: path.clone(), old: Some(old), new });
            changes.extend(self.on_board(place)?);
        }
        Ok(Put { changes, refused, sources, appended })
    }

    /// The board with the packet where it belongs now; nothing where the board says so already, or has not the usual form.
    fn on_board(&self, place: &Place) -> Result<Option<FileChange>, Error> {
        let Some(path) = &self.board else { return Ok(None) };
        let Some(old) = gather::document_if_there(&place.repo.on_disk(path))? else { return Ok(None) };
        let mut sources = Sources::default();
        let source = sources.add(Source::new(path.to_string(), old.as_slice()));
        let board = parse::board(&sources, source);
        if board.sections.iter().all(|section| section.column.is_none()) {
            return Ok(None);
        }
        let edits = write::board_status(sources.get(source), &board, self.id, Status::Validated(self.verdict));
        let new = apply(&old, &edits).expect("the lines of a board are apart");
        Ok((new != old).then(|| FileChange { path: path.clone(), old: Some(old), new }))
    }
}

/// The board where HEAD is the default branch: elsewhere ten verdicts on ten branches would be in conflict over it.
fn board_path(place: &Place, status: &git::Status) -> Result<Option<RepoPath>, Error> {
    let path = RepoPath::from(place.config.board.as_str());
    if place.config.board.is_empty() || !place.repo.on_disk(&path).is_file() {
        return Ok(None);
    }
    let trunk = place.repo.trunk(place.config.default_branch.as_deref(), status)?;
    let is_on_it = trunk.is_some_and(|trunk| status.branch.as_ref() == Some(&trunk.name));
    Ok(is_on_it.then_some(path))
}

fn commit(place: &Place, paths: &[RepoPath], request: &AppendRequest, id: &str) -> Result<Oid, Error> {
    let message = format!("Validate {id}: {}", request.verdict);
    let failed = |source| Error::NotCommitted { paths: quoted(paths), source };
    place.repo.commit_only(paths, &message).map_err(failed)
}

/// Paths as words for a shell.
fn quoted(paths: &[RepoPath]) -> String {
    paths.iter().map(RepoPath::quoted).collect::<Vec<_>>().join(" ")
}

fn summary(appended: &AppendedEntry, report: &std::path::Path) -> String {
    let AppendedEntry { path, line, verdict, bound, .. } = appended;
    let what = if appended.dry { "would be appended" } else { "appended" };
    let commit = appended.commit.as_deref().map(|oid| format!(", committed as {}", &oid[..7])).unwrap_or_default();
    let report = format!("{} of {}", &bound.report_sha1[..8], report.display());
    format!("{what}: {verdict} by {} (not signed), at {path}:{line}{commit}; the report is {report}", bound.validator)
}

fn next(appended: &AppendedEntry, paths: &[RepoPath], id: &str, request: &AppendRequest) -> String {
    if appended.dry {
        return "the same without --dry-run".to_owned();
    }
    if appended.commit.is_some() {
        return "git push".to_owned();
    }
    let paths = quoted(paths);
    format!("git add -- {paths} && git commit --only -m 'Validate {id}: {}' -- {paths}", request.verdict)
}

fn told(
    ctx: &Ctx,
    started: Started,
    sources: &Sources,
    others: Vec<Finding>,
    summary: String,
    reporter: &mut dyn Reporter,
    next: Option<String>,
) -> Result<Outcome, Error> {
    let told = Told { started, judged: Vec::new(), others, details: Vec::new(), briefs: Vec::new(), summary };
    let mend = |findings: &[Finding]| findings.iter().find(|it| it.severity == Severity::Error)?.help.first().cloned();
    Ok(tell(ctx, sources, told, reporter, |_, findings| next.or_else(|| mend(findings)))?)
}
