//! The baseline of audits from its source: the hits that were there when a rule came.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::rules::RULE_READABLE;
use super::yaml_typed::decode;
use crate::finding::Finding;
use crate::model::{Baseline, Known};
use crate::text::{SourceId, Sources};

/// A baseline as it is written.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineFile {
    /// The rules that it was written for.
    #[serde(default)]
    rules: BTreeSet<String>,
    /// What is known.
    #[serde(default)]
    known: Vec<KnownText>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownText {
    rule: String,
    path: String,
    content: String,
    count: u64,
}

/// What stands at the head of the file.
const HEAD: &str = "# What was there when a rule came. It only shrinks: taskpacket audit --baseline prune\n";

/// Reads a baseline.
pub fn baseline(sources: &Sources, source: SourceId) -> (Baseline, Vec<Finding>) {
    let (file, findings) = decode::<BaselineFile>(sources.get(source).text(), |message, span| {
        Finding::error(&RULE_READABLE, message).at(source, span)
    });
    let mut known: BTreeMap<Known, usize> = BTreeMap::new();
    for KnownText { rule, path, content, count } in file.known {
        *known.entry(Known { rule, path, content }).or_default() += usize::try_from(count).unwrap_or(usize::MAX);
    }
    (Baseline { rules: file.rules, known }, findings)
}

/// Writes one down, as it is read.
pub fn baseline_text(baseline: &Baseline) -> String {
    let known = baseline.known.iter().filter(|(_, count)| **count > 0).map(|(known, count)| KnownText {
        rule: known.rule.clone(),
        path: known.path.clone(),
        content: known.content.clone(),
        count: *count as u64,
    });
    let file = BaselineFile { rules: baseline.rules.clone(), known: known.collect() };
    HEAD.to_owned() + &serde_yaml::to_string(&file).expect("a baseline is plain data")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn read(text: &str) -> (Baseline, Vec<Finding>) {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("b.yaml", text.as_bytes()));
        baseline(&sources, source)
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(content in "[ -~\u{e9}'\"#:]{0,30}", count in 1_usize..9) {
            let known = Known { rule: "no-x".to_owned(), path: "src/a b.rs".to_owned(), content };
            let written = Baseline { rules: BTreeSet::from(["no-x".to_owned()]), known: BTreeMap::from([(known, count)]) };
            let (again, findings) = read(&baseline_text(&written));
            proptest::prop_assert_eq!((again, findings), (written, Vec::new()));
        }
    }

    #[test]
    fn mistakes_have_places() {
        assert_eq!(read("").0, Baseline::default());
        assert_eq!(read("rules: [a]\nknwn: []\n").1.len(), 1);
    }
}
