//! A later version of a packet says whose heir it is.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{Before, Packet, Registry, RegistryRow, Status, Value};
use crate::text::Span;

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP112",
    name: "lineage_known",
    page: Page {
        checks: "A packet whose id ends in `-vN` has a BASE_WP_ID other than its own id, or a LINEAGE_AUDIT. Where there is a \
                 registry, it names this packet the active one of its base id (warning). No earlier packet of the lineage is \
                 still open: Ready for Dev, In Progress or Blocked (warning).",
        why: "Of several packets for one piece of work exactly one is in force. Whoever opens an older one works against a \
              contract that was replaced.",
        fails: "- WP_ID: WP-1-Store-v2\n- BASE_WP_ID: <fill>",
        mend: "Write the id without its version into BASE_WP_ID, the packet's path into the registry, and Superseded into the \
               packet before. A revision that is made by command does all of it:\n  taskpacket new WP-1-Store-v2 --from WP-1-Store",
    },
};

/// Whether the lineage is known.
pub fn check(facts: &Before) -> Judgement {
    let packet = &facts.packet;
    let id = facts.id.as_str();
    let version = facts.id.revision();
    let base = packet.metadata.base_id.get().filter(|base| base.as_str() != id);
    let mut findings = Vec::new();
    if let Some((stem, _)) = version
        && base.is_none()
        && !has_lineage_audit(packet)
    {
        findings.push(unknown(packet, id, stem));
    }
    findings.extend(version.into_iter().flat_map(|(stem, number)| still_open(facts, stem, number)));
    let base = base.map(String::as_str).or(version.map(|(stem, _)| stem));
    let row = facts.registry.as_ref().and_then(|registry| {
        let wanted = base.unwrap_or(id);
        registry.rows.iter().find(|row| row.base_id == wanted).map(|row| (registry, row))
    });
    match (&facts.registry, row) {
        (Some(_), Some((registry, row))) if !is_this(row, facts) => {
            findings.push(replaced(facts, registry, row));
        }
        (Some(_), None) if version.is_some() => {
            let finding = Finding::warning(&CODE, format!("the registry has no row for `{}`", base.unwrap_or(id)));
            let row = format!("add to {}: | {} | {} |", facts.config.registry, base.unwrap_or(id), facts.path);
            findings.push(finding.at(packet.source, base_span(packet)).help(row));
        }
        (None, _) if version.is_none() => return Judgement::not_applicable(""),
        _ => {}
    }
    Judgement::of(findings, "")
}

fn unknown(packet: &Packet, id: &str, stem: &str) -> Finding {
    let own = packet.metadata.base_id.raw().map_or("nothing", |raw| raw.text.as_str());
    Finding::error(&CODE, format!("`{id}` is a later version, and the packet does not say of what"))
        .at(packet.source, base_span(packet))
        .compare(format!("BASE_WP_ID: {stem}"), own)
        .about("BASE_WP_ID")
        .help(format!("add to METADATA: - BASE_WP_ID: {stem}"))
}

fn replaced(facts: &Before, registry: &Registry, row: &RegistryRow) -> Finding {
    Finding::warning(&CODE, format!("the registry names another packet active: {}", row.active))
        .at(facts.packet.source, base_span(&facts.packet))
        .compare(facts.path.to_string(), &row.active)
        .related(registry.source, row.span, "its row")
        .help(format!("correct the row in {}, or work on the active packet", facts.config.registry))
}

/// The packets that this one comes in the place of, and that somebody could still work on.
fn still_open(facts: &Before, stem: &str, number: u32) -> Vec<Finding> {
    let before = facts.others.iter().filter(|other| {
        let (base, earlier) = other.id.revision().unwrap_or((other.id.as_str(), 1));
        base == stem && earlier < number
    });
    let open = |status: Status| matches!(status, Status::ReadyForDev | Status::InProgress | Status::Blocked);
    before
        .filter_map(|other| Some((other, other.status.filter(|status| open(*status))?)))
        .map(|(other, status)| {
            let message = format!("{} comes in the place of {}, which is still {status}", facts.id, other.id);
            Finding::warning(&CODE, message)
                .at(facts.packet.source, base_span(&facts.packet))
                .compare(format!("Status: {}", Status::Superseded), format!("Status: {status}"))
                .about(other.id.to_string())
                .help(format!("write into {}: Status: {}", other.path, Status::Superseded))
        })
        .collect()
}

