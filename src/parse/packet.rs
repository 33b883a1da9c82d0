//! A whole packet from its source.

use super::doc::Doc;
use super::{done_means, encoding, evidence, fields, links, manifest, metadata, phases, plan, reports, scope, waivers};
use crate::finding::Finding;
use crate::model::{Packet, SectionName};
use crate::text::{SourceId, Sources, Spanned};

/// Reads a packet. Whatever the bytes are, there is a packet afterwards, and findings for what was not understood.
pub fn packet(sources: &Sources, source: SourceId) -> (Packet, Vec<Finding>) {
    let origin = sources.get(source);
    let mut findings = encoding::findings(origin, source);
    let doc = Doc::read(origin.text(), source, &mut findings);
    let fields = fields::read(&doc);
    let evidence = evidence::read(&doc, source, &mut findings);
    let reports = reports::read(&doc, origin, source, &mut findings);
    let packet = Packet {
        source,
        title: title(&doc),
        metadata: metadata::read(&doc, &fields),
        scope: scope::read(&doc),
        plan: plan::read(&doc),
        run_commands: plan::run_commands(&doc),
        done_means: done_means::read(&doc),
        authority: metadata::authority(&doc, &fields),
        phases: phases::read(&doc),
        waivers: waivers::read(&doc),
        manifest: manifest::read(&doc),
        evidence,
        reports,
        links: links::read(&doc, &fields),
        fields,
        headings: doc.outline.headings,
        sections: doc.sections,
        code_blocks: doc.outline.code_blocks,
    };
    findings.sort_by_key(|finding| finding.site);
    (packet, findings)
}

/// The H1 that names a packet, else the first that names no part of one.
fn title(doc: &Doc) -> Option<Spanned<String>> {
    let tops = || {
        let headed = |it: &&crate::model::Section| it.key == crate::model::Key::Heading(1);
        doc.sections.iter().filter(headed).filter(|it| it.name == SectionName::Other)
    };
    let names = |title: &str| title.to_ascii_lowercase().contains(" packet:") || title.contains("WP-");
    let section = tops().find(|it| names(&it.title)).or_else(|| tops().next())?;
    Some(Spanned::new(section.title.clone(), section.heading))
}
