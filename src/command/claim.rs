//! `claim`: the packet is In Progress, and says who works on it and how hard that coder thinks.

use super::edit::{Desk, Doing, typed};
use super::{Ctx, Error};
use crate::gate::Outcome;
use crate::gate::edit::claimable;
use crate::model::{Status, Strength};
use crate::report::Reporter;
use crate::write::set_field;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The coder, as CODER_MODEL names it.
    pub model: String,
    /// How hard that coder thinks.
    pub strength: Strength,
    /// Takes the packet from whoever has it.
    pub take_over: bool,
    /// Commits the packet, alone.
    pub commit: bool,
}

/// Claims the packet, or says who has it.
pub fn claim(ctx: &Ctx, id: Option<&str>, asked: &Claim, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let model = typed("--model", &asked.model)?;
    let desk = Desk::open(ctx, id)?;
    let facts = desk.facts()?;
    let mut sources = facts.sources.clone();
    let packet = &facts.packet;
    let refused = claimable(packet, &desk.id, model, asked.take_over);
    let strength = asked.strength.to_string();
    let values = [("STATUS", Status::InProgress.to_string()), ("CODER_MODEL", model.to_owned())]
        .into_iter()
        .chain([("CODER_REASONING_STRENGTH", strength.clone())]);
    let metadata = &packet.metadata;
    let is_so = metadata.status.get() == Some(&Status::InProgress)
        && metadata.coder_model.get().is_some_and(|known| known == model)
        && metadata.coder_strength.get() == Some(&asked.strength);
    let mut doing = Doing {
        command: "claim",
        headline: format!("for {model}, {strength}"),
        findings: refused.into_iter().collect(),
        edited: None,
        commit: None,
        summary: format!("{model} has it already"),
        next: format!("taskpacket pre-work {}", desk.id),
    };
    if !doing.findings.is_empty() || (is_so && !(asked.commit && desk.is_dirty())) {
        return desk.finish(ctx, &sources, doing, reporter);
    }
    // Each edit is made in what the one before left: fields that are not there yet come in one place.
    let mut edited = desk.edited(&mut sources, packet, &[])?;
    for (key, value) in values.filter(|_| !is_so) {
        let edit = set_field(&edited.packet, sources.get(edited.packet.source), key, &value);
        edited = desk.edited_further(&mut sources, edited, &[edit])?;
    }
    let now = &edited.packet.metadata;
    if now.coder_model.get().map(String::as_str) != Some(model) || now.status.get() != Some(&Status::InProgress) {
        let why = "behind CODER_MODEL it would be read as something else";
        return Err(Error::BadText { option: "--model", text: model.to_owned(), why });
    }
    if asked.commit {
        doing.findings.extend(desk.comes_along(&sources, &facts, &edited));
        doing.commit = Some(format!("claim {} for {model}", desk.id));
    }
    doing.summary = format!("In Progress with {model}, {strength}");
    doing.edited = Some(&edited);
    desk.finish(ctx, &sources, doing, reporter)
}
