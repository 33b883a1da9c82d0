//! Every form in which packets write things, each with the smallest text that shows it.

mod done_means;
mod evidence;
mod links;
mod manifest;
mod metadata;
mod outline;
mod phases;
mod plan;
mod reports;
mod scope;
mod waivers;

use taskpacket::finding::Finding;
use taskpacket::model::Packet;
use taskpacket::parse;
use taskpacket::text::{Source, Sources};

/// Reads a packet.
fn packet(text: &str) -> Packet {
    read(text.as_bytes()).0
}

/// Reads a packet from bytes, with the findings.
fn read(bytes: &[u8]) -> (Packet, Vec<Finding>) {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("packet.md", bytes));
    parse::packet(&sources, source)
}

/// The names of the codes of some findings.
fn names(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.name).collect()
}

/// The text of a span.
fn slice(text: &str, span: taskpacket::text::Span) -> &str {
    &text[span.start..span.end]
}
