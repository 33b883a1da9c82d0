//! DONE_MEANS.

use crate::packet;

#[test]
fn items_in_every_form() {
    let forms = [
        "### DONE_MEANS\n- one\n- two\n",
        "- **DONE_MEANS**:\n  * one\n  * two\n- **ROLLBACK_HINT**: x\n",
        "- **DONE_MEANS:**\n  - [ ] one\n  - [x] two\n",
        "## DONE_MEANS\n1. [ ] one\n2. [ ] two\n",
        "## DONE_MEANS (no partials)\n- \u{2705} one\n- ??? two\n",
        "## DONE_MEANS\n- âœ… one\n- two\n## DONE_MEANS\n- again\n",
        "### DONE_MEANS\n- one\n- two\n\n- PRIMITIVES_EXPOSED:\n  - Thing\n",
        "### DONE_MEANS\n**Back (server):**\n- one\n\n**Front**:\n- two\n",
    ];
    for text in forms {
        let got: Vec<String> = packet(text).done_means.into_iter().map(|item| item.text).collect();
        assert_eq!(got, ["one", "two"], "{text}");
    }
    assert_eq!(packet("- DONE_MEANS: the build passes.\n").done_means[0].text, "the build passes.");
}

#[test]
fn nested_items_belong_to_theirs() {
    let done =
        packet("### DONE_MEANS\n- all of:\n  - `just a` passes\n  - no `b` (CX-DBP-030)\n- c\n  goes on\n").done_means;
    assert_eq!(done.len(), 2);
    assert_eq!(done[0].text, "all of: `just a` passes no `b` (CX-DBP-030)");
    assert_eq!(done[0].code, ["just a", "b"]);
    assert_eq!(done[0].tags, ["CX-DBP-030"]);
    assert_eq!(done[1].text, "c goes on");
    let done =
        packet("### DONE_MEANS\n- SPEC 1 MUST:\n  - a\n- SPEC 2.1 MUST:\n  - b\n- Gates MUST:\n  - c\n").done_means;
    let texts: Vec<&str> = done.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["SPEC 1 MUST: a", "SPEC 2.1 MUST: b", "Gates MUST: c"]);
}
