//! What the small edits of a packet have in common: edited by spans, read again, written, and where asked for committed
//! alone.

use super::tell::{Told, tell};
use super::writes::written;
use super::{Ctx, Error, Selection};
use crate::finding::{Finding, Severity};
use crate::gate::Outcome;
use crate::gate::contract::{Authors, checkpoint, differences};
use crate::gate::edit::{comes_along, one_line, same_outline};
use crate::model::{After, Checkpoint, Packet, PacketId, RepoPath, Revision};
use crate::parse;
use crate::report::{Event, PacketRef, Reporter, Started};
use crate::text::{Edit, Source, Sources, apply};
use crate::world::gather::{self, Depth, Place};
use crate::world::git::Status;

/// A packet that is about to be edited.
pub struct Desk {
    /// Where the command works.
    pub place: Place,
    /// Where the repository stands.
    pub status: Status,
    /// The packet's id.
    pub id: PacketId,
    /// Where it lies.
    pub path: RepoPath,
}

/// A packet as it lies on disk, and as it is to be.
pub struct Edited {
    old: Vec<u8>,
    new: Vec<u8>,
    /// As it is to be, in the sources that it was edited in.
    pub packet: Packet,
}

/// What a small edit comes to.
pub struct Doing<'a> {
    /// The command's name.
    pub command: &'static str,
    /// What it does, behind the packet's id.
    pub headline: String,
    /// What was found wanting; an error keeps the packet as it is.
    pub findings: Vec<Finding>,
    /// The packet as it is to be; `None` where it is to stay as it is.
    pub edited: Option<&'a Edited>,
    /// The message of the commit, where one is to be made.
    pub commit: Option<String>,
    /// A few words behind the outcome where the packet is edited.
    pub summary: String,
    /// The next command where all went well.
    pub next: String,
}

impl Desk {
    /// Finds the packet.
    pub fn open(ctx: &Ctx, id: Option<&str>) -> Result<Self, Error> {
        let place = ctx.place()?;
        let status = place.repo.status()?;
        let (id, path) = place.packet(id, status.branch.as_deref())?;
        Ok(Self { place, status, id, path })
    }

    /// Whom git would name as the author of a commit; nobody where git knows no name.
    pub fn author(&self) -> String {
        self.place.repo.identity().unwrap_or_default()
    }

    /// The facts of the work, with the packet as it lies on disk.
    pub fn facts(&self) -> Result<After, Error> {
        let selection = Selection::WithPacketOnDisk;
        Ok(gather::after(&self.place, &self.status, &self.id, &self.path, &selection, Depth::All)?)
    }

    /// What a commit of the edited packet would take along of the contract.
    pub fn comes_along(&self, sources: &Sources, facts: &After, edited: &Edited) -> Vec<Finding> {
        let Some(frozen) = in_force(facts) else { return Vec::new() };
        let changes = differences(sources, &frozen.packet, &edited.packet, &facts.governance);
        comes_along(&changes, &edited.packet, &self.path)
    }

    /// Writes the packet, commits it alone where that was asked for, and tells all of it.
    pub fn finish(
        &self,
        ctx: &Ctx,
        sources: &Sources,
        doing: Doing,
        reporter: &mut dyn Reporter,
    ) -> Result<Outcome, Error> {
        let weighs = |finding: &Finding| match finding.severity {
            Severity::Error => true,
            Severity::Warning => ctx.deny_warnings,
            Severity::Note => false,
        };
        let refused = doing.findings.iter().any(weighs);
        let mut summary = if refused { "nothing was written".to_owned() } else { doing.summary };
        if let Some(edited) = doing.edited.filter(|_| !refused) {
            self.put(edited)?;
            reporter.event(sources, Event::Wrote(written(&self.path, Some(&edited.old), &edited.new, false, true)))?;
            if let Some(message) = doing.commit.filter(|_| edited.old != edited.new || self.is_dirty()) {
                let oid = self.place.repo.commit_only(std::slice::from_ref(&self.path), &message)?;
                summary = format!("{summary}; committed alone as {}", oid.short());
            }
        }
        let told = Told {
            started: self.started(doing.command, doing.headline),
            judged: Vec::new(),
            others: doing.findings,
            details: Vec::new(),
            briefs: Vec::new(),
            summary,
        };
        Ok(tell(ctx, sources, told, reporter, |_, findings| {
            let first = findings.iter().find(|finding| weighs(finding));
            Some(first.map_or(doing.next, |finding| format!("taskpacket explain {}", finding.code.id)))
        })?)
    }

    /// The packet with some edits: read again, it is the same packet but for them.
    pub fn edited(&self, sources: &mut Sources, packet: &Packet, edits: &[Edit]) -> Result<Edited, Error> {
        let old = sources.get(packet.source).bytes().to_vec();
        let new = apply(&old, edits).expect("each of the writers edits a place of its own");
        let source = sources.add(Source::new(self.path.to_string(), new.clone()));
        let edited = parse::packet(sources, source).0;
        if !same_outline(packet, &edited) {
            return Err(Error::NotEditable { path: self.path.clone() });
        }
        Ok(Edited { old, new, packet: edited })
    }

    /// The same with further edits.
    pub fn edited_further(&self, sources: &mut Sources, so_far: Edited, edits: &[Edit]) -> Result<Edited, Error> {
        let edited = self.edited(sources, &so_far.packet, edits)?;
        Ok(Edited { old: so_far.old, ..edited })
    }

    fn put(&self, edited: &Edited) -> Result<(), Error> {
        if edited.old != edited.new {
            self.place.replace(&self.path, &edited.old, &edited.new)?;
        }
        Ok(())
    }

    /// True where HEAD does not hold the packet as it lies on disk, or the index does not.
    pub fn is_dirty(&self) -> bool {
        let status = &self.status;
        status.staged.iter().any(|change| change.path == self.path)
            || status.unstaged.contains(&self.path)
            || status.untracked.contains(&self.path)
    }

    fn started(&self, command: &'static str, headline: String) -> Started {
        Started {
            command,
            packet: Some(PacketRef { id: self.id.to_string(), path: self.path.to_string() }),
            snapshot: None,
            headline,
            context: self.place.clock_note.clone().into_iter().collect(),
        }
    }
}

/// The contract in force: as frozen, moved on by the amendments that count; `None` where no commit holds the packet.
pub fn in_force(facts: &After) -> Option<Checkpoint> {
    let first = facts.checkpoint.clone()?;
    let authors = Authors { approvers: &facts.config.amend_approvers, coders: &facts.coders };
    let recorded: Vec<Revision> = facts.revisions.iter().filter(|it| it.commit.is_some()).cloned().collect();
    Some(checkpoint(&facts.sources, first, &recorded, &facts.governance, authors).0)
}

/// A text that was typed, as one field of a packet can hold it; `option` is the one that it was typed behind.
pub fn typed<'a>(option: &'static str, text: &'a str) -> Result<&'a str, Error> {
    match one_line(text) {
        Ok(()) => Ok(text.trim()),
        Err(why) => Err(Error::BadText { option, text: text.to_owned(), why }),
    }
}