fn is_this(row: &RegistryRow, facts: &Before) -> bool {
    let active = row.active.trim_start_matches("./");
    let name = active.rsplit('/').next().unwrap_or(active);
    active == facts.id.as_str()
        || facts.path.as_str() == Some(active)
        || (!active.contains('/') && name.strip_suffix(".md") == Some(facts.id.as_str()))
}

fn has_lineage_audit(packet: &Packet) -> bool {
    let is = |text: &str| text.to_ascii_uppercase().replace([' ', '-'], "_").starts_with("LINEAGE_AUDIT");
    packet.headings.iter().any(|heading| is(&heading.title))
        || packet.fields.iter().any(|field| is(&field.key) && !matches!(field.value, Value::Placeholder(..)))
}

fn base_span(packet: &Packet) -> Span {
    let metadata = &packet.metadata;
    let title = packet.title.as_ref().map(|title| title.span);
    metadata.base_id.span().or(metadata.id.span()).or(title).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    const REGISTRY: &str = "| Base WP ID | Active Packet |\n|---|---|\n";

    #[test]
    fn an_heir_with_a_base_passes() {
        let row = format!("{REGISTRY}| WP-1-Store | docs/task_packets/WP-1-Store-v2.md |\n");
        for facts in [Fixture::new(), Fixture::new().registry(&row)] {
            let judgement = check(&facts.facts());
            assert_eq!((judgement.status, judgement.findings), (GateStatus::Pass, Vec::new()));
        }
        let audited = Fixture::new()
            .edit("- BASE_WP_ID: WP-1-Store\n", "")
            .edit("## BOOTSTRAP", "## LINEAGE_AUDIT (ALL)\n- v1\n\n## BOOTSTRAP");
        assert_eq!(check(&audited.facts()).status, GateStatus::Pass);
    }

    #[test]
    fn an_heir_of_nobody_fails() {
        Fixture::new().edit("- BASE_WP_ID: WP-1-Store\n", "").fails(check, "does not say of what", "WP-1-Store-v2");
        Fixture::new().edit("BASE_WP_ID: WP-1-Store\n", "BASE_WP_ID: <fill>\n").fails(
            check,
            "does not say of what",
            "<fill>",
        );
    }

    #[test]
    fn what_it_replaces_is_not_open_any_more() {
        let before = |id: &str, status: Option<Status>| {
            let id = id.to_owned();
            Fixture::new().other(&id, None, "").with(move |facts| facts.others.last_mut().unwrap().status = status)
        };
        let cases = [
            ("WP-1-Store", Some(Status::ReadyForDev), 1),
            ("WP-1-Store", Some(Status::InProgress), 1),
            ("WP-1-Store", Some(Status::Superseded), 0),
            ("WP-1-Store", Some(Status::Done), 0),
            ("WP-1-Store", None, 0),
            ("WP-1-Store-v3", Some(Status::InProgress), 0),
            ("WP-1-Stores", Some(Status::InProgress), 0),
        ];
        for (id, status, expected) in cases {
            let judgement = check(&before(id, status).facts());
            assert_eq!((judgement.status, judgement.findings.len()), (GateStatus::Pass, expected), "{id} {status:?}");
        }
    }

    #[test]
    fn the_registry_is_told_of_as_a_warning() {
        for rows in ["| WP-1-Store | docs/task_packets/WP-1-Store-v3.md |\n", "| WP-2-X | docs/x.md |\n"] {
            let judgement = check(&Fixture::new().registry(&format!("{REGISTRY}{rows}")).facts());
            assert_eq!((judgement.status, judgement.findings.len()), (GateStatus::Pass, 1), "{rows}");
        }
    }
}
