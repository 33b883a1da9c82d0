//! Findings about texts of one collection, told among those of another.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::text::{Site, SourceId, Sources};

/// The findings with the texts that they point into taken over.
pub fn rehomed(findings: Vec<Finding>, from: &Sources, to: &mut Sources) -> Vec<Finding> {
    let mut known: BTreeMap<SourceId, SourceId> = BTreeMap::new();
    let mut moved = |site: Site| {
        let source = *known.entry(site.source).or_insert_with(|| to.add(from.get(site.source).clone()));
        Site { source, ..site }
    };
    let mut rehome = |mut finding: Finding| {
        finding.site = finding.site.map(&mut moved);
        for (site, _) in &mut finding.related {
            *site = moved(*site);
        }
        finding
    };
    findings.into_iter().map(&mut rehome).collect()
}
