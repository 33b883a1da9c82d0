//! `scope_respected`: nothing changed but what the packet lets its coder change.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::edit::amend_command;
use crate::gate::permit::{Permission, permission_after};
use crate::model::{After, Change, ChangeKind, Image, Mode, Packet, RepoPath, Stray, WaiverState, Window};
use crate::text::{SourceId, Span, plural};

/// Nothing changed but what the packet lets its coder change.
pub static CODE: Code = Code {
    id: "TP301",
    name: "scope_respected",
    page: Page {
        checks: "Every path in which the two sides of the snapshot differ is allowed: by an item of IN_SCOPE_PATHS that \
                 OUT_OF_SCOPE does not carve out again, as governance of the packet, or as the companion of a file in scope \
                 (`Cargo.lock` beside `Cargo.toml`). Both ends of a rename count, and so do deletions, mode changes and \
                 untracked files. Another packet or refinement is in scope only by its exact name. An empty scope allows \
                 nothing.",
        why: "The scope is what was signed. What lies outside of it was thought through by nobody.",
        fails: "- IN_SCOPE_PATHS:\n  - src/session/\n    .. and `src/lib.rs` is staged too",
        mend: "Leave the path out of the change. Or have the scope amended: put the path under IN_SCOPE_PATHS and a record \
               under WAIVERS GRANTED that covers `contract_unchanged` and names the path, and commit the packet alone, ahead \
               of the code.",
    },
};

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let mut refused = Vec::new();
    let (mut in_scope, mut governance, mut amended, mut companions) = (0, 0, Vec::new(), Vec::new());
    for change in &after.snapshot.changes {
        match permission_after(&change.path, after) {
            Permission::Governance => governance += 1,
            Permission::Companion(of) => companions.push(format!("{} with {of}", change.path)),
            Permission::InScope(_) => match amendment(&after.packet, &change.path) {
                Some(id) => amended.push(format!("{} by amendment {id}", change.path)),
                None => in_scope += 1,
            },
            denied => refused.push((change, denied)),
        }
    }
    let is_alone = in_scope + amended.len() + companions.len() == 0;
    let findings: Vec<Finding> =
        refused.iter().map(|(change, denied)| finding(change, denied, is_alone, after)).collect();
    let files = after.snapshot.changes.len() - governance;
    let phrase = if !findings.is_empty() {
        format!("{} of {} out of scope", findings.len(), plural(files, "file"))
    } else if files == 0 {
        "nothing outside governance changed".to_owned()
    } else {
        let mut parts = if in_scope > 0 { vec![format!("{in_scope} in scope")] } else { Vec::new() };
        parts.extend(amended);
        parts.extend(companions);
        format!("{}: {}", plural(files, "file"), parts.join(", "))
    };
    Judgement::of(findings, phrase)
}

fn finding(change: &Change, denied: &Permission, is_alone: bool, after: &After) -> Finding {
    let path = &change.path;
    let did = match change.kind {
        ChangeKind::Added | ChangeKind::Modified => "changed",
        ChangeKind::ModeOnly => "changed its mode",
        ChangeKind::Deleted => "was deleted",
    };
    let source = after.packet.source;
    let scope = after.packet.scope.heading;
    let (why, span) = match denied {
        Permission::CarvedOut(index) => {
            ("OUT_OF_SCOPE carves it out".to_owned(), after.packet.scope.out.get(*index).map(|item| item.span))
        }
        Permission::OtherPacket => {
            ("only its exact name in IN_SCOPE_PATHS would allow a file of another packet".to_owned(), scope)
        }
        _ if scope.is_none() => ("the packet has no IN_SCOPE_PATHS".to_owned(), None),
        _ => ("nothing in IN_SCOPE_PATHS allows it".to_owned(), scope),
    };
    let mut finding = Finding::error(&CODE, format!("`{path}` {did}, and {why}")).about(path.to_string());
    let declared = span.unwrap_or_else(|| first_line(&after.packet));
    finding = match changed_place(path, after) {
        Some((place, line)) => {
            let label = if change.kind == ChangeKind::Added { "a new file" } else { "changed here" };
            finding.at(place, line).label(label).related(source, declared, "the packet's word on it")
        }
        None => finding.at(source, declared).label("the packet's word on it"),
    };
    finding = finding.help(leave_out(change, is_alone, after));
    let amend = match denied {
        Permission::CarvedOut(_) => {
            Some("have whoever owns the contract take that line out of OUT_OF_SCOPE".to_owned())
        }
        _ => path.as_str().and_then(|path| amend_command(&after.id, &[path.to_owned()], None, None)),
    };
    finding.help.extend(amend);
    finding
}

/// How to leave a path out without losing what was done to it; `is_alone` where nothing in scope changed beside it.
fn leave_out(change: &Change, is_alone: bool, after: &After) -> String {
    let path = change.path.quoted();
    match after.snapshot.mode {
        Mode::Staged => format!("git restore --staged -- {path}    (keeps your edit on disk)"),
        Mode::Worktree if is_alone => {
            format!("git stash push -u -- {path}    (keeps your edit; what is committed is judged then)")
        }
        Mode::Worktree | Mode::Disk => {
            format!("stage what is in scope and leave {path} out: only what is staged is judged then")
        }
        Mode::Range | Mode::Committed => format!(
            "git restore --staged --source={} -- {path} && git commit    (keeps your edit on disk)",
            after.snapshot.base.name()
        ),
    }
}

