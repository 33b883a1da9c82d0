//! `amend`: lets further paths into the scope, with the record that says who approved it and why, as one change of the
//! packet.

use super::edit::{Desk, Doing, Edited, in_force, typed};
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::gate::edit::{
    AMENDMENT_LATE, APPROVED_BY_CODER, Amending, Standing, Wish, comes_along, is_coder, scope_item,
};
use crate::model::{Packet, RepoPath, ScopeItem, ScopeKind, Waiver, WaiverState};
use crate::report::Reporter;
use crate::text::{Sources, listed};
use crate::world::files::Disk;
use crate::write::{self, WaiverRecord};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Amendment {
    /// Paths, folders and patterns, relative to the root.
    pub add: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who approves it.
    pub approver: String,
    /// Commits the packet, alone.
    pub commit: bool,
}

/// How many paths are named before the rest is counted.
const MOST_NAMED: usize = 4;

/// The gate that an amendment answers to.
const GATE: &str = "contract_unchanged";

/// Writes the amendment, or says why it would count for nothing.
pub fn amend(ctx: &Ctx, id: Option<&str>, asked: &Amendment, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let (reason, approver) = (typed("--reason", &asked.reason)?, typed("--approver", &asked.approver)?);
    let desk = Desk::open(ctx, id)?;
    let wanted = asked.add.iter().map(|path| item(&desk, path)).collect::<Result<Vec<ScopeItem>, Error>>()?;
    let facts = desk.facts()?;
    let mut sources = facts.sources.clone();
    let frozen = in_force(&facts);
    let author = desk.author();
    let amending = Amending { after: &facts, frozen: frozen.as_ref(), packet: &facts.packet, author: &author };
    let sorted = Sorted::new(&amending, &wanted, &desk);
    let written = Writing { desk: &desk, amending: &amending, reason, approver }.write(&mut sources, &sorted)?;
    let named = listed(wanted.iter().map(|item| format!("`{}`", item.path)), MOST_NAMED);
    let mut doing = Doing {
        command: "amend",
        headline: format!("let in {named}"),
        findings: sorted.refused,
        edited: None,
        commit: None,
        summary: format!("{named} is allowed already: nothing to amend"),
        next: if facts.uncommitted.is_empty() {
            format!("taskpacket post-work {}", desk.id)
        } else {
            format!("taskpacket handoff {} --stage", desk.id)
        },
    };
    let Some((edited, record)) = &written else { return desk.finish(ctx, &sources, doing, reporter) };
    let late = doing.judge(&amending, &sources, edited, record.as_ref(), approver, &desk.path);
    let id = record.as_ref().map_or_else(String::new, |record| format!("{} ", record.id));
    doing.summary = format!("{id}lets {named} in{}", if late { ", late: behind the code that it names" } else { "" });
    if asked.commit {
        doing.commit = Some(format!("amend {}: {id}lets {named} in\n\n{reason}\nApproved-by: {approver}", desk.id));
    } else {
        doing.next = format!(
            "commit it alone, ahead of the code:  git commit --only -m 'amend {}' -- {}",
            desk.id,
            desk.path.quoted()
        );
    }
    doing.edited = Some(edited);
    desk.finish(ctx, &sources, doing, reporter)
}

/// A path as typed, as an item of the scope: a folder that is there is written as one.
fn item(desk: &Desk, typed: &str) -> Result<ScopeItem, Error> {
    let refuse = |why: String, instead: Option<String>| Error::BadPath { path: typed.to_owned(), why, instead };
    let item = scope_item(typed).map_err(|why| refuse(why.to_owned(), None))?;
    let repo = &desk.place.repo;
    let disk = Disk::new(&repo.root);
    let path = RepoPath::from(item.path.as_str());
    match item.kind {
        ScopeKind::File if disk.is_folder(&path) => Ok(ScopeItem::new(&format!("{}/", item.path), None, item.span)),
        ScopeKind::File if !disk.exists(&path) => {
            let prefix = repo.prefix.to_string();
            let beneath = format!("{prefix}/{}", item.path);
            if !prefix.is_empty() && disk.exists(&RepoPath::from(beneath.as_str())) {
                let why = "paths of a scope are relative to the repository's root".to_owned();
                return Err(refuse(why, Some(format!("--add {}", RepoPath::from(beneath.as_str()).quoted()))));
            }
            Ok(item)
        }
        _ => Ok(item),
    }
}

/// What was asked for, by what it wants.
struct Sorted<'a> {
    /// What IN_SCOPE_PATHS on disk does not have.
    items: Vec<&'a ScopeItem>,
    /// What wants a record.
    recorded: Vec<&'a ScopeItem>,
    /// What cannot be had.
    refused: Vec<Finding>,
}

impl<'a> Sorted<'a> {
    fn new(amending: &Amending, wanted: &'a [ScopeItem], desk: &Desk) -> Self {
        let mut sorted = Self { items: Vec::new(), recorded: Vec::new(), refused: Vec::new() };
        for (at, path) in wanted.iter().enumerate() {
            if wanted[..at].iter().any(|known| known.covers(path)) {
                continue;
            }
            match amending.wish(path) {
                Wish::Allowed => {}
                Wish::CarvedOut(at) => sorted.refused.push(amending.carved_out(path, at, &desk.id)),
                Wish::Wanted { item, record } => {
                    sorted.items.extend(item.then_some(path));
                    sorted.recorded.extend(record.then_some(path));
                }
            }
        }
        sorted
    }
}

