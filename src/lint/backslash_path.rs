//! Paths written with `\` in the scope or in the manifest.

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::ScopeKind;
use crate::text::{Edit, Span};

pub(super) static BACKSLASH_PATH: Code = Code {
    id: "TP051",
    name: "backslash-path",
    page: Page {
        checks: "Paths in IN_SCOPE_PATHS, in OUT_OF_SCOPE and in manifest entries are written with `/`.",
        why: "Git knows `/` alone, on every platform. A path with `\\` is understood here, and found by no other tool. \
              This is a note.",
        fails: "- **Target File**: `src\\session.rs`",
        mend: "`taskpacket lint --fix` writes `/`.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    paths(subject)
        .into_iter()
        .map(|span| {
            let got = subject.source.slice(span);
            subject
                .note(&BACKSLASH_PATH, span, format!("`{got}` is written with `\\`"))
                .compare(got.replace('\\', "/"), got)
                .help(subject.fix_command())
                .about(got)
        })
        .collect()
}

pub(super) fn fix(subject: &Subject) -> Vec<Edit> {
    let backslashes = |span: Span| {
        let text = subject.source.slice(span);
        text.match_indices('\\').map(move |(at, _)| Edit::new(Span::new(span.start + at, span.start + at + 1), "/"))
    };
    paths(subject).into_iter().flat_map(backslashes).collect()
}

/// Where such paths stand, without the annotation behind them.
fn paths(subject: &Subject) -> Vec<Span> {
    let packet = subject.packet;
    let scope = packet.scope.items.iter().chain(packet.scope.out.iter().filter_map(|item| item.path.as_ref()));
    let readable = scope.filter(|item| !matches!(item.kind, ScopeKind::Unreadable(_)));
    let of_scope = readable.filter_map(|item| path_span(subject, item.span, &item.path));
    let targets = packet.manifest.entries.iter().filter_map(|entry| Some((entry.target.span()?, entry.path()?)));
    of_scope.chain(targets.filter_map(|(span, path)| path_span(subject, span, path.as_str()?))).collect()
}

/// Where a path stands within a span that may hold an annotation too, if it is written with `\`.
fn path_span(subject: &Subject, span: Span, path: &str) -> Option<Span> {
    let text = subject.source.slice(span);
    if !text.contains('\\') {
        return None;
    }
    let at = text.replace('\\', "/").find(path)?;
    let span = Span::new(span.start + at, span.start + at + path.len());
    subject.source.slice(span).contains('\\').then_some(span)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, mended, with};
    use super::*;

    #[test]
    fn slashes_are_fine_and_notes_may_hold_anything() {
        assert_eq!(lines(check, light()), [""; 0]);
        assert_eq!(lines(check, &with(light(), "src/a.rs", "src/a.rs (was lib\\a.rs)")), [""; 0]);
    }

    #[test]
    fn backslashes_are_mended() {
        let text = with(light(), "src/a.rs", "src\\deep\\a.rs (new\\old)");
        assert_eq!(lines(check, &text), ["note: `src\\deep\\a.rs` is written with `\\` @ src\\deep\\a.rs"]);
        assert_eq!(mended(&text), with(light(), "src/a.rs", "src/deep/a.rs (new\\old)"));
    }

    #[test]
    fn so_are_those_of_manifest_targets() {
        let entry = |path: &str| {
            format!("{}\n## VALIDATION\n- **Target File**: `{path}`\n- **Start**: 1\n- **End**: 2\n", light())
        };
        assert_eq!(lines(check, &entry("src\\a.rs")), ["note: `src\\a.rs` is written with `\\` @ src\\a.rs"]);
        assert_eq!(mended(entry("src\\a.rs")), entry("src/a.rs"));
    }
}
