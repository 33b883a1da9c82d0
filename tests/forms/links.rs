//! What a packet points to.

use taskpacket::model::LinkKind;
use taskpacket::model::LinkKind::{Evidence, Field, FileToOpen, Markdown};

use crate::{packet, slice};

/// Kind, path and line of a link.
type Pointer<'a> = (LinkKind, &'a str, Option<usize>);

#[test]
fn links_in_every_form() {
    let cases: &[(&str, &[Pointer])] = &[
        ("see [a](docs/a.md)\n", &[(Markdown, "docs/a.md", None)]),
        ("see [a](docs/a.md#part \"title\")\n", &[(Markdown, "docs/a.md", None)]),
        (
            "see [a](docs/My%20Notes.md) and [b](<docs/b c.md>)\n",
            &[(Markdown, "docs/My Notes.md", None), (Markdown, "docs/b c.md", None)],
        ),
        ("see [a](f(a,b).md)\n", &[(Markdown, "f(a,b).md", None)]),
        ("[a](https://example.org/x) [b](#part) [c](mailto:x@y) [d](<fill>)\n", &[]),
        ("`[a](b.md)`\n```\n[a](b.md)\n```\n<!-- [a](b.md) -->\n", &[]),
        ("- REFINEMENT_FILE: docs/r.md\n", &[(Field, "docs/r.md", None)]),
        ("- SPEC_TARGET: docs/S.md -> Spec v1.md\n", &[(Field, "docs/S.md", None), (Field, "Spec v1.md", None)]),
        (
            "- Codex: The Codex v1.4.md\n- **Task Board**: `docs/B.md`\n",
            &[(Field, "The Codex v1.4.md", None), (Field, "docs/B.md", None)],
        ),
        ("- SPEC_TARGET: docs/S.md -> Spec_vXX.XX.md\n", &[]),
        ("- REFINEMENT_FILE: <pending>\n- Codex: none\n", &[]),
        (
            "- FILES_TO_OPEN:\n  - src/a.rs (here)\n  - `src/b.rs:12`\n  - <fill>\n  - the tests of the parser\n",
            &[(FileToOpen, "src/a.rs", None), (FileToOpen, "src/b.rs", Some(12))],
        ),
        ("### FILES_TO_OPEN\n* docs/START.md\n", &[(FileToOpen, "docs/START.md", None)]),
        (
            "## EVIDENCE_MAPPING\n- \"it works\" -> src/a.rs:12-20\n- \"x\" -> `b.rs:3`, `c.rs:4`\n- \"y\" -> <fill>\n",
            &[(Evidence, "src/a.rs", Some(12)), (Evidence, "b.rs", Some(3)), (Evidence, "c.rs", Some(4))],
        ),
        (
            "## EVIDENCE_MAPPING\n- REQUIREMENT: \"x\"\n  - EVIDENCE: `a.rs:1`, `b.rs:2`\n  - EVIDENCE: `path/to/file:line`\n",
            &[(Evidence, "a.rs", Some(1)), (Evidence, "b.rs", Some(2))],
        ),
        ("## EVIDENCE_MAPPING\n- \"x\" -> C:\\work\\a.rs:3\n", &[(Evidence, "C:/work/a.rs", Some(3))]),
    ];
    for (text, expected) in cases {
        let links = packet(text).links;
        let got: Vec<Pointer> = links.iter().map(|it| (it.kind, it.path.as_str(), it.line)).collect();
        assert_eq!(&got, expected, "{text}");
    }
}

#[test]
fn a_link_knows_its_place() {
    let text = "see [a](docs/a.md)\n";
    assert_eq!(slice(text, packet(text).links[0].span), "docs/a.md");
}