/// An amendment that is being written.
struct Writing<'a> {
    desk: &'a Desk,
    amending: &'a Amending<'a>,
    reason: &'a str,
    approver: &'a str,
}

impl Writing<'_> {
    /// The packet with scope and record, and the record; `None` where nothing is wanted, or something is refused.
    fn write(&self, sources: &mut Sources, sorted: &Sorted) -> Result<Option<(Edited, Option<WaiverRecord>)>, Error> {
        if !sorted.refused.is_empty() || (sorted.items.is_empty() && sorted.recorded.is_empty()) {
            return Ok(None);
        }
        let packet = self.amending.packet;
        let source = sources.get(packet.source);
        let paths = |items: &[&ScopeItem]| items.iter().map(|item| item.path.clone()).collect::<Vec<_>>();
        let items = paths(&sorted.items);
        let mut edits = if items.is_empty() { Vec::new() } else { write::scope_items(packet, source, &items) };
        let record = (!sorted.recorded.is_empty()).then(|| self.record(paths(&sorted.recorded)));
        if let Some(record) = &record {
            edits.extend(match self.of_before(record) {
                Some(own)
                    if own.id == record.id && (&own.reason, &own.approver) == (&record.reason, &record.approver) =>
                {
                    Vec::new()
                }
                Some(own) => vec![write::replaced_waiver(own, source, record)],
                None => write::waiver(packet, source, record),
            });
        }
        let edited = self.desk.edited(sources, packet, &edits)?;
        reads_back(&edited.packet, &items, record.as_ref())?;
        Ok(Some((edited, record)))
    }

    fn record(&self, paths: Vec<String>) -> WaiverRecord {
        let mut record = WaiverRecord {
            id: write::next_waiver_id(self.amending.packet, 'A'),
            covers: GATE.to_owned(),
            section: Some("SCOPE"),
            paths,
            reason: self.reason.to_owned(),
            approver: self.approver.to_owned(),
            date: self.desk.place.now.date_naive(),
            expires: None,
        };
        if let Some(own) = self.of_before(&record) {
            record.id.clone_from(&own.id);
        }
        record
    }

    /// The record of these very paths that was written before and is not committed yet.
    fn of_before(&self, record: &WaiverRecord) -> Option<&Waiver> {
        let frozen = self.amending.frozen.iter().flat_map(|frozen| &frozen.packet.waivers);
        let committed: Vec<&str> = frozen.map(|waiver| waiver.id.as_str()).collect();
        let same = |waiver: &&Waiver| {
            waiver.state == WaiverState::Active
                && waiver.covers == [GATE]
                && waiver.paths.iter().map(|item| &item.path).eq(&record.paths)
                && !waiver.id.is_empty()
                && !committed.contains(&waiver.id.as_str())
        };
        self.amending.packet.waivers.iter().find(same)
    }
}

/// Sees that what was written is read as what was meant.
fn reads_back(edited: &Packet, items: &[String], record: Option<&WaiverRecord>) -> Result<(), Error> {
    let scope = &edited.scope;
    for path in items {
        let is_item = |item: &ScopeItem| item.path == *path && !matches!(item.kind, ScopeKind::Unreadable(_));
        if !scope.items.iter().any(is_item) || scope.heading.is_none() {
            return Err(unreadable(path, scope.heading.is_none()));
        }
    }
    let Some(record) = record else { return Ok(()) };
    let written = edited.waivers.iter().find(|waiver| waiver.id == record.id);
    let same = |waiver: &Waiver| waiver.paths.iter().map(|item| &item.path).eq(&record.paths);
    match written {
        Some(waiver) if waiver.state == WaiverState::Active && same(waiver) => Ok(()),
        _ => Err(unreadable(&record.paths.join(", "), false)),
    }
}

fn unreadable(path: &str, no_list: bool) -> Error {
    let (why, instead) = if no_list {
        ("the packet has no IN_SCOPE_PATHS that it could be put into", "write `- IN_SCOPE_PATHS:` under SCOPE first")
    } else {
        ("written into a list, it would be read as something else", "let its folder in, or a pattern: --add 'src/*'")
    };
    Error::BadPath { path: path.to_owned(), why: why.to_owned(), instead: Some(instead.to_owned()) }
}

impl Doing<'_> {
    /// Asks whether the gates will count the amendment, and takes down what there is to say; true where it is late.
    fn judge(
        &mut self,
        amending: &Amending,
        sources: &Sources,
        edited: &Edited,
        record: Option<&WaiverRecord>,
        approver: &str,
        path: &RepoPath,
    ) -> bool {
        match amending.standing(sources, &edited.packet, approver) {
            Standing::NotNeeded => false,
            Standing::Refused(findings) => {
                self.findings.extend(findings);
                false
            }
            Standing::Partial(differences) => {
                self.findings.extend(comes_along(&differences, &edited.packet, path));
                false
            }
            Standing::Counts { late, by_coder } => {
                let id = record.map_or("the amendment", |record| &record.id);
                if by_coder {
                    let message = if is_coder(amending.after, amending.author, approver) {
                        format!("{id} is approved by `{approver}`, who is the coder")
                    } else {
                        format!("{id} would be committed by `{}`, who writes the code", amending.author)
                    };
                    let help = "have somebody else approve it, and commit it under their own name";
                    self.findings.push(Finding::warning(&APPROVED_BY_CODER, message).help(help));
                }
                if late {
                    let message = format!("{id} is late: code that it names is committed already");
                    let help = "it counts, and the validator is told";
                    self.findings.push(Finding::warning(&AMENDMENT_LATE, message).help(help));
                }
                late
            }
        }
    }
}
