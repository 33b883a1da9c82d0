//! Scope items that are no path of the repository.

use super::Subject;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::{ScopeItem, ScopeKind};

pub(super) static SCOPE_UNREADABLE: Code = Code {
    id: "TP038",
    name: "scope-unreadable",
    page: Page {
        checks: "Every item of IN_SCOPE_PATHS is a file, a folder or a glob inside the repository. A remark in \
                 parentheses may follow it.",
        why: "An item that is prose, absolute, or leads out of the repository allows nothing: the change that it was \
              meant to allow fails `scope_respected`.",
        fails: "- IN_SCOPE_PATHS:\n  - all session files\n  - ../other-repo/src/a.rs",
        mend: "Write the path relative to the repository's root: `src/session.rs`, `src/session/`, `src/**/*.rs`. Work \
               in another repository belongs in a packet of that repository.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let mut by_reason: Vec<(&'static str, Vec<&ScopeItem>)> = Vec::new();
    for item in &subject.packet.scope.items {
        let ScopeKind::Unreadable(reason) = item.kind else { continue };
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, items)) => items.push(item),
            None => by_reason.push((reason, vec![item])),
        }
    }
    by_reason.into_iter().map(|(reason, items)| unreadable(subject, reason, &items)).collect()
}

/// One finding for all items with one and the same fault; the first few are shown.
fn unreadable(subject: &Subject, reason: &str, items: &[&ScopeItem]) -> Finding {
    const SHOWN: usize = 4;
    let text = shorten(subject.source.slice(items[0].span));
    let others = match items.len() - 1 {
        0 => String::new(),
        1 => " (and 1 item more)".to_owned(),
        more => format!(" (and {more} items more)"),
    };
    let message = format!("`{text}` is no path that a scope can hold: {reason}{others}");
    let mut finding = subject
        .error(&SCOPE_UNREADABLE, items[0].span, message)
        .help("write a path relative to the repository's root, or take the item out")
        .about("IN_SCOPE_PATHS");
    for item in items.iter().skip(1).take(SHOWN - 1) {
        finding = finding.related(subject.packet.source, item.span, "this one too");
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn paths_of_every_form() {
        let items = "  - src/a.rs (new)\n  - src/session/\n  - `src/**/*.rs`\n  - fonts/R(wdth,wght).ttf\n";
        assert_eq!(lines(check, &with(light(), "  - src/a.rs\n", items)), [""; 0]);
    }

    #[test]
    fn what_is_no_path() {
        let items = "  - /etc/passwd\n  - ../other/a.rs\n  - ../other/b.rs\n";
        let found = lines(check, &with(light(), "  - src/a.rs\n", items));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("error: `/etc/passwd` is no path that a scope can hold: it is absolute"));
        assert!(found[1].ends_with("it leaves the repository (and 1 item more) @ ../other/a.rs"), "{found:?}");
    }

    #[test]
    fn prose_is_no_path() {
        let text = with(light(), "  - src/a.rs\n", "  - All files that deal with sessions.\n");
        assert_eq!(lines(check, &text).len(), 1);
    }
}
