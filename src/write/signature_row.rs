//! A signature that was used, noted in the audit log.

use super::table_row::{new_table, row_behind};
use crate::model::{Signature, SignatureAudit, UsedSignature};
use crate::text::{Edit, Source, Span};

/// The edits that add a row: at the top of a log that has its newest row there, else at its end.
pub fn signature_row(source: &Source, log: &SignatureAudit, used: &UsedSignature) -> Vec<Edit> {
    let cell = |title: &str| {
        let is = |word: &str| title.contains(word);
        Some(if is("signature") {
            used.signature.clone()
        } else if is("used by") || is("signer") || is("role") {
            used.used_by.clone()
        } else if is("date") || is("time") {
            used.when.format("%Y-%m-%d %H:%M").to_string()
        } else if is("purpose") || is("used for") || is("packet") || is("wp") {
            used.purpose.clone()
        } else if is("spec") {
            used.spec.clone()
        } else if is("note") {
            used.notes.clone()
        } else {
            return None;
        })
    };
    let Some(shape) = &log.shape else {
        let head = ["Signature", "Used By", "Date/Time", "Purpose", "Master Spec Version", "Notes"];
        return vec![new_table(source, &head, cell)];
    };
    vec![row_behind(source, place(log).unwrap_or(shape.rule), &shape.head, cell)]
}

/// The row that the new one goes behind; `None` where it goes to the top.
fn place(log: &SignatureAudit) -> Option<Span> {
    let mut dates = log.rows.iter().filter_map(|row| Signature::parse(&row.signature)?.when);
    let newest_first = matches!((dates.next(), dates.next()), (Some(first), Some(second)) if first > second);
    log.rows.last().filter(|_| !newest_first).map(|row| row.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Sources, apply};

    fn written(text: &str) -> String {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("s.md", text.as_bytes()));
        let log = parse::signature_audit(&sources, source);
        let used = UsedSignature {
            signature: "ann030120261200".to_owned(),
            used_by: "ann".to_owned(),
            when: Signature::parse("ann030120261200").unwrap().when.unwrap(),
            purpose: "Task packet creation: WP-1-A".to_owned(),
            spec: "v1 | v2".to_owned(),
            notes: String::new(),
        };
        String::from_utf8(apply(text.as_bytes(), &signature_row(sources.get(source), &log, &used)).unwrap()).unwrap()
    }

    const HEAD: &str =
        "| Signature | Used By | Date/Time | Purpose | Master Spec Version | Notes |\n|---|---|---|---|---|---|\n";
    const ROW: &str = "| ann030120261200 | ann | 2026-01-03 12:00 | Task packet creation: WP-1-A | v1 \\| v2 | |\n";
    const FIRST: &str = "| ann010120261200 | ann | | x | | |\n";
    const SECOND: &str = "| ann020120261200 | ann | | y | | |\n";

    #[test]
    fn a_row_goes_where_the_newest_one_stands() {
        assert_eq!(written(HEAD), format!("{HEAD}{ROW}"));
        assert_eq!(written(&format!("{HEAD}{FIRST}\nwords\n")), format!("{HEAD}{FIRST}{ROW}\nwords\n"));
        assert_eq!(written(&format!("{HEAD}{FIRST}{SECOND}")), format!("{HEAD}{FIRST}{SECOND}{ROW}"));
        assert_eq!(written(&format!("{HEAD}{SECOND}{FIRST}")), format!("{HEAD}{ROW}{SECOND}{FIRST}"));
        assert_eq!(written("# Log"), format!("# Log\n\n{HEAD}{ROW}"));
    }

    #[test]
    fn other_columns_and_line_ends_are_kept() {
        let text = "| Used for | Signature | Page |\r\n|---|---|---|\r\n";
        assert_eq!(written(text), format!("{text}| Task packet creation: WP-1-A | ann030120261200 | |\r\n"));
    }
}
