//! The signature audit log: a table with a row for each signature that was used.

use super::table;
use crate::model::{SignatureAudit, SignatureRow, TableShape};
use crate::text::{SourceId, Sources};

/// Reads the rows of all tables that have a column for the signature and one for what it was used for.
pub fn signature_audit(sources: &Sources, source: SourceId) -> SignatureAudit {
    let mut log = SignatureAudit { source, rows: Vec::new(), shape: None };
    for table in table::tables(sources.get(source)) {
        let purpose = table.column(&["purpose", "used for", "packet", "wp"]);
        let (Some(signature), Some(purpose)) = (table.column(&["signature"]), purpose) else { continue };
        for row in table.rows.iter().filter(|row| !row.text(signature).is_empty()) {
            log.rows.push(SignatureRow {
                signature: row.text(signature).to_owned(),
                purpose: row.text(purpose).to_owned(),
                span: row.span,
            });
        }
        log.shape.get_or_insert(TableShape { head: table.head, rule: table.rule });
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn rows_of_signatures() {
        let text = "| Signature | Used By | Purpose |\n|---|---|---|\n| `ann010120261200` | x | packet: WP-1-A |\n";
        let mut sources = Sources::default();
        let id = sources.add(Source::new("s.md", text.as_bytes()));
        let log = signature_audit(&sources, id);
        assert_eq!(
            (log.rows[0].signature.as_str(), log.rows[0].purpose.as_str()),
            ("ann010120261200", "packet: WP-1-A")
        );
        assert_eq!(log.shape.unwrap().head, ["Signature", "Used By", "Purpose"]);
    }
}
