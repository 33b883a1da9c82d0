//! `entry_stands`: the packet, read again with the entry in it, says that and nothing else anew.

use crate::finding::{Code, Finding, Page};
use crate::gate::contract::contract_digest;
use crate::model::{Bound, Packet, Report, Verdict};
use crate::text::{Sources, Span};

pub(super) static CODE: Code = Code {
    id: "TP808",
    name: "entry_stands",
    page: Page {
        checks: "The packet on disk holds the contract that was judged; and once the entry is in it, it reads as before, with \
                 this one entry more, the last one. It is read again before it is written.",
        why: "Behind an unclosed fence or comment an entry is text, and its verdict is heard by nobody.",
        fails: "<!-- not closed\n..\n### VALIDATION REPORT 2026-01-12 14:02 UTC - PASS      (within the comment)",
        mend: "taskpacket lint WP-ID  names the fence or comment; or judge the packet that lies on disk: taskpacket verdict \
               draft WP-ID.",
    },
};

/// Says that the packet on disk holds another contract than the one that was judged.
pub fn moved_meanwhile(packet: &Packet, id: &str) -> Finding {
    let place = packet.scope.heading.or(packet.plan.heading).unwrap_or_default();
    Finding::error(&CODE, "the packet on disk holds another contract than the one that was judged")
        .at(packet.source, place)
        .help(format!("judge the one on disk: taskpacket verdict draft {id} --output FILE"))
}

/// What is wrong with a packet that has got its entry, compared with what it was; both were read from `sources`.
pub fn stands(
    sources: &Sources,
    old: &Packet,
    new: &Packet,
    verdict: Verdict,
    bound: &Bound,
    id: &str,
) -> Option<Finding> {
    let wrong = |message: &str| {
        let finding = Finding::error(&CODE, message).at(old.source, suspect(old));
        Some(finding.help(format!("taskpacket lint {id}  names what hides it")))
    };
    let is_own = |report: &Report| report.bound.as_ref() == Some(bound) && report.verdict == Some(verdict);
    let kept = old.reports.iter().zip(&new.reports).all(|(old, new)| old.digest == new.digest);
    if new.reports.len() != old.reports.len() + 1 || !new.reports.last().is_some_and(is_own) {
        return wrong("the packet would not show the entry as its last report");
    }
    if !kept {
        return wrong("an older report would read otherwise with the entry behind it");
    }
    let same = contract_digest(old, sources) == contract_digest(new, sources)
        && old.evidence.runs.len() == new.evidence.runs.len()
        && old.waivers.len() == new.waivers.len()
        && old.manifest.entries.len() == new.manifest.entries.len();
    if same { None } else { wrong("the packet would read otherwise with the entry in it") }
}

/// The broken fence that stands last, else the beginning.
fn suspect(packet: &Packet) -> Span {
    let broken = packet.code_blocks.iter().rev().find(|block| block.mended);
    broken.map_or(Span::at(0), |block| Span::new(block.span.start, block.content.start))
}
