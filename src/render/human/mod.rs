//! The report for people: findings first, then what holds, folded; the outcome and the next command last.

mod adopted;
mod alike;
mod audits;
mod document;
mod finding;
mod harmless;
mod layout;
mod run;
mod standing;
mod status;
mod summary;
mod verified;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::finding::Finding;
use crate::gate::Judged;
use crate::report::{
    AdoptedPacket, AuditLine, Brief, Detail, Ended, Event, Reporter, RunView, StandingsView, Started, StatusView,
    VerifiedView, Written,
};
use crate::text::Sources;

pub(super) use harmless::harmless;

/// How the report looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether to use colour.
    pub color: bool,
    /// How many columns a line may have.
    pub width: usize,
    /// Unfolds what follows from something else, notes, and the source lines of warnings.
    pub verbose: bool,
    /// One line: the outcome.
    pub quiet: bool,
}

/// Words events for people.
pub struct Human<W> {
    out: W,
    look: Look,
    started: Started,
    judged: Vec<Judged>,
    audited: Vec<AuditLine>,
    findings: Vec<Finding>,
    details: Vec<Detail>,
    briefs: Vec<Brief>,
    ran: Option<Box<RunView>>,
    standings: Option<Box<StandingsView>>,
    verified: Option<Box<VerifiedView>>,
    written: Vec<Written>,
    status: Option<Box<StatusView>>,
    adopted: Vec<AdoptedPacket>,
}

impl<W: Write> Human<W> {
    /// Writes to `out`.
    pub fn new(out: W, look: Look) -> Self {
        Self {
            out,
            look,
            started: Started::default(),
            judged: Vec::new(),
            audited: Vec::new(),
            findings: Vec::new(),
            details: Vec::new(),
            briefs: Vec::new(),
            ran: None,
            standings: None,
            verified: None,
            written: Vec::new(),
            status: None,
            adopted: Vec::new(),
        }
    }
}

impl<W: Write> Human<W> {
    /// Writes the whole report and forgets it: the next command of the same run starts afresh.
    fn report(&mut self, sources: &Sources, ended: &Ended) -> io::Result<()> {
        let (out, look) = (&mut self.out, self.look);
        if let Some(view) = self.status.take() {
            return self.standing(&view, ended);
        }
        if !look.quiet {
            summary::headline(out, &self.started, look)?;
            if let Some(view) = &self.ran {
                run::run(out, view, look)?;
            }
            if let Some(view) = &self.standings {
                standing::standings(out, view, look)?;
            }
            document::written(out, &self.written, look)?;
            finding::all(out, sources, &self.findings, look)?;
            adopted::adopted(out, &self.adopted, look)?;
            audits::audits(out, &self.audited, look)?;
            summary::topics(out, &self.judged, &self.details, look)?;
            if let Some(view) = &self.verified {
                verified::verified(out, view, look)?;
            }
            summary::briefs(out, &self.briefs, look)?;
        }
        summary::ended(out, &self.started, &self.judged, &self.findings, ended, look)?;
        self.judged.clear();
        self.audited.clear();
        self.findings.clear();
        self.details.clear();
        self.briefs.clear();
        self.ran = None;
        self.standings = None;
        self.verified = None;
        self.written.clear();
        self.adopted.clear();
        self.out.flush()
    }
}

impl<W: Write> Human<W> {
    /// Writes how far the packets have come: nothing is judged here that could pass or fail as a whole.
    fn standing(&mut self, view: &StatusView, ended: &Ended) -> io::Result<()> {
        let (out, look) = (&mut self.out, self.look);
        if look.quiet {
            return status::quiet(out, view, look);
        }
        if view.single {
            summary::headline(out, &self.started, look)?;
            summary::topics(out, &self.judged, &[], look)?;
            summary::briefs(out, &self.briefs, look)?;
        } else {
            status::table(out, view, &self.started, look)?;
        }
        self.judged.clear();
        self.briefs.clear();
        summary::next(out, ended, look)?;
        out.flush()
    }
}

impl<W: Write> Reporter for Human<W> {
    fn event(&mut self, sources: &Sources, event: Event) -> io::Result<()> {
        match event {
            Event::Started(started) => self.started = started,
            Event::Judged(judged) => self.judged.push(judged),
            Event::Audited(line) => self.audited.push(line),
            Event::Found(finding) => self.findings.push(finding),
            Event::Detail(detail) => self.details.push(detail),
            Event::Brief(brief) => self.briefs.push(brief),
            Event::Ended(ended) => self.report(sources, &ended)?,
            Event::Packet(view) => document::packet(&mut self.out, &view, self.look)?,
            Event::Verified(view) => self.verified = Some(view),
            Event::Standings(view) => self.standings = Some(view),
            Event::Ran(view) => self.ran = Some(view),
            Event::Run(row) => run::listed(&mut self.out, &row, self.look)?,
            Event::Status(view) => self.status = Some(view),
            // Tables, helps of findings and the last lines say the same to people.
            Event::Proven(_) | Event::Disagreed(_) | Event::Reviewed(_) | Event::Appended(_) => {}
            Event::Hashed(hashed) => document::hashed(&mut self.out, &hashed, self.look)?,
            Event::Allowed(allowed) => document::allowed(&mut self.out, &allowed, self.look)?,
            Event::Listed(code) => writeln!(self.out, "{}  {}", code.id, code.name)?,
            Event::Explained(code) => document::explained(&mut self.out, code, self.look)?,
            Event::Chapter(title, text) => document::chapter(&mut self.out, &title, &text, self.look)?,
            Event::Wrote(written) => self.written.push(written),
            Event::Report(report) => self.out.write_all(report.text.as_bytes())?,
            Event::Adopted(packet) => self.adopted.push(packet),
            Event::Text(text) => self.out.write_all(text.as_bytes())?,
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const RED: Style = AnsiColor::Red.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default();

/// `text` in `style`, or as it is where there is no colour.
fn paint(look: Look, style: Style, text: &str) -> String {
    if look.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
