//! `new`: a packet, filled from git, from its refinement and from what was typed.

use super::{Made, PacketTexts, Refused, home, taken};
use crate::command::Error;
use crate::command::way::{Taken, created};
use crate::gate::way::{STEP_IN_TURN, Step, Typed, misread, out_of_turn};
use crate::lint::demand::is_demanded;
use crate::model::{ActivePacket, Packet, PacketId, Profile, RepoPath, ScopeItem, ScopeKind, Status};
use crate::parse;
use crate::text::{Source, Sources, Span, apply, listed};
use crate::world::gather::{self, CONFIGURATION, FileChange, Named, Place, Refining, document_if_there};
use crate::write::{Answers, OWN_TEMPLATE, Read, Template, blanks_left, carry, fill, registry_row, set_field};

pub(super) fn packet(place: &Place, id: &PacketId, texts: &PacketTexts) -> Result<Result<Made, Refused>, Error> {
    let here = match turn(place, id)? {
        Ok(here) => here,
        Err(refused) => return Ok(Err(refused)),
    };
    let path = home(place, id, Named::Packet);
    let mut text = filled(place, id, &path, &here, texts)?;
    if texts.say_nothing()
        && let Some(stub) = stub_of(place, id)?
    {
        text = carried(&text, &stub, id, id);
    }
    let row = registry_change(place, id, &path)?;
    let changes = [created(path, text)].into_iter().chain(row).collect();
    Ok(Ok(made(place, id, changes)))
}

/// What there is of the refinement, once the packet's turn has come and its id is free.
pub(super) fn turn(place: &Place, id: &PacketId) -> Result<Result<Refining, Refused>, Error> {
    if let Some(finding) = taken(place, id, &[Named::Packet])? {
        return Ok(Err(Box::new((Sources::default(), vec![finding]))));
    }
    let here = gather::refining(place, id)?;
    if needs_refinement(place)
        && let Some(finding) = out_of_turn(Step::Packet, &here.standing(&STEP_IN_TURN, &place.config))
    {
        let is_set_up = document_if_there(&place.repo.on_disk(&CONFIGURATION.into()))?.is_some();
        let light = "taskpacket init  sets a repository up in which a packet needs no refinement";
        let finding = if is_set_up || here.refinement.is_some() { finding } else { finding.help(light) };
        return Ok(Err(Box::new((here.sources, vec![finding]))));
    }
    Ok(Ok(here))
}

/// The registry, where there is one, naming this packet the active one of its lineage.
pub(super) fn registry_change(place: &Place, id: &PacketId, path: &RepoPath) -> Result<Option<FileChange>, Error> {
    let file = RepoPath::from(place.config.registry.as_str());
    let Some(old) = document_if_there(&place.repo.on_disk(&file))? else { return Ok(None) };
    let mut sources = Sources::default();
    let source = sources.add(Source::new(file.to_string(), old.as_slice()));
    let registry = parse::registry(&sources, source);
    let active = ActivePacket {
        base_id: id.revision().map_or(id.as_str(), |(base, _)| base).to_owned(),
        id: id.to_string(),
        path: path.to_string(),
        board: Status::ReadyForDev.to_string(),
    };
    let edits = registry_row(sources.get(source), &registry, &active);
    let new = apply(&old, &edits).expect("edits of one row do not overlap");
    Ok(Some(FileChange { path: file, old: Some(old), new }))
}

/// What is told of a packet that is made.
pub(super) fn made(place: &Place, id: &PacketId, changes: Vec<FileChange>) -> Made {
    let mut files: Vec<String> = changes.iter().map(|change| change.path.quoted()).collect();
    if needs_refinement(place) {
        files.push(home(place, id, Named::Refinement).quoted());
    }
    let text = String::from_utf8_lossy(&changes[0].new).into_owned();
    let names = blanks_left(&text);
    let summary = if names.is_empty() {
        format!("the packet of {id} is there")
    } else {
        format!("the packet of {id} is there; its blanks: {}", listed(&names, 6))
    };
    let commit = format!("git add -- {} && git commit -m 'The contract of {id}'", files.join(" "));
    let next = if names.is_empty() {
        format!("{commit}; then  taskpacket pre-work {id}")
    } else {
        format!("fill in its blanks, then  {commit}")
    };
    Made { changes, taken: Taken { context: Vec::new(), summary, next } }
}

/// The first command of the way.
pub(super) fn first_step(place: &Place, id: &PacketId) -> String {
    let option = if needs_refinement(place) { "--refinement " } else { "" };
    format!("taskpacket new {option}{id}")
}

/// True where the configuration asks for a refinement.
pub(super) fn needs_refinement(place: &Place) -> bool {
    is_demanded(&place.config, "REFINEMENT_FILE")
}

