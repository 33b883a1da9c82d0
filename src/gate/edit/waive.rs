//! Waivers before they are granted: of a gate that there is and that can be waived, until a day that is yet to come.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::finding::{Code, Finding, Page};
use crate::gate::Gate;
use crate::gate::waive::{CONTRACT, is_by_path};
use crate::text::{listed, nearest};

/// A waiver would relax nothing.
pub static WAIVER_REFUSED: Code = Code {
    id: "TP723",
    name: "waiver_refused",
    page: Page {
        checks: "A waiver that `taskpacket waive` writes covers a gate of post-work that can be waived, names paths where the \
                 gate is asked for each path and none where it is not, and ends on a day that is yet to come.",
        why: "A waiver that relaxes nothing is taken for one that does, and one without an end is a rule.",
        fails: "taskpacket waive WP-1 --gate contract_unchanged ..",
        mend: "Do what the message says. A change of the contract is amended, never waived: `taskpacket amend`.",
    },
};

/// The gate that looks at waivers itself, hit by hit.
const AUDITS: &str = "audits_clean";

/// What stands in the way of a waiver of one of these gates.
pub fn waivable(gates: &[&Gate], gate: &str, has_paths: bool, expires: NaiveDate, today: NaiveDate) -> Option<Finding> {
    let refuse = |message: String| Finding::error(&WAIVER_REFUSED, message).about(gate.to_owned());
    if gate == CONTRACT {
        let help = "have the contract amended: taskpacket amend --add PATH .. --reason .. --approver .. --commit";
        return Some(refuse(format!("no waiver relaxes `{CONTRACT}`")).help(help));
    }
    let of_name: Vec<&&Gate> = gates.iter().filter(|known| known.name == gate).collect();
    if of_name.is_empty() {
        let names = || gates.iter().map(|known| known.name).filter(|name| *name != CONTRACT);
        let finding = refuse(format!("`{}` is no gate of post-work", gate.escape_debug()));
        return Some(match nearest(gate, names()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("one of {}", listed(names().collect::<BTreeSet<_>>(), usize::MAX))),
        });
    }
    let by_path = |known: &Gate| is_by_path(known) || known.name == AUDITS;
    if !has_paths && of_name.iter().all(|known| by_path(known)) {
        let finding = refuse(format!("`{gate}` is asked for each path, and the waiver names none"));
        return Some(finding.help("name the paths that it is about: --paths src/x.rs"));
    }
    if has_paths && !of_name.iter().any(|known| by_path(known)) {
        let message = format!("`{gate}` is asked once and not for each path: with paths the waiver relaxes nothing");
        return Some(refuse(message).help("leave --paths out"));
    }
    if expires <= today {
        let finding = refuse(format!("the waiver would end on {expires}, and today is {today}"));
        return Some(finding.help("name a day that is yet to come: --expires YYYY-MM-DD"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::{ENTRY, POST_WORK};

    #[test]
    fn what_can_be_waived() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 1, day).expect("that is a day");
        let cases = [
            ("scope_respected", true, 20, None),
            ("pre_sha1_captured", true, 20, None),
            ("evidence_fresh", false, 20, None),
            ("audits_clean", true, 20, None),
            ("all_links_resolvable", true, 20, None),
            ("all_links_resolvable", false, 20, None),
            ("scope_respected", false, 20, Some("names none")),
            ("evidence_fresh", true, 20, Some("asked once")),
            ("scope_respected", true, 10, Some("would end on 2026-01-10")),
            ("scope_respected", true, 9, Some("would end on 2026-01-09")),
            ("scope_respectd", true, 20, Some("no gate of post-work")),
            ("packet_complete", false, 20, Some("no gate of post-work")),
            ("contract_unchanged", true, 20, Some("no waiver relaxes")),
        ];
        let gates: Vec<&Gate> = POST_WORK.iter().chain(ENTRY).collect();
        for (gate, has_paths, expires, expected) in cases {
            let found = waivable(&gates, gate, has_paths, day(expires), day(10));
            match (&found, expected) {
                (None, None) => {}
                (Some(finding), Some(text)) => assert!(finding.message.contains(text), "{gate}: {finding:?}"),
                _ => panic!("{gate}: {found:?}"),
            }
        }
    }
}
