//! A text of bash, cut by way of a packet, as every command of the program sees it.

use taskpacket::model::Shell;
use taskpacket::parse;
use taskpacket::text::{Source, Sources};

/// One step.
#[derive(Debug)]
pub struct Cut {
    /// Its text.
    pub text: String,
    /// The line of the snippet in which it begins, counted from 0.
    pub line: usize,
    /// True where it was not taken for another shell's.
    pub bash: bool,
    /// Why bash would not read it.
    pub trouble: Option<String>,
}

const HEAD: &str = "### TEST_PLAN\n~~~~~~bash\n";

/// The steps of a snippet.
pub fn cut(text: &str) -> Vec<Cut> {
    let mut sources = Sources::default();
    let packet = format!("{HEAD}{text}\n~~~~~~\n");
    let source = sources.add(Source::new("packet.md", packet.as_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let source = sources.get(source);
    let steps = packet.plan.steps.into_iter();
    steps
        .map(|step| Cut {
            bash: step.shell == Shell::Bash,
            line: source.line_at(step.span.start) - 3,
            trouble: step.unreadable.map(|unreadable| unreadable.reason),
            text: step.text,
        })
        .collect()
}
