//! What makes a signature hold: it was given at a real moment, and for one thing alone. The gate `signature_valid` asks
//! this of a snapshot, `refinement sign` and `doctor` ask it of the whole history.

use chrono::{DateTime, TimeDelta, Utc};

use crate::finding::{Code, Finding};
use crate::model::{Signature, SignatureUse, Signed};

/// How far ahead of UTC a clock on earth can be.
const AHEAD: TimeDelta = TimeDelta::hours(14);

/// What is wrong with the moment of a signature.
pub fn dated(code: &'static Code, signature: &Signature, now: DateTime<Utc>) -> Option<Finding> {
    let Some(when) = signature.when else {
        let finding = Finding::error(code, format!("the digits of `{signature}` are no date"));
        return Some(finding.compare("DDMMYYYYHHMM, with optional seconds", &signature.digits));
    };
    let now = now.naive_utc();
    if when <= now + AHEAD {
        return None;
    }
    Some(Finding::error(code, format!("`{signature}` was given in the future")).compare(
        format!("at most 14 h after {} UTC", now.format("%Y-%m-%d %H:%M")),
        when.format("%Y-%m-%d %H:%M").to_string(),
    ))
}

/// Everything but the packet of that id that the signature was given for.
pub fn elsewhere(code: &'static Code, signature: &Signature, id: &str, uses: &[SignatureUse]) -> Vec<Finding> {
    let others = uses.iter().filter(|it| it.signature == *signature && !is_of(&it.signed, id));
    others
        .map(|it| {
            let finding = Finding::error(code, message(it));
            match it.site {
                Some(site) => finding.related(site.source, site.span, "used here"),
                None => finding,
            }
        })
        .collect()
}

fn message(it: &SignatureUse) -> String {
    let SignatureUse { signature, signed, place, .. } = it;
    match signed {
        Signed::Packet(id) => format!("`{signature}` is the signature of {id} as well ({place})"),
        Signed::Refinement(id) => format!("`{signature}` is the signature of the refinement of {id} as well ({place})"),
        Signed::Logged(purpose) => format!("the audit log gives `{signature}` for something else: {purpose} ({place})"),
    }
}

/// True where that was signed for the packet of that id.
fn is_of(signed: &Signed, id: &str) -> bool {
    match signed {
        Signed::Packet(own) | Signed::Refinement(own) => own.as_str() == id,
        Signed::Logged(purpose) => names(purpose, id),
    }
}

/// True where a row's purpose names the packet by exactly its id, or by its file.
fn names(purpose: &str, id: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    purpose
        .split(|it: char| !letter(it))
        .map(|word| word.trim_end_matches('.'))
        .any(|word| word == id || word.strip_suffix(".md") == Some(id))
}