/// The packet's text: the template with its blanks filled in, and the fields that it must have.
pub(super) fn filled(
    place: &Place,
    id: &PacketId,
    path: &RepoPath,
    here: &Refining,
    texts: &PacketTexts,
) -> Result<String, Error> {
    let template = template(place)?;
    let refinement = here.refinement.as_ref().map(|it| &it.refinement);
    let signature = refinement.and_then(|it| it.signature.get());
    let refinement_file = refinement.map(|_| here.path.to_string());
    let mut answers = common(place, id, texts);
    answers
        .maybe("SIGNATURE", signature.map(ToString::to_string))
        .maybe("REFINEMENT-FILE", refinement_file.clone())
        .one("SPEC-TARGET", &here.pointer)
        .maybe("SPEC-BASELINE", here.spec_target.clone())
        .all("SPEC-ANCHOR", refinement.iter().flat_map(|it| &it.anchors).filter_map(|it| it.anchor.get().cloned()));
    if place.config.profile == Profile::Light && texts.out.is_empty() {
        answers.one("OUT-OF-SCOPE", "Everything that is not listed above.");
    }
    let text = fill(&template, &answers);
    misread_in(path, &template, &text, texts)?;
    let base = id.revision().map(|(base, _)| base.to_owned());
    let fields = [
        ("WP_ID", Some(id.to_string())),
        ("STATUS", Some(Status::ReadyForDev.to_string())),
        ("BASE_WP_ID", base),
        ("RISK_TIER", texts.risk.map(|risk| risk.to_string())),
        ("USER_SIGNATURE", signature.map(ToString::to_string)),
        ("REFINEMENT_FILE", refinement_file),
        ("CODER_MODEL", here.coder().map(str::to_owned)),
    ];
    Ok(with_fields(text, &fields))
}

/// The template of the repository's own, where it has one, else the one that ships with the program.
fn template(place: &Place) -> Result<String, Error> {
    let own = document_if_there(&place.repo.on_disk(&RepoPath::from(OWN_TEMPLATE)))?;
    Ok(match (own, place.config.profile) {
        (Some(bytes), _) => String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
        (None, Profile::Full) => Template::Packet.text().to_owned(),
        (None, Profile::Light) => Template::Light.text().to_owned(),
    })
}

/// What goes into every template.
pub(super) fn common(place: &Place, id: &PacketId, texts: &PacketTexts) -> Answers {
    let base = id.revision().map_or(id.as_str(), |(base, _)| base);
    let identity = match &texts.requestor {
        Some(requestor) => Some(requestor.clone()),
        None => place.repo.identity().ok().map(|it| it.split(" <").next().unwrap_or_default().trim().to_owned()),
    };
    let identity = identity.filter(|name| crate::gate::way::fits(name).is_ok());
    let is_there = |path: &&String| {
        let item = ScopeItem::new(path, None, Span::default());
        matches!(item.kind, ScopeKind::File) && place.repo.on_disk(&RepoPath::from(path.as_str())).is_file()
    };
    let mut answers = Answers::default();
    answers
        .one("WP-ID", id.as_str())
        .one("BASE-WP-ID", base)
        .one("DATE", place.now.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        .maybe("REQUESTOR", identity.clone())
        .maybe("AGENT-ID", identity)
        .maybe("RISK-TIER", texts.risk.map(|risk| risk.to_string()))
        .maybe("WHAT", texts.what.clone())
        .maybe("WHY", texts.why.clone())
        .all("IN-SCOPE-PATH", texts.scope.iter().cloned())
        .all("OUT-OF-SCOPE", texts.out.iter().cloned())
        .all("TEST-COMMAND", texts.tests.iter().cloned())
        .all("DONE-MEANS", texts.done.iter().cloned())
        .all("FILE-TO-OPEN", texts.scope.iter().filter(is_there).cloned());
    answers
}

/// An error where the text does not say what was typed.
pub(super) fn misread_in(path: &RepoPath, template: &str, text: &str, texts: &PacketTexts) -> Result<(), Error> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new(path.to_string(), text.as_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let typed = Typed { scope: &texts.scope, out: &texts.out, tests: &texts.tests, done: &texts.done };
    match misread(template, &packet, &typed) {
        Some(it) => Err(Error::Unfit { option: it.option, value: it.value, why: it.why }),
        None => Ok(()),
    }
}

/// The text with each field at its value: a template need not have a blank for it.
pub(super) fn with_fields(mut text: String, fields: &[(&str, Option<String>)]) -> String {
    for (key, value) in fields {
        let Some(value) = value else { continue };
        let mut sources = Sources::default();
        let source = sources.add(Source::new("", text.as_bytes()));
        let (packet, _) = parse::packet(&sources, source);
        let said = packet.field(key).and_then(|field| field.value.get());
        if said != Some(value) {
            text = edited(&text, &[set_field(&packet, sources.get(source), key, value)]);
        }
    }
    text
}

/// The text with what another packet says of scope, plan and proof.
pub(super) fn carried(text: &str, old: &(Packet, Sources), old_id: &PacketId, id: &PacketId) -> String {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("", text.as_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let old = Read { packet: &old.0, source: old.1.get(old.0.source) };
    let new = Read { packet: &packet, source: sources.get(source) };
    edited(text, &carry(old, new, old_id.as_str(), id.as_str()))
}

pub(super) fn edited(text: &str, edits: &[crate::text::Edit]) -> String {
    let bytes = apply(text.as_bytes(), edits).expect("parts of one packet do not overlap");
    String::from_utf8(bytes).expect("text and edits are UTF-8")
}

/// The stub of that id, where somebody wrote one.
fn stub_of(place: &Place, id: &PacketId) -> Result<Option<(Packet, Sources)>, Error> {
    let path = home(place, id, Named::Stub);
    let mut sources = Sources::default();
    if !place.repo.on_disk(&path).is_file() {
        return Ok(None);
    }
    Ok(Some((place.read(&mut sources, &path)?, sources)))
}
