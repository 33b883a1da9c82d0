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
               demanded can be changed under `require` in `taskpacket.yaml`.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let missing = missing(subject.packet, subject.config);
    if missing.is_empty() {
        return Vec::new();
    }
    let misspelt = near_misses(subject);
    let is_said = |lack: &Missing| misspelt.iter().any(|it| it.right.eq_ignore_ascii_case(part(&lack.name)));
    let mut groups: Vec<(Group, Vec<Missing>)> = Vec::new();
    for lack in missing {
        if is_said(&lack) || said_elsewhere(&lack) {
            continue;
        }
        let group = Group::of(subject, &lack);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, lacks)) => lacks.push(lack),
            None => groups.push((group, vec![lack])),
        }
    }
    groups.iter().map(|(group, lacks)| finding(subject, group, lacks)).collect()
}

/// What lacks for one and the same reason is one finding.
#[derive(PartialEq)]
enum Group {
    /// Sections, and keys that belong in none.
    Parts,
    /// Keys of a section that is there.
    Keys(String),
    /// A section with all the keys that belong in it.
    Section(String),
    /// One that is there, and empty.
    Empty(String),
}

impl Group {
    fn of(subject: &Subject, lack: &Missing) -> Self {
        match (&lack.lack, absent_section(subject, lack), lack.name.split_once('.')) {
            (Lack::Empty, ..) => Self::Empty(lack.name.clone()),
            (_, Some(section), _) => Self::Section(section.to_owned()),
            (_, None, Some((section, _))) => Self::Keys(section.to_owned()),
            (_, None, None) => Self::Parts,
        }
    }
}

fn finding(subject: &Subject, group: &Group, lacks: &[Missing]) -> Finding {
    let parts: Vec<String> = lacks.iter().map(|lack| format!("`{}`", part(&lack.name))).collect();
    let (parts, first) = (parts.join(", "), part(&lacks[0].name));
    let line = match SectionName::of_word(first) {
        Some(_) if !lacks[0].name.contains('.') => format!("## {first}"),
        _ => format!("- {first}: .."),
    };
    let (message, help) = match group {
        Group::Parts => (format!("the packet has no {parts}"), format!("add `{line}`")),
        Group::Keys(section) => (format!("`{section}` has no {parts}"), format!("add a line `{line}`")),
        Group::Section(section) => {
            (format!("there is no section `{section}` with its {parts}"), format!("add a section `## {section}`"))
        }
        Group::Empty(_) => (format!("{parts} is there, and nothing stands in it"), format!("fill `{first}` in")),
    };
    subject.error(&MISSING_PART, lacks[0].span, message).help(help).about(&*lacks[0].name)
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
        assert_eq!(lines(check, &text), ["warning: the packet has no `DONE_MEANS` @ # Task Packet: WP-1"]);
    }
}
