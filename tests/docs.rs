//! The documents say what is so: generated ones are up to date, links lead somewhere, and every command, gate and code
//! that is named exists. `TASKPACKET_REGENERATE=1 cargo test --test docs` rewrites what is generated.

#![allow(clippy::unwrap_used, reason = "a document that cannot be read has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use taskpacket::{catalog, cli, gate, lint, parse, render};

/// What stands before and behind the generated table of `docs/packet-format.md`.
const MARKS: (&str, &str) = ("<!-- generated: who may change what -->\n", "<!-- end of what is generated -->\n");

/// Names in backticks that look like a gate's, and are something else.
const NOT_GATES: &[&str] = &["sha1_of_the_content", "max_term_width"];

#[test]
fn the_gates_page_is_up_to_date() {
    committed("docs/gates.md", &render::gates_page());
}

#[test]
fn the_schemas_are_up_to_date() {
    committed("docs/schema/report.json", &render::report_schema());
    committed("docs/schema/packet.json", &render::packet_schema());
    let config = serde_json::to_string_pretty(&parse::config_schema()).unwrap() + "\n";
    committed("docs/schema/config.json", &config);
    let rules = serde_json::to_string_pretty(&parse::rule_schema()).unwrap() + "\n";
    committed("docs/schema/rules.json", &rules);
}

#[test]
fn the_table_of_who_may_change_what_is_up_to_date() {
    let path = "docs/packet-format.md";
    let text = fs::read_to_string(path).unwrap();
    let (before, rest) = text.split_once(MARKS.0).expect("the page has the opening mark");
    let (_, after) = rest.split_once(MARKS.1).expect("the page has the closing mark");
    committed(path, &format!("{before}{}{}{}{after}", MARKS.0, render::parts_table(), MARKS.1));
}

