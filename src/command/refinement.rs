//! `refinement`: what is still missing in one, and the signature under it.

use super::way::{Taken, Way, packet_id};
use super::{Ctx, Error};
use crate::gate::Outcome;
use crate::gate::signature::{dated, elsewhere};
use crate::gate::way::{
    REFINEMENT_COMPLETE, SIGNATURE_UNUSED, STEP_IN_TURN, Step, approval, out_of_turn, sign_command,
};
use crate::model::{RepoPath, Signature, UsedSignature};
use crate::parse;
use crate::report::Reporter;
use crate::text::{Source, Sources, apply, plural};
use crate::world::gather::{self, FileChange, Place, Refined, Refining, document_if_there};
use crate::write::{set_field, signature_row};

/// How a refinement is to be signed.
#[derive(Clone, Debug, Default)]
pub struct Signing {
    /// Who signs.
    pub name: Option<String>,
    /// The signature, where it is not to be made of the name and the clock.
    pub signature: Option<String>,
    /// The sentence that approves.
    pub approval: Option<String>,
    /// True where one that is signed is to be signed anew.
    pub anew: bool,
    /// True where nothing is to be written.
    pub dry_run: bool,
}

/// Says what is still missing in a refinement, each with its place.
pub fn check_refinement(ctx: &Ctx, id: &str, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let id = packet_id(id)?;
    let here = gather::refining(&place, &id)?;
    let way = Way { command: "refinement check", id: &id, place: &place, path: here.path.clone(), dry_run: false };
    let standing = here.standing(&REFINEMENT_COMPLETE, &place.config);
    if let Some(finding) = out_of_turn(Step::Refine, &standing) {
        return way.refused(ctx, &here.sources, vec![finding], reporter);
    }
    // One that carries a signature is asked for all that a signature brings.
    let carries = here.refinement.as_ref().is_some_and(|it| it.refinement.signature.get().is_some());
    let findings = if carries {
        here.findings(&REFINEMENT_COMPLETE, &place.config)
    } else {
        here.unsigned_findings(&REFINEMENT_COMPLETE, &place.config)
    };
    let anchors = here.refinement.as_ref().map_or(0, |it| it.refinement.anchors.len());
    let told = super::tell::Told {
        started: way.started(),
        judged: Vec::new(),
        others: findings,
        details: Vec::new(),
        briefs: Vec::new(),
        summary: plural(anchors, "anchor"),
    };
    Ok(super::tell::tell(ctx, &here.sources, told, reporter, |outcome, _| {
        Some(match outcome {
            Outcome::Pass if carries => format!("taskpacket prepare {id} CODER --branch"),
            Outcome::Pass => format!("whoever has read it: {}", sign_command(&id)),
            _ => format!("mend, then  taskpacket refinement check {id}"),
        })
    })?)
}

/// Signs a refinement, and with it its packet and the signature audit log where there are such: all of them or none.
pub fn sign_refinement(ctx: &Ctx, id: &str, signing: &Signing, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let id = packet_id(id)?;
    let signature = signature(&place, signing)?;
    let here = gather::refining(&place, &id)?;
    let way =
        Way { command: "refinement sign", id: &id, place: &place, path: here.path.clone(), dry_run: signing.dry_run };
    let standing = here.standing(&STEP_IN_TURN, &place.config);
    let (Some(refined), None) = (&here.refinement, out_of_turn(Step::Refine, &standing)) else {
        let finding = out_of_turn(Step::Refine, &standing).into_iter().collect();
        return way.refused(ctx, &here.sources, finding, reporter);
    };
    if standing.incomplete {
        return check_refinement(ctx, id.as_str(), reporter);
    }
    let sentence = match approval(&id, &refined.refinement, signing.approval.as_deref(), signing.anew) {
        Ok(sentence) => sentence,
        Err(finding) => return way.refused(ctx, &here.sources, vec![*finding], reporter),
    };
    let uses = gather::signature_uses(&place)?;
    let faults = dated(&SIGNATURE_UNUSED, &signature, place.now).into_iter();
    let faults = faults.chain(elsewhere(&SIGNATURE_UNUSED, &signature, id.as_str(), &uses));
    let faults: Vec<_> = faults.map(|finding| finding.help("sign a minute later: a signature is used once")).collect();
    if !faults.is_empty() {
        return way.refused(ctx, &here.sources, faults, reporter);
    }
    let changes = changes(&place, &here, refined, &signature, &sentence)?;
    let taken = Taken {
        context: Vec::new(),
        summary: format!("signed by {} as {signature}", signature.name),
        next: format!(
            "{}; then  taskpacket prepare {id} CODER --branch",
            commit(&changes, &format!("The refinement of {id}"))
        ),
    };
    way.write(&changes, taken, reporter)
}

