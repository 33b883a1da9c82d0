//! What a gate says within a run, as the lines of a log.

use std::io;

use crate::finding::Finding;
use crate::gate::GateStatus;
use crate::report::{Event, Reporter};
use crate::text::Sources;

/// A finding as lines of a log: its place and what it says, then what mends it.
pub fn in_lines(sources: &Sources, finding: &Finding) -> Vec<String> {
    let place = finding.site.map(|site| {
        let position = sources.position(site);
        format!("{}:{}:{}: ", sources.get(site.source).title(), position.line, position.column)
    });
    let (severity, code) = (finding.severity.word(), finding.code.id);
    let said = format!("{}{severity}[{code}]: {}", place.unwrap_or_default(), finding.message);
    [said].into_iter().chain(finding.help.iter().map(|help| format!("  mend: {help}"))).collect()
}

/// Takes down what a command says, a line each.
#[derive(Default)]
pub struct Wording {
    /// The lines.
    pub lines: Vec<String>,
}

impl Reporter for Wording {
    fn event(&mut self, sources: &Sources, event: Event) -> io::Result<()> {
        match event {
            Event::Started(started) => self.lines.push(format!("{}: {}", started.command, started.headline)),
            Event::Judged(judged) if judged.judgement.status != GateStatus::NotApplicable => {
                let target = judged.target.map(|target| format!(" {target}")).unwrap_or_default();
                let (status, phrase) = (judged.judgement.status.word(), judged.judgement.phrase);
                let line = format!("{status:14} {}{target}  {phrase}", judged.gate.name);
                self.lines.push(line.trim_end().to_owned());
            }
            Event::Found(finding) => self.lines.extend(in_lines(sources, &finding)),
            Event::Ended(ended) => {
                self.lines.push(format!("{} {}", ended.outcome.word(), ended.summary).trim_end().to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
