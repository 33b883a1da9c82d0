//! Sections and keys that the configuration demands and the packet does not have.

use super::Subject;
use super::demand::{Lack, Missing, missing};
use super::near_miss_name::near_misses;
use crate::finding::{Code, Finding, Page};
use crate::model::SectionName;

pub(super) static MISSING_PART: Code = Code {
    id: "TP030",
    name: "missing-part",
    page: Page {
        checks: "Every section and key that the configuration demands is there and holds something: by default the \
                 fields of METADATA, SCOPE, TEST_PLAN, DONE_MEANS, AUTHORITY and the sections that the work is written \
                 into.",
        why: "A contract without a scope allows nothing, and one without a plan proves nothing. What is missing now \
              stops `pre-work` later.",
        fails: "## SCOPE\n- What: expire sessions\n- OUT_OF_SCOPE:\n  - the login page\n\n(no IN_SCOPE_PATHS)",
        mend: "Add the part that the finding names. `templates/packet.md` shows where each of them stands. What is \
               demanded can be changed under `demand` in `taskpacket.yaml`.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let misspelt = near_misses(subject);
    let mut findings: Vec<Finding> = Vec::new();
    for lack in missing(subject.packet, subject.config) {
        let part = part(&lack.name);
        if misspelt.iter().any(|miss| miss.right.eq_ignore_ascii_case(part)) || said_elsewhere(&lack) {
            continue;
        }
        let section = absent_section(subject, &lack);
        let about_section = |finding: &&mut Finding| section.is_some() && finding.subject.as_deref() == section;
        match (findings.iter_mut().find(about_section), section) {
            (Some(finding), _) => finding.message += &[", `", part, "`"].concat(),
            (None, Some(section)) => findings.push(
                subject
                    .error(&MISSING_PART, lack.span, format!("there is no section `{section}` with its `{part}`"))
                    .help(format!("add a section `## {section}`"))
                    .about(section),
            ),
            (None, None) => findings.push(finding(subject, &lack)),
        }
    }
    findings
}

fn finding(subject: &Subject, lack: &Missing) -> Finding {
    let part = part(&lack.name);
    let is_section = !lack.name.contains('.') && SectionName::of_word(part).is_some();
    let (message, help) = match (&lack.lack, lack.name.split_once('.')) {
        (Lack::Empty, _) => (format!("`{part}` is there, and nothing stands in it"), format!("fill `{part}` in")),
        (_, Some((section, key))) => (format!("`{section}` has no `{key}`"), format!("add a line `- {key}: ..`")),
        _ if is_section => (format!("there is no section `{part}`"), format!("add a section `## {part}`")),
        _ => (format!("there is no `{part}`"), format!("add a line `- {part}: ..`")),
    };
    subject.error(&MISSING_PART, lack.span, message).help(help).about(&*lack.name)
}

/// The section that a missing key belongs in, where that is missing too.
fn absent_section<'a>(subject: &Subject, lack: &'a Missing) -> Option<&'a str> {
    let (section, _) = lack.name.split_once('.')?;
    let name = SectionName::of_word(section)?;
    (lack.lack == Lack::Absent && subject.packet.section(name).is_none()).then_some(section)
}

/// True for what other rules say: blanks, values that mean nothing, a plan without a step.
fn said_elsewhere(lack: &Missing) -> bool {
    match lack.lack {
        Lack::Placeholder(..) | Lack::Malformed(_) => true,
        Lack::Empty => part(&lack.name) == "TEST_PLAN",
        Lack::Absent => false,
    }
}

fn part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn a_packet_with_all_its_parts_is_fine() {
        assert_eq!(lines(check, light()), [""; 0]);
    }

    #[test]
    fn a_missing_key_points_at_its_section() {
        let text = with(light(), "- IN_SCOPE_PATHS:\n  - src/a.rs\n", "");
        assert_eq!(lines(check, &text), ["error: `SCOPE` has no `IN_SCOPE_PATHS` @ ## SCOPE"]);
    }

    #[test]
    fn a_missing_section_is_one_finding_for_all_its_keys() {
        let text = with(light(), "## METADATA\n- WP_ID: WP-1\n- Status: Ready for Dev\n", "");
        assert_eq!(
            lines(check, &text),
            ["error: there is no section `METADATA` with its `WP_ID`, `STATUS` @ # Task Packet: WP-1"]
        );
    }

    #[test]
    fn an_empty_part_is_not_a_missing_one() {
        let text = with(light(), "- it works\n", "");
        assert_eq!(lines(check, &text), ["error: `DONE_MEANS` is there, and nothing stands in it @ ### DONE_MEANS"]);
    }

    #[test]
    fn a_misspelt_key_is_said_once_by_another_rule() {
        assert_eq!(lines(check, &with(light(), "IN_SCOPE_PATHS", "IN_SCOPE_PATH")), [""; 0]);
    }

    #[test]
    fn it_weighs_less_when_the_work_is_over() {
        let text = with(light(), "Ready for Dev", "Done");
        let text = with(&text, "### DONE_MEANS\n- it works\n", "");
        assert_eq!(lines(check, &text), ["warning: there is no section `DONE_MEANS` @ # Task Packet: WP-1"]);
    }
}
