//! The shipped templates: a filled one passes every gate of pre-work, an empty one none; the recipes call the program.

mod support;

use std::io::Write;
use std::process::{Command, Output};

use support::Fixture;
use taskpacket::finding::{Finding, Severity};
use taskpacket::lint;
use taskpacket::model::{Config, Digest, PacketId};
use taskpacket::parse;
use taskpacket::text::{Source, Sources};

const PACKET: &str = include_str!("../templates/packet.md");
const STUB: &str = include_str!("../templates/stub.md");
const REFINEMENT: &str = include_str!("../templates/refinement.md");
const RECIPES: &str = include_str!("../templates/taskpacket.just");

const SPEC: &str = "# Shop\n\n## 1.1 Carts [SHOP-1]\n\nA cart is emptied after an hour.\n";

/// An answer for every blank of packet, stub and refinement.
fn answers() -> Vec<(&'static str, String)> {
    let text = |(name, value): (&'static str, &str)| (name, value.to_owned());
    let mut answers: Vec<(&str, String)> = [
        ("WP-ID", "WP-1-Cart"),
        ("BASE-WP-ID", "WP-1-Cart"),
        ("DATE", "2026-01-01"),
        ("REQUESTOR", "ada"),
        ("AGENT-ID", "a person"),
        ("RISK-TIER", "LOW"),
        ("SIGNATURE", "ada010120260010"),
        ("REFINEMENT-FILE", "docs/refinements/WP-1-Cart.md"),
        ("WHAT", "Carts are emptied after an hour."),
        ("WHY", "Stock is held by carts that nobody will pay for."),
        ("IN-SCOPE-PATH", "src/cart.rs"),
        ("OUT-OF-SCOPE", "src/stock.rs"),
        ("TEST-COMMAND", "grep -n \"HOUR\" src/cart.rs  # expect: hits"),
        ("DONE-MEANS", "An old cart is empty: `grep -n \"HOUR\" src/cart.rs` finds the hour."),
        ("SPEC-BASELINE", "docs/SPEC_v1.md"),
        ("SPEC-TARGET", "docs/SPEC_CURRENT.md"),
        ("SPEC-ANCHOR", "docs/SPEC_v1.md 1.1 [SHOP-1]"),
        ("FILE-TO-OPEN", "src/cart.rs"),
        ("SEARCH-TERM", "cart"),
        ("RISK", "a clock that is set back"),
        ("WHAT-IT-BREAKS", "carts live for ever"),
        ("REVIEW-STATUS", "APPROVED"),
        ("APPROVAL", "APPROVE REFINEMENT WP-1-Cart"),
        ("GAP", "Nothing knows how old a cart is."),
        ("PRIMITIVE", "`Cart` in src/cart.rs"),
        ("VERDICT", "PASS"),
        ("REASON", "1.1 states the hour."),
        ("YES-OR-NO", "NO"),
        ("REASON-NO-ENRICHMENT", "The section suffices as it stands."),
        ("START-LINE", "3"),
        ("END-LINE", "5"),
        ("TOKEN", "A cart is emptied"),
        ("EXCERPT", "A cart is emptied after an hour."),
    ]
    .map(text)
    .to_vec();
    answers.push(("SPEC-SHA1", Digest::of(SPEC.as_bytes()).to_string()));
    answers
}

fn filled(template: &str) -> String {
    let answers = answers();
    let values: Vec<(&str, &str)> = answers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(template, &values)
}

/// A repository in which the filled packet is committed.
fn repository() -> Fixture {
    let fixture = Fixture::new();
    fixture
        .write("src/cart.rs", "const HOUR: u64 = 3600;\n")
        .write("docs/SPEC_v1.md", SPEC)
        .write("docs/SPEC_CURRENT.md", "# SPEC_CURRENT\n\n**docs/SPEC_v1.md**\n")
        .write("taskpacket.just", RECIPES)
        .write("justfile", "import 'taskpacket.just'\n")
        .commit("code");
    fixture
        .write("docs/task_packets/WP-1-Cart.md", filled(PACKET))
        .write("docs/refinements/WP-1-Cart.md", filled(REFINEMENT))
        .commit("packet");
    fixture
}

fn taskpacket(fixture: &Fixture, arguments: &[&str]) -> Output {
    fixture.command(env!("CARGO_BIN_EXE_taskpacket")).args(arguments).output().expect("the program starts")
}

fn looked_at(text: &str) -> Vec<Finding> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("docs/task_packets/WP-1-Cart.md", text.as_bytes()));
    let (packet, mut findings) = parse::packet(&sources, source);
    let id = PacketId::parse("WP-1-Cart");
    let config = Config::default();
    let subject = lint::Subject { packet: &packet, source: sources.get(source), id: id.as_ref(), config: &config };
    findings.extend(lint::all(&subject));
    findings
}