#[test]
fn links_lead_to_files_and_headings() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut broken = Vec::new();
    for (page, text) in pages() {
        for found in link.captures_iter(&without_fences(&text)) {
            let target = &found[1];
            if target.contains("://") {
                continue;
            }
            let (file, heading) =
                target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
            let path = if file.is_empty() { page.clone() } else { page.with_file_name("").join(file) };
            let whole = path.exists() && heading.is_none_or(|heading| anchors(&path).contains(heading));
            if !whole {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn paths_in_backticks_exist() {
    let ticked = Regex::new(r"`((?:src|tests|docs|templates|benches|\.ci)/[\w./-]*|justfile|Cargo\.toml)`").unwrap();
    let mut missing = Vec::new();
    for (page, text) in own_pages() {
        for found in ticked.captures_iter(&without_fences(&text)) {
            let told = catalog::codes().iter().any(|code| code.page.fails.contains(&found[1]));
            if !Path::new(&found[1]).exists() && !told && !is_example(&found[1]) {
                missing.push(format!("{}: {}", page.display(), &found[1]));
            }
        }
    }
    assert!(missing.is_empty(), "no such file or folder:\n{}", missing.join("\n"));
}

#[test]
fn commands_exist() {
    let command = cli::command();
    let known: BTreeSet<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    assert!(known.contains("pre-work"));
    let mention = Regex::new(r"(?:^|[\s`(])taskpacket ([a-z][a-z-]*)(?:$|[\s`).,:;])").unwrap();
    let mut unknown = Vec::new();
    for (page, text) in pages() {
        for code in code_of(&text) {
            for found in mention.captures_iter(&code) {
                if !known.contains(&found[1]) {
                    unknown.push(format!("{}: taskpacket {}", page.display(), &found[1]));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "no such command:\n{}", unknown.join("\n"));
}

#[test]
fn gates_and_codes_exist() {
    let id = Regex::new(r"\bTP\d{3}\b").unwrap();
    let name = Regex::new(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`").unwrap();
    let mut unknown = Vec::new();
    for (page, text) in pages() {
        let words = id.find_iter(&text).map(|found| found.as_str());
        let names = name.captures_iter(&text).map(|found| found.get(1).map_or("", |it| it.as_str()));
        for word in words.chain(names) {
            let known = catalog::find(word).is_some() || NOT_GATES.contains(&word) || is_key_or_setting(word);
            if !known {
                unknown.push(format!("{}: {word}", page.display()));
            }
        }
    }
    assert!(unknown.is_empty(), "no such gate, rule or code:\n{}", unknown.join("\n"));
}

#[test]
fn every_gate_and_rule_has_its_heading() {
    let anchors = anchors(Path::new("docs/gates.md"));
    for name in gate::all().map(|gate| gate.name).chain(lint::codes().map(|code| code.name)) {
        assert!(anchors.contains(name), "docs/gates.md has no heading `{name}`");
    }
}

/// Compares a generated file with what is committed, or rewrites it.
fn committed(path: &str, text: &str) {
    if std::env::var_os("TASKPACKET_REGENERATE").is_some() {
        fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let there = fs::read_to_string(path).unwrap_or_default();
    assert!(there == text, "{path} is out of date: TASKPACKET_REGENERATE=1 cargo test --test docs");
}

/// README.md and everything beneath docs/ that is about the tool, with its text.
fn pages() -> Vec<(PathBuf, String)> {
    let mut pages = vec![PathBuf::from("README.md")];
    for folder in ["docs", "docs/decisions"] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).unwrap())).collect()
}

/// The pages that speak of this repository; `docs/gates.md` speaks of the reader's.
fn own_pages() -> impl Iterator<Item = (PathBuf, String)> {
    pages().into_iter().filter(|(page, _)| page != Path::new("docs/gates.md"))
}

/// Paths that pages give as examples of what a packet or a repository could hold.
fn is_example(path: &str) -> bool {
    let examples = [
        "src/session",
        "src/store",
        "src/storage",
        "src/a.rs",
        "src/b.rs",
        "src/x.rs",
        "src/lib/",
        "docs/SPEC",
        "docs/task_packets/WP-ID",
    ];
    let layout = [
        "docs/TASK_BOARD.md",
        "docs/WP_TRACEABILITY_REGISTRY.md",
        "docs/SIGNATURE_AUDIT.md",
        "docs/refinements",
        "docs/task_packets/stubs",
        "docs/templates",
    ];
    examples.iter().chain(&layout).any(|example| path.starts_with(example))
}

/// True for the words of configuration and packets that are spelt like gates.
fn is_key_or_setting(word: &str) -> bool {
    let schema = parse::config_schema().to_string();
    schema.contains(&format!("\"{word}\"")) || word == "config_readable"
}

fn without_fences(text: &str) -> String {
    let mut fence: Option<String> = None;
    let mut out = String::new();
    for line in text.lines() {
        let marks: String = line.trim_start().chars().take_while(|letter| *letter == '`').collect();
        match &fence {
            Some(open) if marks.len() >= open.len() && line.trim() == marks => fence = None,
            Some(_) => {}
            None if marks.len() >= 3 => fence = Some(marks),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// All that stands in fences and in inline code.
fn code_of(text: &str) -> Vec<String> {
    static INLINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`([^`\n]+)`").expect("a constant"));
    let outside = without_fences(text);
    let kept: BTreeSet<&str> = outside.lines().collect();
    let fenced = text.lines().filter(|line| !kept.contains(line)).map(str::to_owned);
    fenced.chain(INLINE.captures_iter(&outside).map(|found| found[1].to_owned())).collect()
}

/// The anchors of a page's headings, as the usual renderers make them.
fn anchors(page: &Path) -> BTreeSet<String> {
    let text = without_fences(&fs::read_to_string(page).unwrap_or_default());
    let heading = |line: &str| line.starts_with('#').then(|| line.trim_start_matches('#').trim().to_lowercase());
    let kept = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ');
    let anchor = |title: String| title.chars().filter(|letter| kept(*letter)).collect::<String>().replace(' ', "-");
    text.lines().filter_map(heading).map(anchor).collect()
}

#[test]
fn every_kind_of_disagreement_is_in_its_table() {
    let page = fs::read_to_string("docs/board-and-doctor.md").unwrap();
    let rows: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("| TP")?.get(..3)).collect();
    let codes: Vec<&str> = taskpacket::gate::doctor::codes().map(|code| &code.id[2..]).collect();
    assert_eq!(rows, codes, "docs/board-and-doctor.md tells of the kinds in the order of gate/doctor/mod.rs");
}
