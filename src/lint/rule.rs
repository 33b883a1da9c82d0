//! What a rule is, and what it looks at.

use crate::finding::{Code, Finding, Severity};
use crate::model::{Config, Packet, PacketId, RepoPath, Status};
use crate::text::{Edit, Source, Span};

/// What a rule looks at: one packet, its text, and what is demanded of it.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The packet as understood.
    pub packet: &'a Packet,
    /// The text it was read from.
    pub source: &'a Source,
    /// The id that its file name gives it, where the name is an id.
    pub id: Option<&'a PacketId>,
    /// What is demanded.
    pub config: &'a Config,
}

/// One rule: a row of a table.
#[derive(Clone, Copy)]
pub struct Lint {
    /// The code of its findings, with its explanation.
    pub code: &'static Code,
    /// What it finds.
    pub check: fn(&Subject) -> Vec<Finding>,
    /// The mechanical mend, where there is one: minimal edits that touch no other byte.
    pub fix: Option<fn(&Subject) -> Vec<Edit>>,
}

impl Subject<'_> {
    /// True where the packet says that its work is over: no gate of pre-work will be asked of it again.
    pub fn is_finished(&self) -> bool {
        self.packet.metadata.status.get().is_some_and(|status| status.is_done_like() || *status == Status::Superseded)
    }

    /// The weight of what only work to come could stumble over: one step less where the work is over.
    pub fn weigh(&self, severity: Severity) -> Severity {
        match severity {
            Severity::Error if self.is_finished() => Severity::Warning,
            Severity::Warning if self.is_finished() => Severity::Note,
            severity => severity,
        }
    }

    /// The command that mends what is mechanical in this packet.
    pub fn fix_command(&self) -> String {
        match self.id {
            Some(id) => format!("taskpacket lint {id} --fix"),
            None => format!("taskpacket lint {} --fix", RepoPath::from(self.source.name()).quoted()),
        }
    }

    /// An error about the packet, or a warning where its work is over.
    pub fn error(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, self.weigh(Severity::Error), message).at(self.packet.source, span)
    }

    /// A warning about the packet, or a note where its work is over.
    pub fn warning(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, self.weigh(Severity::Warning), message).at(self.packet.source, span)
    }

    /// A note about the packet.
    pub fn note(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::note(code, message).at(self.packet.source, span)
    }
}

/// The start of a text that may be long, for a message.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}..", &line[..at]),
        None => line.to_owned(),
    }
}
