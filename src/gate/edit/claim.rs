//! Claims: a packet goes to one coder, who says so.

use crate::finding::{Code, Finding, Page};
use crate::model::{Packet, PacketId, Status, Verdict};
use crate::text::Span;

/// The packet cannot be claimed.
pub static CLAIM_REFUSED: Code = Code {
    id: "TP720",
    name: "claim_refused",
    page: Page {
        checks: "A packet that is claimed is Ready for Dev, In Progress or Validated (FAIL), and no other coder has it.",
        why: "Two coders on one packet undo each other's work, and what is done or blocked is not to be begun.",
        fails: "taskpacket claim WP-1 --model claude-4 ..        (and CODER_MODEL is gpt-5, In Progress)",
        mend: "Take another packet; or agree with whoever has it, and say --take-over.",
    },
};

/// Whether the packet's status lets somebody begin, and who has it already; nothing where it may be claimed.
pub fn claimable(packet: &Packet, id: &PacketId, model: &str, take_over: bool) -> Option<Finding> {
    let metadata = &packet.metadata;
    let status = metadata.status.get().copied();
    let refuse = |message: String, span: Option<Span>| {
        Finding::error(&CLAIM_REFUSED, message).at(packet.source, span.unwrap_or_default())
    };
    match status {
        None | Some(Status::ReadyForDev | Status::InProgress | Status::Validated(Verdict::Fail)) => {}
        Some(Status::Blocked) => {
            let finding = refuse("the packet is Blocked".to_owned(), metadata.status.span());
            return Some(finding.help("have what blocks it settled, and Status set to `Ready for Dev`"));
        }
        Some(Status::Superseded) => {
            let finding = refuse("the packet is Superseded".to_owned(), metadata.status.span());
            return Some(finding.help("claim the packet that took its place"));
        }
        Some(done) => {
            let finding =
                refuse(format!("the packet is {done}: there is nothing left to begin"), metadata.status.span());
            return Some(finding.help(format!("taskpacket show {id}")));
        }
    }
    let other = metadata.coder_model.get().filter(|other| !other.eq_ignore_ascii_case(model))?;
    if take_over {
        return None;
    }
    let has = if status == Some(Status::InProgress) { "has it In Progress" } else { "is named as its coder" };
    let finding = refuse(format!("`{other}` {has}"), metadata.coder_model.span());
    Some(finding.help(format!("agree with {other} first; then say --take-over")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Source, Sources};

    fn asked(status: &str, model: &str, take_over: bool) -> Option<String> {
        let mut sources = Sources::default();
        let text = format!("# T\n\n## METADATA\n- CODER_MODEL: {model}\n- **Status:** {status}\n");
        let source = sources.add(Source::new("p.md", text.as_bytes()));
        let packet = parse::packet(&sources, source).0;
        let id = PacketId::parse("WP-1").expect("that is an id");
        claimable(&packet, &id, "claude-4", take_over).map(|finding| finding.message)
    }

    #[test]
    fn who_may_begin() {
        let free = [
            ("Ready for Dev", "<unclaimed>"),
            ("Ready for Dev", "Claude-4"),
            ("In Progress", "claude-4"),
            ("In Progress", "<unclaimed>"),
            ("Validated (FAIL)", "claude-4"),
            ("whatever", "<unclaimed>"),
        ];
        for (status, model) in free {
            assert_eq!(asked(status, model, false), None, "{status} {model}");
        }
        let taken = [
            ("In Progress", "gpt-5", "`gpt-5` has it In Progress"),
            ("Ready for Dev", "gpt-5", "`gpt-5` is named as its coder"),
            ("Blocked", "<unclaimed>", "the packet is Blocked"),
            ("Superseded", "<unclaimed>", "the packet is Superseded"),
            ("Done", "claude-4", "the packet is Done: there is nothing left to begin"),
            ("Validated (PASS)", "claude-4", "the packet is Validated (PASS): there is nothing left to begin"),
        ];
        for (status, model, expected) in taken {
            assert_eq!(asked(status, model, false).as_deref(), Some(expected));
        }
        assert_eq!(asked("In Progress", "gpt-5", true), None);
        assert!(asked("Done", "gpt-5", true).is_some());
    }
}
