//! All places that a packet and its findings name.

use taskpacket::finding::Finding;
use taskpacket::model::{Item, Packet, Value};
use taskpacket::text::Span;

/// Every span of a packet.
pub fn of_packet(packet: &Packet) -> Vec<Span> {
    let mut spans: Vec<Span> = packet.title.iter().map(|title| title.span).collect();
    spans.extend(packet.headings.iter().map(|it| it.span));
    spans.extend(packet.sections.iter().flat_map(|it| [it.heading, it.body]));
    spans.extend(packet.code_blocks.iter().flat_map(|it| [it.span, it.content]));
    for field in &packet.fields {
        spans.push(field.key_span);
        spans.extend(value(&field.value));
        spans.extend(items(&field.items));
    }
    spans.extend(packet.scope.heading.into_iter().chain(packet.scope.out_heading));
    spans.extend(packet.scope.items.iter().map(|it| it.span));
    spans.extend(packet.scope.out.iter().map(|it| it.span));
    spans.extend(packet.plan.heading);
    spans.push(packet.plan.body);
    spans.extend(packet.plan.fences.iter().map(|it| it.content));
    spans.extend(packet.plan.steps.iter().map(|it| it.span));
    spans.extend(packet.plan.steps.iter().filter_map(|it| it.unreadable.as_ref()).map(|it| it.span));
    spans.extend(packet.done_means.iter().map(|it| it.span));
    spans.extend(items(&packet.authority.anchors));
    let phases = &packet.phases;
    let phases =
        [phases.bootstrap, phases.skeleton, phases.approval, phases.implementation, phases.implementation_text];
    spans.extend(phases.into_iter().flatten());
    spans.extend(packet.waivers.iter().map(|it| it.span));
    of_manifest(packet, &mut spans);
    spans.extend(packet.evidence.heading);
    spans.push(packet.evidence.body);
    spans.extend(packet.evidence.runs.iter().map(|it| it.span));
    spans.extend(packet.evidence.claims.iter().map(|it| it.span));
    for report in &packet.reports {
        spans.extend([report.heading, report.span]);
        spans.extend(report.verdict_span);
    }
    spans.extend(packet.links.iter().map(|it| it.span));
    of_metadata(packet, &mut spans);
    spans
}

/// Every span of some findings.
pub fn of_findings(findings: &[Finding]) -> Vec<Span> {
    let sites = findings.iter().flat_map(|it| it.site.into_iter().chain(it.related.iter().map(|(site, _)| *site)));
    sites.map(|site| site.span).collect()
}

fn of_manifest(packet: &Packet, spans: &mut Vec<Span>) {
    spans.extend(packet.manifest.heading);
    spans.push(packet.manifest.body);
    for entry in &packet.manifest.entries {
        spans.push(entry.span);
        spans.extend(value(&entry.target));
        spans.extend(value(&entry.start).into_iter().chain(value(&entry.end)));
        spans.extend(value(&entry.delta));
        spans.extend(value(&entry.pre).into_iter().chain(value(&entry.post)));
        spans.extend(entry.ticks.iter().flat_map(|it| [it.span, it.mark]));
    }
}

fn of_metadata(packet: &Packet, spans: &mut Vec<Span>) {
    let metadata = &packet.metadata;
    spans.extend(value(&metadata.id).into_iter().chain(value(&metadata.base_id)));
    spans.extend(value(&metadata.status).into_iter().chain(value(&metadata.risk_tier)));
    spans.extend(value(&metadata.signature).into_iter().chain(value(&metadata.coder_model)));
    spans.extend(value(&metadata.coder_strength).into_iter().chain(value(&metadata.refinement_file)));
    spans.extend(value(&metadata.merge_base));
    spans.extend(value(&packet.authority.baseline).into_iter().chain(value(&packet.authority.target)));
}

fn value<T>(value: &Value<T>) -> Option<Span> {
    value.span()
}

fn items(items: &[Item]) -> Vec<Span> {
    items.iter().map(|it| it.span).collect()
}