/// The signature that is given: as typed, else of the name and the clock.
fn signature(place: &Place, signing: &Signing) -> Result<Signature, Error> {
    let unfit = |option, value: &str, why: &str| Error::Unfit { option, value: value.to_owned(), why: why.to_owned() };
    match (&signing.signature, &signing.name) {
        (Some(text), _) => Signature::parse(text)
            .ok_or_else(|| unfit("--signature", text, "it is not a name and 12 to 14 digits: nameDDMMYYYYHHMM")),
        (None, Some(name)) => Signature::given(name, place.now.naive_utc()).ok_or_else(|| {
            unfit("--name", name, "a name is letters, digits, `.`, `_` and `-`, begins with a letter, ends in no digit")
        }),
        (None, None) => Err(unfit("--name", "", "nobody is named")),
    }
}

/// Refinement, packet and audit log as they are from now on.
fn changes(
    place: &Place,
    here: &Refining,
    refined: &Refined,
    signature: &Signature,
    sentence: &str,
) -> Result<Vec<FileChange>, Error> {
    let text = signature.to_string();
    let source = here.sources.get(refined.as_packet.source);
    let fields = [("USER_REVIEW_STATUS", "APPROVED"), ("USER_SIGNATURE", &text), ("USER_APPROVAL_EVIDENCE", sentence)];
    let mut new = source.bytes().to_owned();
    for (key, value) in fields {
        new = with_field(&new, key, value);
    }
    let mut changes = vec![FileChange { path: here.path.clone(), old: Some(source.bytes().to_owned()), new }];
    if let Some((path, packet)) = &here.packet {
        let old = here.sources.get(packet.source).bytes();
        changes.push(FileChange {
            path: path.clone(),
            old: Some(old.to_owned()),
            new: with_field(old, "USER_SIGNATURE", &text),
        });
    }
    changes.extend(logged(place, here, signature)?);
    Ok(changes)
}

/// The signature audit log, where there is one, with a row for this signature.
fn logged(place: &Place, here: &Refining, signature: &Signature) -> Result<Option<FileChange>, Error> {
    let file = RepoPath::from(place.config.signature_audit.as_str());
    let Some(old) = document_if_there(&place.repo.on_disk(&file))? else { return Ok(None) };
    let mut sources = Sources::default();
    let source = sources.add(Source::new(file.to_string(), old.as_slice()));
    let log = parse::signature_audit(&sources, source);
    let text = signature.to_string();
    if log.rows.iter().any(|row| row.signature == text) {
        return Ok(None);
    }
    let used = UsedSignature {
        signature: text,
        used_by: signature.name.clone(),
        when: signature.when.unwrap_or(place.now.naive_utc()),
        purpose: format!("Refinement: {}", here.id),
        spec: here.spec_target.clone().unwrap_or_default(),
        notes: String::new(),
    };
    let edits = signature_row(sources.get(source), &log, &used);
    let new = apply(&old, &edits).expect("one row overlaps nothing");
    Ok(Some(FileChange { path: file, old: Some(old), new }))
}

/// A packet or a refinement with one field of its METADATA at its value.
pub(super) fn with_field(bytes: &[u8], key: &str, value: &str) -> Vec<u8> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("", bytes));
    let (packet, _) = parse::packet(&sources, source);
    let edit = set_field(&packet, sources.get(source), key, value);
    apply(bytes, &[edit]).expect("one edit overlaps nothing")
}

/// The command that commits what was written.
pub(super) fn commit(changes: &[FileChange], what: &str) -> String {
    let paths: Vec<String> = changes.iter().map(|change| change.path.quoted()).collect();
    format!("git add -- {} && git commit -m '{what}'", paths.join(" "))
}
