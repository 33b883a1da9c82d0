//! What the tests of the rules share: the smallest packet without a finding, and findings as lines of text.

use super::Subject;
use super::mend::mend;
use crate::finding::{Finding, Severity};
use crate::model::{Config, PacketId, Profile};
use crate::parse;
use crate::text::{Source, Sources};

/// A packet that the light profile is content with.
pub(super) fn light() -> &'static str {
    "# Task Packet: WP-1

## METADATA
- WP_ID: WP-1
- Status: Ready for Dev

## SCOPE
- IN_SCOPE_PATHS:
  - src/a.rs

## QUALITY_GATE
### TEST_PLAN
```bash
cargo test
```

### DONE_MEANS
- it works
"
}

/// The text with one part of it replaced; the part must be there.
pub(super) fn with(text: &str, part: &str, replacement: &str) -> String {
    assert!(text.contains(part), "the fixture does not hold {part:?}");
    text.replacen(part, replacement, 1)
}

/// What a rule says of a packet called `WP-1`, one line a finding: severity, message, `@`, the text it points at.
pub(super) fn lines(check: fn(&Subject) -> Vec<Finding>, text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("docs/task_packets/WP-1.md", text.as_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let config = Config::of_profile(Profile::Light);
    let id = PacketId::parse("WP-1");
    let subject = Subject { packet: &packet, source: sources.get(source), id: id.as_ref(), config: &config };
    check(&subject).iter().map(|finding| line(finding, sources.get(source))).collect()
}

/// The text after `--fix`.
pub(super) fn mended(text: impl AsRef<[u8]>) -> String {
    let config = Config::of_profile(Profile::Light);
    let mended = mend("docs/task_packets/WP-1.md", text.as_ref(), PacketId::parse("WP-1").as_ref(), &config);
    String::from_utf8(mended.bytes).unwrap()
}

fn line(finding: &Finding, source: &Source) -> String {
    let severity = match finding.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let site = finding.site.expect("each finding of lint has a place");
    format!("{severity}: {} @ {}", finding.message, source.slice(site.span))
}
