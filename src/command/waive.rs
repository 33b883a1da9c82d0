//! `waive`: grants a waiver of one gate, for some paths, until a day.

use chrono::NaiveDate;

use super::edit::{Desk, Doing, typed};
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::edit::{APPROVED_BY_CODER, is_coder, scope_item, waivable};
use crate::gate::{self, Gate, Outcome};
use crate::model::WaiverState;
use crate::report::Reporter;
use crate::write::{self, WaiverRecord};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Waive {
    /// The gate.
    pub gate: String,
    /// Paths, folders and patterns, relative to the root.
    pub paths: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who grants it.
    pub approver: String,
    /// The last day on which it holds.
    pub expires: NaiveDate,
    /// Commits the packet, alone.
    pub commit: bool,
}

/// Grants the waiver, or says why it would relax nothing.
pub fn waive(ctx: &Ctx, id: Option<&str>, asked: &Waive, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let (reason, approver) = (typed("--reason", &asked.reason)?, typed("--approver", &asked.approver)?);
    let items = asked.paths.iter().map(|path| {
        let refuse = |why: &str| Error::BadPath { path: path.clone(), why: why.to_owned(), instead: None };
        scope_item(path).map(|item| item.path).map_err(refuse)
    });
    let paths = items.collect::<Result<Vec<String>, Error>>()?;
    let desk = Desk::open(ctx, id)?;
    let facts = desk.facts()?;
    let mut sources = facts.sources.clone();
    let packet = &facts.packet;
    let today = desk.place.now.date_naive();
    let gates: Vec<&Gate> = gate::POST_WORK.iter().chain(gate::ENTRY).collect();
    let mut doing = Doing {
        command: "waive",
        headline: format!("{} until {}", asked.gate, asked.expires),
        findings: waivable(&gates, &asked.gate, !paths.is_empty(), asked.expires, today).into_iter().collect(),
        edited: None,
        commit: None,
        summary: String::new(),
        next: format!(
            "commit it alone, ahead of what it excuses:  git commit --only -m 'waive {} in {}' -- {}",
            asked.gate,
            desk.id,
            desk.path.quoted()
        ),
    };
    if !doing.findings.is_empty() {
        return desk.finish(ctx, &sources, doing, reporter);
    }
    let record = WaiverRecord {
        id: write::next_waiver_id(packet, 'W'),
        covers: asked.gate.clone(),
        section: None,
        paths,
        reason: reason.to_owned(),
        approver: approver.to_owned(),
        date: today,
        expires: Some(asked.expires),
    };
    let edits = write::waiver(packet, sources.get(packet.source), &record);
    let edited = desk.edited(&mut sources, packet, &edits)?;
    let written = edited.packet.waivers.iter().find(|waiver| waiver.id == record.id);
    let read_back = written.is_some_and(|waiver| {
        let paths = waiver.paths.iter().map(|item| &item.path);
        waiver.state == WaiverState::Active && waiver.expires == record.expires && paths.eq(&record.paths)
    });
    if !read_back {
        let why = "written into a list, it would be read as something else".to_owned();
        return Err(Error::BadPath { path: record.paths.join(", "), why, instead: None });
    }
    if is_coder(&facts, &desk.author(), approver) {
        let message = format!("{} comes from the coder: `{approver}`", record.id);
        let help = "have somebody else grant it, and commit it under their own name";
        doing.findings.push(Finding::warning(&APPROVED_BY_CODER, message).help(help));
    }
    if asked.commit {
        doing.findings.extend(desk.comes_along(&sources, &facts, &edited));
        doing.commit =
            Some(format!("waive {} in {}: {}\n\n{reason}\nApproved-by: {approver}", asked.gate, desk.id, record.id));
        doing.next = format!("taskpacket post-work {}", desk.id);
    }
    doing.summary = format!("{} waives {} until {}", record.id, asked.gate, asked.expires);
    doing.edited = Some(&edited);
    desk.finish(ctx, &sources, doing, reporter)
}
