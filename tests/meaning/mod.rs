//! What a packet means, to tell whether an edit left all else as it was.

use taskpacket::model::Packet;
use taskpacket::text::Span;

/// What a packet says outside of its EVIDENCE, places left out.
pub fn meaning(packet: &Packet) -> Vec<String> {
    let evidence = packet.evidence.heading.map_or(Span::at(usize::MAX), |it| it.to(packet.evidence.body));
    let own = |span: Span| !evidence.contains(span.start);
    let mut said: Vec<String> = Vec::new();
    said.extend(packet.headings.iter().filter(|it| own(it.span)).map(|it| format!("{} {}", it.level, it.title)));
    for field in packet.fields.iter().filter(|it| own(it.key_span)) {
        let items: Vec<&str> = field.items.iter().map(|it| it.text.as_str()).collect();
        said.push(format!("{}={:?} {items:?}", field.key, field.value.get()));
    }
    said.extend(packet.scope.items.iter().map(|it| it.path.clone()));
    said.extend(packet.plan.steps.iter().map(|it| format!("{:?}", (it.index, &it.text, &it.comments, &it.kind))));
    said.extend(packet.done_means.iter().map(|it| it.text.clone()));
    said.extend(packet.waivers.iter().map(|it| it.id.clone()));
    said.extend(packet.manifest.entries.iter().map(|it| format!("{:?} {:?}", it.target.get(), it.start.get())));
    said.extend(packet.reports.iter().map(|it| format!("{} {:?} {:?}", it.title, it.verdict, it.digest)));
    said.extend(packet.links.iter().map(|it| format!("{:?} {} {:?}", it.kind, it.path, it.line)));
    let phases = &packet.phases;
    let phases = [phases.bootstrap, phases.skeleton, phases.approval, phases.implementation];
    said.push(format!("{:?}", phases.map(|it| it.map(Span::len))));
    said.push(format!("{:?} {:?}", packet.metadata.id.get(), packet.metadata.status.get()));
    said
}
