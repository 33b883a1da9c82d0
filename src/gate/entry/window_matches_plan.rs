//! `window_matches_plan`: the file is one that the plan allows, and the window holds all that was done to it.

use super::claim::{lacks_lines, window};
use super::sides::{ask, unproven};
use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::permit::{Permission, permission_after};
use crate::model::{After, Entry, RepoPath};

/// The file is one that the plan allows, and the window holds all that was done to it.
pub static CODE: Code = Code {
    id: "TP202",
    name: "window_matches_plan",
    page: Page {
        checks: "The entry's file is allowed by IN_SCOPE_PATHS (or is governance of the packet, or a companion of a file in \
                 scope), and its window covers every change made to the file.",
        why: "An entry for a file outside of the plan, or a window smaller than the change, declares something else than \
              what was agreed or done.",
        fails: "- IN_SCOPE_PATHS:\n  - src/a.rs\n..\n- **Target File**: `src/b.rs`",
        mend: "A window that is too small: `taskpacket manifest WP-ID --write`. A file out of scope: leave it out of the \
               change, or have the scope amended as `scope_respected` explains.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| {
        let mut findings = Vec::new();
        let path = entry.path();
        let permission = path.as_ref().map(|path| permission_after(path, after));
        let waived = path.as_ref().is_some_and(|path| scope_is_waived(path, after));
        if let Some(Permission::CarvedOut(_) | Permission::Outside | Permission::OtherPacket) = permission
            && !waived
        {
            let message = format!("`{}` has an entry, and nothing in IN_SCOPE_PATHS allows it", sides.target);
            findings.push(
                Finding::error(&CODE, message)
                    .at(after.packet.source, entry.target.span().unwrap_or(entry.span))
                    .about(sides.target)
                    .help("take the entry out, and the change of the file"),
            );
        }
        if !lacks_lines(sides.base, sides.head) {
            let Some(window) = window(entry) else {
                return if findings.is_empty() { unproven("no window") } else { Judgement::of(findings, "") };
            };
            if window.holds_change(sides.base, sides.head) != Some(true) {
                let message = format!("the window {window} does not cover every change of `{}`", sides.target);
                findings.push(
                    Finding::error(&CODE, message)
                        .at(after.packet.source, entry.start.span().unwrap_or(entry.span))
                        .about(sides.target)
                        .help(format!("taskpacket manifest {} --write", after.id)),
                );
            }
        }
        Judgement::of(findings, "")
    })
}

/// True where a waiver in force lets the file be out of scope: then it may have its entry, too.
fn scope_is_waived(path: &RepoPath, after: &After) -> bool {
    let today = after.now.date_naive();
    after.waivers.iter().any(|waiver| waiver.relaxes("scope_respected", Some(path), today))
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;

    #[test]
    fn an_entry_out_of_scope_follows_from_the_scope() {
        let outside = Fixture::new().file("lib/a.rs", None, Some("a\n")).true_entry("lib/a.rs");
        assert_eq!(outside.status("window_matches_plan").0, GateStatus::Fail);
        assert_eq!(outside.errors(), ["scope_respected"]);
    }

    #[test]
    fn an_unchanged_file_out_of_scope_has_no_entry_to_have() {
        let unchanged = Fixture::changed().file("lib/a.rs", Some("a\n"), Some("a\n")).true_entry("lib/a.rs");
        assert_eq!(unchanged.errors(), ["window_matches_plan"]);
    }

    #[test]
    fn a_window_that_is_too_small_follows_from_the_rails() {
        let narrow = Fixture::changed().edit("**End**: 3", "**End**: 2");
        assert_eq!(narrow.status("window_matches_plan").0, GateStatus::Fail);
        assert_eq!(narrow.errors(), ["rails_untouched_outside_window"]);
    }
}
