//! Hits given their places: each line becomes a source of its own, in the name of its file.

use crate::model::Searched;
use crate::text::{Site, Source, Sources, Span};

/// How many files without a line to show are given a place, for one rule.
const MOST_FILES: usize = 10_000;

/// Gives each hit its place among the sources, and each file that a rule may find fault with as a whole.
pub fn place(searched: &mut Searched, sources: &mut Sources) {
    for tally in &mut searched.tallies {
        let files = tally.files.iter().map(|(path, _)| path).chain(&tally.lacking).take(MOST_FILES);
        for path in files {
            let source = sources.add(Source::new(path.to_string(), &b""[..]));
            tally.sites.insert(path.clone(), Site { source, span: Span::at(0) });
        }
    }
    for hit in searched.tallies.iter_mut().flat_map(|tally| &mut tally.hits) {
        let source = Source::new(hit.path.to_string(), hit.excerpt.as_bytes()).cut_out_at(hit.first);
        hit.site = Some(Site { source: sources.add(source), span: hit.span });
    }
}
