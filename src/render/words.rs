//! One finding as plain text, for formats that hold text.

use super::collected::Found;

/// The message, the place, the comparison and the ways to mend it, a line each.
pub fn in_words(found: &Found) -> String {
    let finding = &found.finding;
    let mut lines = vec![format!("{}[{}]: {}", finding.severity.word(), finding.code.id, finding.message)];
    if let Some(place) = &found.place {
        let of = place.commit.as_ref().map(|commit| format!(" of commit {commit}")).unwrap_or_default();
        lines.push(format!("at {}:{}:{}{of}", place.file, place.start.line, place.start.column));
    }
    lines.extend(finding.expected.iter().map(|text| format!("expected: {text}")));
    lines.extend(finding.got.iter().map(|text| format!("got: {text}")));
    lines.extend(finding.help.iter().map(|text| format!("mend: {text}")));
    lines.join("\n")
}
