//! The parser alone: how long a large packet takes, and whether the time grows as the text does.

use taskpacket::parse;
use taskpacket::text::{Source, Sources};

use crate::generate;
use crate::stopwatch::{self, Measure, pairs};

/// Measures the parser.
pub fn measure() {
    println!("\nthe parser (aim: 10 ms for 400 kB, and linear)");
    let texts: Vec<String> = [200, 400, 800].map(|size| generate::packet("WP-1-Large", size * 1_000)).into();
    for (text, aim) in texts.iter().zip([5e-3, 10e-3, 20e-3]) {
        alone(&format!("a packet of {} kB", text.len() / 1_000), text, aim);
    }
    let linear = |name: &str, long: &str, short: &str, growth: f64| {
        pairs(15, || read(long), || read(short)).print(&format!("{name}, twice the text"), growth);
    };
    linear("400 kB : 200 kB", &texts[1], &texts[0], 2.6);
    linear("800 kB : 400 kB", &texts[2], &texts[1], 2.6);
    for (name, unit) in ODD {
        let of = |count: usize| format!("{HEAD}{}\n", unit.0.repeat(count));
        alone(name, &of(unit.1), 50e-3);
        linear(name, &of(2 * unit.1), &of(unit.1), 2.6);
    }
    for (name, unit) in STEPS {
        let of = |count: usize| format!("{HEAD}### TEST_PLAN\n```bash\n{}\n```\n", unit.0.repeat(count));
        alone(name, &of(unit.1), 50e-3);
        linear(name, &of(2 * unit.1), &of(unit.1), 2.6);
    }
}

const HEAD: &str = "# Task Packet: WP-1\n\n## METADATA\n- WP_ID: WP-1\n\n## SCOPE\n- IN_SCOPE_PATHS:\n";

/// Texts that tempt a parser to look back: what is repeated, and how often.
const ODD: &[(&str, (&str, usize))] = &[
    ("a line of 1 MB", ("a word ", 150_000)),
    ("10,000 headings", ("## SCOPE\n", 10_000)),
    ("50,000 list items", ("  - src/file.rs\n", 50_000)),
    ("20,000 fences", ("```bash\nls\n```\n", 20_000)),
    ("20,000 unclosed comments", ("<!-- a\n", 20_000)),
    ("400 kB of backticks", ("`a", 200_000)),
    ("400 kB of brackets", ("[(", 200_000)),
];

/// Plans that tempt the reader of bash.
const STEPS: &[(&str, (&str, usize))] = &[
    ("20,000 steps", ("cargo test --workspace\n", 20_000)),
    ("a step of 1 MB of parentheses", ("(", 1_000_000)),
    ("a step of 50,000 substitutions", ("\"$(", 50_000)),
    ("20,000 arithmetics that are subshells", ("((a) )\n", 20_000)),
    ("20,000 here-documents", ("cat <<E\nx\nE\n", 20_000)),
];

fn alone(name: &str, text: &str, aim: f64) {
    let times: Vec<_> = (0..11).map(|_| stopwatch::time(|| read(text))).collect();
    Measure::seconds(&times).print_seconds(name, aim);
}

/// Reads a packet from its bytes, and gives the number of its findings.
fn read(text: &str) -> usize {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("packet.md", text.as_bytes()));
    let (packet, findings) = parse::packet(&sources, source);
    packet.sections.len() + findings.len()
}