/// The first line that changed in a file whose text is at hand.
fn changed_place(path: &RepoPath, after: &After) -> Option<(SourceId, Span)> {
    let file = after.targets.get(path.as_str()?)?;
    let (base, head) = (file.base.as_ref(), file.head.as_ref()?);
    let nothing = Window { start: head.line_count() as u64 + 2, end: head.line_count() as u64 + 2 };
    let line = match nothing.stray(base, Some(head)) {
        _ if base.is_some_and(|base| base.oid == head.oid) => 1,
        None => return None,
        Some(Stray::After(line)) => line,
        Some(Stray::Before(line)) => line.clamp(1, Image::line_count(head).max(1)),
    };
    let source = head.source?;
    Some((source, after.sources.try_get(source)?.line_span(line)?))
}

/// The id of the amendment that names a path, where one does.
fn amendment<'a>(packet: &'a Packet, path: &RepoPath) -> Option<&'a str> {
    packet
        .waivers
        .iter()
        .filter(|waiver| waiver.state == WaiverState::Active)
        .filter(|waiver| waiver.covers.iter().any(|gate| gate == "contract_unchanged"))
        .find(|waiver| waiver.paths.iter().any(|item| item.matches(path)))
        .map(|waiver| waiver.id.as_str())
}

fn first_line(packet: &Packet) -> Span {
    packet.title.as_ref().map_or(Span::at(0), |title| title.span)
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;
    use crate::model::{Mode, RepoPath};

    #[test]
    fn every_kind_of_change_counts() {
        let cases =
            [(Some("a\n"), Some("b\n"), "changed"), (None, Some("b\n"), "changed"), (Some("a\n"), None, "was deleted")];
        for (before, after, did) in cases {
            let fixture = Fixture::changed().file("lib/b.rs", before, after);
            assert_eq!(fixture.errors(), ["scope_respected"], "{did}");
            let told = fixture.told("scope_respected");
            assert!(told.starts_with(&format!("`lib/b.rs` {did}, and nothing in IN_SCOPE_PATHS allows it")), "{told}");
        }
        let mode = Fixture::changed().file("lib/b.rs", Some("a\n"), Some("a\n")).modes(0o100_644, 0o100_755);
        assert!(mode.told("scope_respected").starts_with("`lib/b.rs` changed its mode"));
    }

    #[test]
    fn both_ends_of_a_rename_count() {
        let out = Fixture::changed().file("lib/b.rs", Some("a\n"), None).file("src/b.rs", None, Some("a\n"));
        let out = out.true_entry("src/b.rs");
        assert_eq!(out.errors(), ["scope_respected"]);
        assert!(out.told("scope_respected").contains("`lib/b.rs` was deleted"));
    }

    #[test]
    fn what_is_allowed() {
        let items = ["src/a.rs (update)", "src/", "src/**", "`src/a.rs` - why", "src\\a.rs"];
        for item in items {
            let fixture = Fixture::changed().frozen("  - src/\n", &format!("  - {item}\n"));
            assert_eq!(fixture.errors(), [""; 0], "{item}");
        }
        let bold = Fixture::changed().frozen("- IN_SCOPE_PATHS:\n  - src/", "- **IN_SCOPE_PATHS**:\n  - lib/");
        assert_eq!(bold.errors(), ["scope_respected"]);
        let empty = Fixture::changed().frozen("  - src/\n  - Cargo.toml\n", "");
        assert_eq!(empty.errors(), ["scope_respected"]);
    }

    #[test]
    fn companions_and_governance_come_along() {
        let fixture = Fixture::changed().file("Cargo.lock", Some("a\n"), Some("b\n")).true_entry("Cargo.lock");
        let fixture = fixture.file("docs/TASK_BOARD.md", Some("a\n"), Some("b\n"));
        assert_eq!(fixture.errors(), [""; 0]);
        let phrase = "2 files: 1 in scope, Cargo.lock with Cargo.toml".to_owned();
        assert_eq!(fixture.status("scope_respected"), (GateStatus::Pass, phrase));
    }

    #[test]
    fn what_is_carved_out_and_what_is_of_others() {
        let carved = Fixture::changed().file("src/gen/b.rs", None, Some("a\n"));
        assert!(carved.told("scope_respected").contains("OUT_OF_SCOPE carves it out"));
        let other = Fixture::changed().frozen("  - src/\n", "  - src/\n  - docs/\n");
        let other = other.file("docs/task_packets/WP-2.md", None, Some("a\n"));
        assert!(other.told("scope_respected").contains("only its exact name"));
    }

    #[test]
    fn a_mend_keeps_the_work() {
        let outside = Fixture::changed().file("lib/b c.rs", Some("a\nb\n"), Some("a\nc\n"));
        let finding = outside.findings().into_iter().find(|it| it.code == &super::CODE).unwrap();
        assert_eq!(
            finding.help,
            [
                "git restore --staged -- 'lib/b c.rs'    (keeps your edit on disk)",
                "taskpacket amend WP-1-Session --add 'lib/b c.rs' --reason .. --approver .. --commit",
            ]
        );
        assert_eq!(outside.after().sources.position(finding.site.unwrap()).line, 2);
        for mode in [Mode::Worktree, Mode::Committed] {
            let mut after = outside.after();
            after.snapshot.mode = mode;
            let help = super::check(&after).findings[0].help.join(" ");
            assert!(!help.contains("checkout") && !help.contains("reset") && !help.contains("stash"), "{help}");
        }
    }

    #[test]
    fn paths_that_are_no_text_are_judged_too() {
        let mut after = Fixture::changed().after();
        after.snapshot.changes[0].path = RepoPath::new(*b"src/\xff\n.rs");
        assert_eq!(super::check(&after).status, GateStatus::Pass);
        after.snapshot.changes[0].path = RepoPath::new(*b"lib/\xff\n.rs");
        let judgement = super::check(&after);
        assert!(judgement.findings[0].help[0].contains("$'lib/\\xff\\x0a.rs'"));
    }
}
