//! What the commands of the way to a packet have in common: files that are written as one, or a step that is refused.

use super::tell::{Told, tell};
use super::writes::written;
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::model::{PacketId, RepoPath};
use crate::report::{Ended, Event, PacketRef, Reporter, Started};
use crate::text::Sources;
use crate::world::gather::{self, FileChange, Place};

/// A step of the way, about to be taken.
pub struct Way<'a> {
    /// The command.
    pub command: &'static str,
    /// The packet that is to be.
    pub id: &'a PacketId,
    /// Where.
    pub place: &'a Place,
    /// The file that it is about.
    pub path: RepoPath,
    /// True where nothing is to be written.
    pub dry_run: bool,
}

/// What is told of a step that is taken.
#[derive(Default)]
pub struct Taken {
    /// What the reader should know at once.
    pub context: Vec<String>,
    /// What came of it.
    pub summary: String,
    /// The next command.
    pub next: String,
}

/// A file that is to be made.
pub fn created(path: RepoPath, text: String) -> FileChange {
    FileChange { path, old: None, new: text.into_bytes() }
}

/// Reads an id as it was typed.
pub fn packet_id(text: &str) -> Result<PacketId, Error> {
    PacketId::parse(text).ok_or_else(|| gather::Error::BadId { id: text.to_owned() }.into())
}

impl Way<'_> {
    /// Writes all files or none, and says so.
    pub fn write(&self, changes: &[FileChange], taken: Taken, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
        let differing: Vec<FileChange> =
            changes.iter().filter(|it| it.old.as_deref() != Some(&it.new[..])).cloned().collect();
        if !self.dry_run && !differing.is_empty() {
            self.place.replace_all(&differing)?;
        }
        self.told(changes, taken, reporter)
    }

    /// Says what was written, or would be.
    pub fn told(&self, changes: &[FileChange], taken: Taken, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
        let sources = Sources::default();
        let mut started = self.started();
        started.context.extend(taken.context);
        reporter.event(&sources, Event::Started(started))?;
        for change in changes {
            let written = written(&change.path, change.old.as_deref(), &change.new, self.dry_run, self.dry_run);
            reporter.event(&sources, Event::Wrote(written))?;
        }
        let summary = if self.dry_run { "nothing was written".to_owned() } else { taken.summary };
        let next = (!self.dry_run).then_some(taken.next);
        reporter.event(&sources, Event::Ended(Ended { outcome: Outcome::Pass, summary, next }))?;
        Ok(Outcome::Pass)
    }

    /// Says what stands in the way; the first help of the first error is what comes next.
    pub fn refused(
        &self,
        ctx: &Ctx,
        sources: &Sources,
        findings: Vec<Finding>,
        reporter: &mut dyn Reporter,
    ) -> Result<Outcome, Error> {
        let told = Told {
            started: self.started(),
            judged: Vec::new(),
            others: findings,
            details: Vec::new(),
            briefs: Vec::new(),
            summary: String::new(),
        };
        let next = |_, findings: &[Finding]| findings.iter().find_map(|finding| finding.help.first().cloned());
        Ok(tell(ctx, sources, told, reporter, next)?)
    }

    /// What the step is about.
    pub fn started(&self) -> Started {
        let path = self.path.to_string();
        Started {
            command: self.command,
            packet: Some(PacketRef { id: self.id.to_string(), path: path.clone() }),
            snapshot: None,
            headline: path,
            context: self.place.clock_note.clone().into_iter().collect(),
        }
    }
}
