//! IN_SCOPE_PATHS and OUT_OF_SCOPE.

use taskpacket::model::{RepoPath, ScopeKind};

use crate::packet;

/// The items of IN_SCOPE_PATHS: path, kind, note.
fn items(text: &str) -> Vec<(String, &'static str, String)> {
    let items = packet(text).scope.items;
    items.into_iter().map(|item| (item.path, item.kind.word(), item.note.unwrap_or_default())).collect()
}

#[test]
fn an_item_is_read_in_every_form() {
    let cases = [
        ("src/a.rs", ("src/a.rs", "file", "")),
        ("src/a.rs (new)", ("src/a.rs", "file", "new")),
        ("src/a.rs (new; name may vary)", ("src/a.rs", "file", "new; name may vary")),
        ("`src/a.rs`", ("src/a.rs", "file", "")),
        ("`src/a.rs` (NEW - x)", ("src/a.rs", "file", "NEW - x")),
        ("`src/a.rs (new)`", ("src/a.rs", "file", "new")),
        ("src/a.rs - the parser", ("src/a.rs", "file", "the parser")),
        ("src/a.rs # the parser", ("src/a.rs", "file", "the parser")),
        ("src/a.rs (append-only: HANDOFF/EVIDENCE)", ("src/a.rs", "file", "append-only: HANDOFF/EVIDENCE")),
        ("[ ] src/a.rs", ("src/a.rs", "file", "")),
        ("src/", ("src/", "directory", "")),
        ("src/**", ("src/**", "glob", "")),
        ("src/{a,b}.rs (new)", ("src/{a,b}.rs", "glob", "new")),
        ("src\\a.rs", ("src/a.rs", "file", "")),
        ("fonts/R(wdth,wght).ttf", ("fonts/R(wdth,wght).ttf", "file", "")),
        ("docs/My Notes v1.4.md", ("docs/My Notes v1.4.md", "file", "")),
        ("Makefile", ("Makefile", "file", "")),
        ("../other/a.rs", ("../other/a.rs", "unreadable", "")),
        ("/src/a.rs", ("/src/a.rs", "unreadable", "")),
        ("All `.ts` files under `app/src/`.", ("All `.ts` files under `app/src/`.", "unreadable", "")),
        ("path/to/file", ("path/to/file", "unreadable", "")),
        ("<fill>", ("<fill>", "unreadable", "")),
        ("NONE", ("NONE", "unreadable", "")),
    ];
    for (item, (path, kind, note)) in cases {
        let expected = vec![(path.to_owned(), kind, note.to_owned())];
        assert_eq!(
            items(&format!("## SCOPE\n- IN_SCOPE_PATHS:\n  - {item}\n- OUT_OF_SCOPE:\n  - x\n")),
            expected,
            "{item}"
        );
    }
}

#[test]
fn the_list_is_found_in_every_form() {
    let forms = [
        "## SCOPE\n- IN_SCOPE_PATHS:\n  - a.rs\n  - b.rs\n- What: x\n",
        "## SCOPE\n- **IN_SCOPE_PATHS**:\n  * a.rs\n  * b.rs\n- **OUT_OF_SCOPE**:\n  * c.rs\n",
        "## SCOPE\n### IN_SCOPE_PATHS\n- a.rs\n- b.rs\n### OUT_OF_SCOPE\n- c.rs\n",
        "## SCOPE\n- IN_SCOPE_PATHS:\n- a.rs\n- b.rs\n- OUT_OF_SCOPE:\n- c.rs\n",
        "## SCOPE\n**IN_SCOPE_PATHS:**\n- a.rs\n- b.rs\n\n**OUT_OF_SCOPE:**\n- c.rs\n",
        "## SCOPE\n- IN_SCOPE_PATHS: a.rs, b.rs\n- OUT_OF_SCOPE: c\n",
        "## SCOPE\n- IN_SCOPE_PATHS:\n  - a.rs\n\n  <!-- and -->\n  - b.rs\n- SCOPE_AMENDMENT (in place):\n  - c.rs\n",
        "## SCOPE\n- IN_SCOPE_PATHS:\n  **Backend (Rust):**\n  - a.rs\n  Note: new\n  **Frontend:**\n  - b.rs\n",
        "## SCOPE\n- IN_SCOPE_PATHS:\n  - a.rs\n    - the parser\n  - b.rs\n",
        "## SCOPE\n- IN_SCOPE_PATHS:\n  - (one a line)\n  - a.rs\n  - b.rs\n## DATA_CONTRACT\n- IN_SCOPE_PATHS:\n  - c.rs\n",
        "  - IN_SCOPE_PATHS:\n    - a.rs\n    - b.rs\n  - OUT_OF_SCOPE:\n    - c.rs\n",
    ];
    for text in forms {
        let paths: Vec<String> = items(text).into_iter().map(|(path, ..)| path).collect();
        assert_eq!(paths, ["a.rs", "b.rs"], "{text}");
    }
}

#[test]
fn no_list_allows_nothing() {
    for text in ["## SCOPE\n- What: x\n", "## SCOPE\n- IN_SCOPE_PATHS:\n", "## Scope\n### In Scope\n1) Everything.\n"] {
        let scope = packet(text).scope;
        assert!(scope.items.is_empty() && !scope.allows(&RepoPath::from("a.rs")), "{text}");
    }
}

#[test]
fn an_out_item_is_a_path_only_if_all_of_it_is_one() {
    let text =
        "## SCOPE\n- OUT_OF_SCOPE:\n  - `src/gen/`\n  - Any change to `src/x.rs`.\n  - src/y.rs (later)\n  - UI work\n";
    let out = packet(text).scope.out;
    let paths: Vec<Option<&str>> = out.iter().map(|item| item.path.as_ref().map(|path| path.path.as_str())).collect();
    assert_eq!(paths, [Some("src/gen/"), None, Some("src/y.rs"), None]);
    assert!(matches!(out[0].path.as_ref().unwrap().kind, ScopeKind::Directory));
}
