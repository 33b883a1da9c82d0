//! The signature audit log: a table with a row for each signature that was used.

use super::table;
use crate::model::{SignatureAudit, SignatureRow};
use crate::text::{SourceId, Sources};

/// Reads the rows of all tables that have a column for the signature and one for what it was used for.
pub fn signature_audit(sources: &Sources, source: SourceId) -> SignatureAudit {
    let mut rows = Vec::new();
    table::rows(sources.get(source), |row| {
        let purpose = row.under(&["purpose", "used for", "packet", "wp"]);
        if let (Some(signature), Some(purpose)) = (row.under(&["signature"]), purpose)
            && !signature.is_empty()
        {
            rows.push(SignatureRow { signature: signature.to_owned(), purpose: purpose.to_owned(), span: row.span });
        }
    });
    SignatureAudit { source, rows }
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
        let rows = signature_audit(&sources, id).rows;
        assert_eq!((rows[0].signature.as_str(), rows[0].purpose.as_str()), ("ann010120261200", "packet: WP-1-A"));
    }
}
