//! One digest for all that binds the coder, whatever the bytes it is written in.

use super::compare::field_text_of;
use super::difference::is_blank;
use super::owner::{Compared, PARTS, Part};
use super::{items, plan, scope};
use crate::gate::words;
use crate::model::{Config, Digest, Packet, RepoPath};
use crate::text::Sources;

/// The digest of a packet's contract: of one form for everything that [`super::differences`] compares. Encoding, white
/// space, annotations, the spelling of a folder (`src/`, `src`, `src/**`), braces, an item that another one covers,
/// revision ranges and the packet's own governance in its scope change nothing in it. It has no direction: a scope that
/// became smaller is another one.
pub fn contract_digest(packet: &Packet, sources: &Sources) -> Digest {
    let mut form = String::new();
    for part in PARTS {
        for line in lines(part, packet, sources) {
            form.push_str(&part.name());
            form.push('\0');
            form.push_str(&line);
            form.push('\n');
        }
    }
    Digest::of(form.as_bytes())
}

/// What a part says, one line for each thing that counts on its own.
fn lines(part: &Part, packet: &Packet, sources: &Sources) -> Vec<String> {
    match part.compared {
        Compared::Scope => {
            let source = sources.get(packet.source);
            let refinement = packet.metadata.refinement_file.get().map(|file| RepoPath::from(file.as_str()));
            let governance = Config::default().governance(&RepoPath::from(source.name()), refinement.as_ref());
            scope::canonical(&packet.scope.items, |path| governance.contains(&RepoPath::from(path)))
        }
        Compared::OutOfScope => {
            let paths: Vec<_> = packet.scope.out.iter().filter_map(|item| item.path.clone()).collect();
            let prose = packet.scope.out.iter().filter(|item| item.path.is_none() && !is_blank(&item.text));
            let mut lines = scope::canonical(&paths, is_blank);
            lines.extend(sorted(prose.map(|item| words::key(&item.text)).collect()));
            lines
        }
        Compared::Plan => plan::canonical(packet),
        Compared::Items => sorted(items::keys(part, packet)),
        Compared::Field => field_text_of(part, packet).map(|text| words::key(&text)).into_iter().collect(),
        Compared::Text => {
            let section = packet.section(part.section);
            let text = section.map(|section| sources.get(packet.source).slice(section.body)).unwrap_or_default();
            let says = !words::is_empty(text) && !is_blank(text);
            says.then(|| words::key(text)).into_iter().collect()
        }
        Compared::Not => Vec::new(),
    }
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::fixture::Fixture;

    fn digest(from: &str, to: &str) -> Digest {
        let after = if from.is_empty() { Fixture::new() } else { Fixture::new().frozen(from, to) }.after();
        contract_digest(&after.packet, &after.sources)
    }

    #[test]
    fn what_does_not_count() {
        let harmless = [
            ("  - src/\n", "  - src\n"),
            ("  - src/\n", "  - src/**\n"),
            ("  - src/\n", "  - `src/` (update)\n"),
            ("  - src/\n", "  - src/\n  - src/a.rs\n"),
            ("  - src/\n  - Cargo.toml\n", "  - Cargo.toml\n  - ./src/\n"),
            ("  - Cargo.toml\n", "  - Cargo.toml\n  - docs/task_packets/WP-1-Session.md\n"),
            ("  - Cargo.toml\n", "  - Cargo.toml\n  - ../elsewhere\n"),
            ("just post-work WP-1-Session\n```", "just post-work WP-1-Session --range 1234567..HEAD\n```"),
            ("- The session boundary holds", "- [x] The session boundary holds"),
            ("- **Status:** In Progress", "- **Status:** Validated (PASS)"),
            ("- DATE: 2026-01-10", "- DATE: 2026-01-10\n- MERGE_BASE_SHA: 1234567890123456789012345678901234567890"),
            ("- What: expired sessions are refused", "- What: expired sessions \u{2014} are   refused"),
            ("- (Coder fills after skeleton approval.)", "- one type, as planned"),
            ("Verdict: PASS\n", "Verdict: PASS\n\n### Report 2026-01-14\nVerdict: FAIL\n"),
            ("# Session audit (CX-SES-010)", "# The session audit (CX-SES-010)"),
            ("\n", "\r\n"),
        ];
        for (from, to) in harmless {
            assert_eq!(digest(from, to), digest("", ""), "{to}");
        }
    }

    #[test]
    fn what_counts() {
        let real = [
            ("  - src/\n", "  - src/\n  - lib/\n"),
            ("  - src/\n", "  - src/a.rs\n"),
            ("  - src/gen/\n", ""),
            ("  - No changes of the storage format\n", "  - Changes of the storage format\n"),
            ("cargo test refusals\n", ""),
            ("cargo test refusals\n", "cargo test refusals || true\n"),
            ("cargo test sessions\ncargo test refusals\n", "cargo test refusals\ncargo test sessions\n"),
            ("- The session boundary holds (CX-SES-010).\n", ""),
            ("- RISK_TIER: HIGH", "- RISK_TIER: LOW"),
            ("- What: expired sessions are refused", "- What: expired sessions are welcome"),
            ("docs/spec.md 1.2 [CX-SES-010]", "docs/spec.md 1.3 [CX-SES-010]"),
            ("- git revert the commit", "- none"),
        ];
        for (from, to) in real {
            assert_ne!(digest(from, to), digest("", ""), "{to}");
        }
    }

    #[test]
    fn braces_are_written_out_and_the_order_is_none() {
        assert_eq!(digest("  - src/\n", "  - src/{a,b}.rs\n"), digest("  - src/\n", "  - src/b.rs\n  - src/a.rs\n"));
    }
}
