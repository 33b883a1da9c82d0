//! Two packets with one id.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::{PacketPlace, SurveyedPacket, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP784",
    name: "id_twice",
    page: Page {
        checks: "An id names one packet: not `ID.md` and `ID/packet.md` beside each other, and not two packets of that name that \
                 were written apart, on branches or in worktrees that do not know each other (another DATE, signature or base).",
        why: "Reports, waivers and verdicts quote the id. Of two packets that share it nobody knows which was meant, and the \
              merge of their branches joins two contracts into one that nobody signed.",
        fails: "docs/task_packets/WP-1-X.md\ndocs/task_packets/WP-1-X/packet.md",
        mend: "Remove the one that does not count, or give the later one an id of its own.",
    },
};

/// Ids that name two packets.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let survey = &truths.survey;
    let mut found = Vec::new();
    for pair in survey.packets.windows(2).filter(|pair| pair[0].id == pair[1].id) {
        let message = format!("`{}` is there twice: {} and {}", pair[0].id, pair[0].path, pair[1].path);
        found.push(twice(&pair[0], &pair[1], message, "remove the one that does not count"));
    }
    let mut last: Option<&SurveyedPacket> = None;
    for other in &survey.elsewhere {
        let own = survey.packet(&other.id).or(last.filter(|last| last.id == other.id));
        last = Some(other);
        let Some(own) = own.filter(|own| !own.historic && written_apart(own, other)) else { continue };
        let place = match &other.place {
            PacketPlace::Here => continue,
            PacketPlace::Branch { name } => format!("on {name}"),
            PacketPlace::Worktree { path, .. } => format!("in {}", path.display()),
        };
        let message = format!("`{}` is another packet {place}: the two were written apart", own.id);
        found.push(twice(own, other, message, "give the later one an id of its own"));
    }
    found
}

fn twice(one: &SurveyedPacket, other: &SurveyedPacket, message: String, help: &str) -> Disagreement {
    let title = |packet: &SurveyedPacket| packet.packet.title.as_ref().map(|title| title.span).unwrap_or_default();
    let finding = Finding::error(&CODE, message)
        .at(one.packet.source, title(one))
        .related(other.packet.source, title(other), "the other one")
        .about(one.id.as_str());
    Disagreement::left(finding.help(help))
}

/// True where two packets differ in what is written once and never changed.
fn written_apart(one: &SurveyedPacket, other: &SurveyedPacket) -> bool {
    let date = |packet: &SurveyedPacket| packet.packet.field("DATE").and_then(|field| field.value.get().cloned());
    let differ =
        |one: Option<String>, other: Option<String>| matches!((one, other), (Some(one), Some(other)) if one != other);
    differ(date(one), date(other)) || one.base_id() != other.base_id()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn written_apart_or_side_by_side() {
        let apart = Fixture::new().elsewhere("WP-1-A", "2026-01-10", "2026-01-12");
        assert_eq!(
            told(check, &apart),
            [
                "error: `WP-1-A` is another packet on feat/x: the two were written apart @docs/task_packets/WP-1-A.md:1, left"
            ]
        );
        let went_on = Fixture::new().elsewhere("WP-1-A", "In Progress", "Done");
        assert_eq!(told(check, &went_on), [""; 0]);
        let both = Fixture::new().with(|truths| {
            let mut twin = truths.survey.packets[0].clone();
            twin.path = "docs/task_packets/WP-1-A/packet.md".into();
            truths.survey.packets.insert(1, twin);
        });
        assert_eq!(
            told(check, &both),
            ["error: `WP-1-A` is there twice: docs/task_packets/WP-1-A.md and docs/task_packets/WP-1-A/packet.md \
              @docs/task_packets/WP-1-A.md:1, left"]
        );
    }
}
