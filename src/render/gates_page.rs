//! `docs/gates.md`: every code with its explanation, made from the pages that `explain` prints.

use std::fmt::Write;

use crate::finding::Code;
use crate::gate::{self, ENTRY, Gate, POST_WORK, PRE_WORK};
use crate::{audit, catalog, lint, parse};

/// One heading of the page, and what stands beneath it.
struct Group {
    title: &'static str,
    about: &'static str,
    codes: Vec<&'static Code>,
}

/// The page, in Markdown. A code that several groups share is explained in the first of them, and linked to from the
/// others.
pub fn gates_page() -> String {
    let groups = groups();
    let mut page = String::from(OPENING);
    let mut explained: Vec<&str> = Vec::new();
    for group in &groups {
        push(&mut page, format_args!("\n## {}\n\n{}\n\n{}", group.title, group.about, table(&group.codes)));
        for code in &group.codes {
            if !explained.contains(&code.id) {
                explained.push(code.id);
                page.push_str(&section(code));
            }
        }
    }
    debug_assert_eq!(explained.len(), catalog::codes().len(), "every code belongs to a group");
    page
}

const OPENING: &str = "<!-- Generated from the explanations in src/: TASKPACKET_REGENERATE=1 cargo test --test docs -->
# Every check

Each check has a code and a name. `taskpacket explain CODE` prints the same explanation in the terminal, by code or by
name. A finding is an error (its gate fails), a warning (it passes, unless `--deny warnings` is given) or a note.
";

fn groups() -> Vec<Group> {
    let group = |title, about, codes| Group { title, about, codes };
    vec![
        group(
            "Gates of pre-work",
            "Asked by `taskpacket pre-work`, of what lies on disk and of HEAD.",
            of_gates(PRE_WORK),
        ),
        group(
            "Gates of a manifest entry",
            "The ten boxes of the packet's own check list, asked by `taskpacket post-work` once for each entry. Each is \
             computed; a tick is only a claim, and a tick where the gate computes false is an error.",
            of_gates(ENTRY),
        ),
        group("Gates of the packet at handoff", "Asked by `taskpacket post-work`, once.", of_gates(POST_WORK)),
        group("About a report as a whole", "Findings that belong to no gate.", gate::CODES.to_vec()),
        group(
            "Carrying a plan out",
            "Told by `taskpacket run`, of the steps and of what they ran on.",
            gate::carried_out::CODES.to_vec(),
        ),
        group(
            "Appending a verdict",
            "Told by `taskpacket verdict append`, of the report and of what a PASS would say.",
            gate::verdict::CODES.to_vec(),
        ),
        group(
            "The small edits of a packet",
            "Told by `taskpacket claim`, `approve`, `amend` and `waive`, of the edit that is about to be made.",
            gate::edit::CODES.to_vec(),
        ),
        group(
            "The way to a packet",
            "Told by `taskpacket new`, `refinement` and `prepare`, of the step that is about to be taken.",
            gate::way::CODES.to_vec(),
        ),
        group(
            "Setting a repository up",
            "Told by `taskpacket init`, of what it found and would not touch.",
            gate::set_up::CODES.to_vec(),
        ),
        group(
            "Whether a verdict still holds",
            "Told by `taskpacket verdict status` and `taskpacket verdict require`.",
            gate::standing::CODES.to_vec(),
        ),
        group(
            "What was recorded",
            "Told by `taskpacket verdict verify` and by `post-work`, of entries that are not what they were.",
            gate::recorded::CODES.to_vec(),
        ),
        group(
            "Lint rules",
            "Asked by `taskpacket lint`, of the packet alone: no git, no other file.",
            lint::codes().collect(),
        ),
        group(
            "Audits",
            "What a rule over the tree can come upon: asked by `audit`, and by the audit steps of a packet's TEST_PLAN.",
            audit::CODES.to_vec(),
        ),
        group(
            "Disagreements",
            "Told by `taskpacket doctor`, and those about the board by `taskpacket board --check` as well.",
            gate::doctor::codes().collect(),
        ),
        group(
            "Reading",
            "What reading a file can come across. Reading never fails: what was not understood is said, and the rest is \
             judged.",
            parse::CODES.to_vec(),
        ),
    ]
}

fn of_gates(gates: &[Gate]) -> Vec<&'static Code> {
    gates.iter().map(|gate| gate.code).collect()
}

/// The codes of a group at a glance.
fn table(codes: &[&Code]) -> String {
    let mut table = String::from("| code | name |\n| --- | --- |\n");
    for code in codes {
        push(&mut table, format_args!("| {} | [`{}`](#{}) |\n", code.id, code.name, code.name));
    }
    table
}

fn section(code: &Code) -> String {
    let page = &code.page;
    let fails = page.fails.trim_end();
    let fence = fence_around(fails);
    format!(
        "\n### {}\n\n{}. {}\n\n**Why.** {}\n\n**Fails:**\n\n{fence}text\n{fails}\n{fence}\n\n**Mend.** {}\n",
        code.name,
        code.id,
        page.checks.trim(),
        page.why.trim(),
        fenced(page.mend.trim()),
    )
}

/// A fence that nothing within the text closes.
fn fence_around(text: &str) -> String {
    let longest = text.lines().map(|line| line.trim_start().bytes().take_while(|byte| *byte == b'`').count()).max();
    "`".repeat(longest.unwrap_or(0).max(2) + 1)
}

/// The text, with lines that are indented by two put into a fence: that is how pages show what is to be copied.
fn fenced(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        let code = line.starts_with("  ");
        if code != inside {
            out.push_str(if code { "```text\n" } else { "```\n" });
            inside = code;
        }
        push(&mut out, format_args!("{}\n", if code { &line[2..] } else { line }));
    }
    if inside {
        out.push_str("```\n");
    }
    out.trim_end().to_owned()
}

fn push(text: &mut String, what: std::fmt::Arguments) {
    text.write_fmt(what).expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let page = gates_page();
        for code in catalog::codes() {
            assert_eq!(page.matches(&format!("\n### {}\n", code.name)).count(), 1, "{}", code.id);
        }
    }

    #[test]
    fn fences_hold_what_is_in_them() {
        assert_eq!(fence_around("plain"), "```");
        assert_eq!(fence_around("a\n  ```bash\n```"), "````");
        assert_eq!(fenced("Write:\n\n  rg x\n\nThen go."), "Write:\n\n```text\nrg x\n```\n\nThen go.");
    }
}
