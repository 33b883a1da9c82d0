//! Hits given their places: each line becomes a source of its own, in the name of its file.

use crate::model::Searched;
use crate::text::{Site, Source, Sources};

/// Gives each hit its place among the sources.
pub fn place(searched: &mut Searched, sources: &mut Sources) {
    for hit in searched.tallies.iter_mut().flat_map(|tally| &mut tally.hits) {
        let source = Source::new(hit.path.to_string(), hit.excerpt.as_bytes()).cut_out_at(hit.first);
        hit.site = Some(Site { source: sources.add(source), span: hit.span });
    }
}