#[test]
fn a_filled_packet_reads_without_a_finding() {
    assert_eq!(looked_at(&filled(PACKET)), []);
}

#[test]
fn an_empty_packet_is_told_about_every_blank_that_counts() {
    let findings = looked_at(PACKET);
    let subjects: Vec<&str> =
        findings.iter().filter(|it| it.severity == Severity::Error).filter_map(|it| it.subject.as_deref()).collect();
    for name in [
        "WP_ID",
        "DATE",
        "RISK_TIER",
        "USER_SIGNATURE",
        "REFINEMENT_FILE",
        "WHAT",
        "DONE_MEANS",
        "SPEC_BASELINE",
        "SPEC_TARGET",
        "SPEC_ANCHOR",
        "IN_SCOPE_PATHS",
    ] {
        assert!(subjects.iter().any(|it| it.ends_with(name)), "no word on {name}: {subjects:?}");
    }
}

#[test]
fn a_filled_packet_passes_pre_work() {
    let output = taskpacket(&repository(), &["pre-work", "WP-1-Cart", "--deny", "warnings"]);
    assert!(output.status.success(), "{}", shown(&output));
}

#[test]
fn a_stub_passes_nothing() {
    let fixture = repository();
    fixture.write("docs/task_packets/WP-1-Cart.md", filled(STUB)).commit("stub");
    let output = taskpacket(&fixture, &["pre-work", "WP-1-Cart"]);
    assert_ne!(output.status.code(), Some(0), "{}", shown(&output));
}

#[test]
fn the_recipes_call_the_program() {
    let Some(just) = just() else { return };
    let fixture = repository();
    let run = |arguments: &[&str]| {
        let mut command = fixture.command(&just);
        command.args(arguments).env("TASKPACKET", env!("CARGO_BIN_EXE_taskpacket")).output().unwrap()
    };
    for arguments in [
        &["pre-work", "WP-1-Cart"][..],
        &["pre-work", "WP-1-Cart", "--format", "json"],
        &["gate-check", "WP-1-Cart"],
        &["cor701-sha", "src/cart.rs", "docs/SPEC_v1.md"],
    ] {
        let output = run(arguments);
        assert!(output.status.success(), "just {arguments:?}\n{}", shown(&output));
    }
    let handoff = run(&["post-work", "WP-1-Cart", "--range", "HEAD..HEAD"]);
    assert_eq!(handoff.status.code(), Some(1), "nothing was run yet\n{}", shown(&handoff));
    assert!(shown(&handoff).contains("no run of the plan is recorded"), "{}", shown(&handoff));
    assert_eq!(run(&["pre-work", "WP-2"]).status.code(), Some(2), "the exit status comes through");
    assert!(!run(&["pre-work", "$(touch PWNED)\" ; touch PWNED; \""]).status.success());
    assert!(!fixture.path("PWNED").exists(), "nothing of an argument is run");
}

#[test]
fn our_own_justfile_has_the_same_recipes() {
    let own = std::fs::read_to_string("justfile").unwrap();
    let shipped = RECIPES.split_once("# Before coding").unwrap().1.replace("\"{{ taskpacket }}\"", "cargo run -q --");
    assert!(own.ends_with(&shipped), "the end of justfile and templates/taskpacket.just differ");
}

/// The just program; says so aloud where there is none.
fn just() -> Option<String> {
    let name = std::env::var("JUST").unwrap_or_else(|_| "just".to_owned());
    if Command::new(&name).arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some(name);
    }
    // Not `eprintln`, which is shown for failing tests only.
    let words = b"SKIPPED: there is no `just` here, so the recipes were not tried (pip install rust-just)\n";
    std::io::stderr().write_all(words).expect("standard error is open");
    None
}

fn shown(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The template with each blank `<NAME>` replaced by its value; blanks without a value stay.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('<') {
        let (before, blank) = rest.split_at(open);
        text.push_str(before);
        let length = blank.find('>').map_or(1, |close| close + 1);
        let value = values.iter().find(|(name, _)| blank[..length] == format!("<{name}>"));
        let (written, taken) = value.map_or(("<", 1), |(_, value)| (*value, length));
        text.push_str(written);
        rest = &blank[taken..];
    }
    text + rest
}
