//! YAML read into a type, with a finding for everything that does not fit it.

use serde::de::DeserializeOwned;

use super::yaml::{self, Node};
use super::yaml_serde::{Decoder, Mismatch};
use crate::finding::Finding;
use crate::text::{Span, nearest};

/// How many mistakes are told of one file.
const MOST: usize = 50;

/// What was understood of a text, and a finding for each mistake, as `found` words it.
pub(super) fn decode<T: DeserializeOwned + Default>(
    text: &str,
    found: impl Fn(String, Span) -> Finding,
) -> (T, Vec<Finding>) {
    let (root, doubled) = match yaml::read(text) {
        Ok(read) => read,
        Err(error) => {
            let message = format!("this is not YAML that we read: {}", error.message);
            return (T::default(), vec![found(message, error.span)]);
        }
    };
    let doubled = doubled.into_iter().take(MOST);
    let mut findings: Vec<Finding> =
        doubled.map(|error| found(error.message, error.span).help("keep one of the two")).collect();
    let (value, mismatches) = root.map_or_else(Default::default, understood);
    findings.extend(mismatches.into_iter().map(|mismatch| worded(mismatch, &found)));
    findings.sort_by_key(|finding| finding.site);
    (value, findings)
}

/// Decodes; what does not fit is taken out, told, and the rest tried again.
fn understood<T: DeserializeOwned + Default>(mut root: Node) -> (T, Vec<Mismatch>) {
    let mut mismatches = Vec::new();
    loop {
        if root.is_null() {
            return (T::default(), mismatches);
        }
        match T::deserialize(Decoder(&root)) {
            Ok(value) => return (value, mismatches),
            Err(mismatch) => {
                let place = mismatch.span.unwrap_or(root.span);
                mismatches.push(mismatch);
                if mismatches.len() == MOST || !root.remove_entry(place) {
                    return (T::default(), mismatches);
                }
            }
        }
    }
}

fn worded(mismatch: Mismatch, found: impl Fn(String, Span) -> Finding) -> Finding {
    let finding = found(mismatch.message, mismatch.span.unwrap_or_default());
    let Some(got) = mismatch.got else { return finding };
    let finding = match nearest(&got, mismatch.known.iter().copied()) {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None if mismatch.of_key => finding.help("take the key out"),
        None => finding,
    };
    finding.compare(mismatch.known.join(", "), got)
}
