//! A run as a whole, for formats that are one document.

use std::io::{self, Write};

use crate::finding::{Code, Finding};
use crate::gate::Judged;
use crate::report::{
    AdoptedPacket, AllowedPath, AppendedEntry, AuditLine, DisagreementRow, Ended, Event, HashedPath, PacketView,
    ProvenItem, ReportText, Reporter, ReviewView, RunRow, RunView, StandingsView, Started, StatusView, VerifiedView,
    Written,
};
use crate::text::{Position, Sources};

/// Everything that a run said.
#[derive(Default)]
pub struct Collected {
    /// What was judged.
    pub started: Started,
    /// The gates, with their answers.
    pub judged: Vec<Judged>,
    /// What was found wanting.
    pub findings: Vec<Found>,
    /// How it ended; `None` for a command that judges nothing.
    pub ended: Option<Ended>,
    /// The packet of `show`.
    pub packet: Option<PacketView>,
    /// The entries of packets, and what was done to them.
    pub verified: Option<VerifiedView>,
    /// What a review has set up.
    pub reviewed: Option<ReviewView>,
    /// Where verdicts stand.
    pub standings: Option<StandingsView>,
    /// A plan that was carried out, or would be.
    pub ran: Option<RunView>,
    /// How far the packets have come.
    pub status: Option<StatusView>,
    /// The runs of `runs`.
    pub runs: Vec<RunRow>,
    /// The items of DONE_MEANS with their proofs.
    pub proven: Vec<ProvenItem>,
    /// The digests of `sha`.
    pub hashed: Vec<HashedPath>,
    /// The rules of `audit`.
    pub audited: Vec<AuditLine>,
    /// The answers of `allows`.
    pub allowed: Vec<AllowedPath>,
    /// The explanations of `explain`.
    pub codes: Vec<&'static Code>,
    /// The files that were written, or would be.
    pub written: Vec<Written>,
    /// What of the findings disagrees, and whether the tool can mend it.
    pub disagreements: Vec<DisagreementRow>,
    /// The report of a verdict.
    pub report: Option<ReportText>,
    /// The entry of a verdict.
    pub appended: Option<AppendedEntry>,
    /// The active packets of a repository that was adopted.
    pub adopted: Vec<AdoptedPacket>,
    /// The result, where it is text.
    pub text: String,
}

/// A finding and where it shows.
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// Its place, where it has one.
    pub place: Option<Place>,
}

/// A place as documents name it.
pub struct Place {
    /// The file, relative to the repository's root.
    pub file: String,
    /// The commit that the text is of, in its short form; `None` for what is judged or lies on disk.
    pub commit: Option<String>,
    /// Where the text begins.
    pub start: Position,
    /// Just behind where it ends.
    pub end: Position,
}

/// Collects a run and writes it as one document at its end.
pub struct Document<W> {
    out: W,
    collected: Collected,
    write: fn(&Collected, &mut dyn Write) -> io::Result<()>,
}

impl<W: Write> Document<W> {
    /// Writes to `out` in the given form.
    pub fn new(out: W, write: fn(&Collected, &mut dyn Write) -> io::Result<()>) -> Self {
        Self { out, collected: Collected::default(), write }
    }
}

impl<W: Write> Reporter for Document<W> {
    fn event(&mut self, sources: &Sources, event: Event) -> io::Result<()> {
        let collected = &mut self.collected;
        match event {
            // A run of several commands, as the demonstration is, ends with the last one's document.
            Event::Started(started) => {
                if collected.ended.take().is_some() {
                    *collected = Collected::default();
                }
                collected.started = started;
            }
            Event::Judged(judged) => collected.judged.push(judged),
            Event::Found(finding) => collected.findings.push(Found::new(finding, sources)),
            Event::Audited(line) => collected.audited.push(line),
            Event::Ended(ended) => collected.ended = Some(ended),
            Event::Packet(view) => collected.packet = Some(*view),
            Event::Verified(view) => collected.verified = Some(*view),
            Event::Reviewed(view) => collected.reviewed = Some(view),
            Event::Standings(view) => collected.standings = Some(*view),
            Event::Ran(view) => collected.ran = Some(*view),
            Event::Run(row) => collected.runs.push(row),
            Event::Status(view) => collected.status = Some(*view),
            Event::Proven(item) => collected.proven.push(item),
            Event::Hashed(hashed) => collected.hashed.push(hashed),
            Event::Allowed(allowed) => collected.allowed.push(allowed),
            Event::Explained(code) | Event::Listed(code) => collected.codes.push(code),
            Event::Wrote(written) => collected.written.push(written),
            Event::Disagreed(row) => collected.disagreements.push(row),
            Event::Report(report) => collected.report = Some(report),
            Event::Appended(entry) => collected.appended = Some(*entry),
            Event::Adopted(packet) => collected.adopted.push(packet),
            Event::Text(text) => collected.text.push_str(&text),
            Event::Detail(_) | Event::Brief(_) | Event::Chapter(..) => {}
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        (self.write)(&self.collected, &mut self.out)?;
        self.out.flush()
    }
}

impl Found {
    fn new(finding: Finding, sources: &Sources) -> Self {
        let place = finding.site.map(|site| {
            let source = sources.get(site.source);
            Place {
                file: source.name().to_owned(),
                commit: source.commit().map(str::to_owned),
                start: source.position(site.span.start),
                end: source.position(site.span.end),
            }
        });
        Self { finding, place }
    }
}
