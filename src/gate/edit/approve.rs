//! Approvals of a skeleton: by somebody else than the coder, of something that is there.

use super::amend::APPROVED_BY_CODER;
use crate::finding::{Code, Finding, Page};
use crate::model::{Packet, PacketId};

/// There is nothing to approve, or it is approved already.
pub static APPROVAL_REFUSED: Code = Code {
    id: "TP721",
    name: "approval_refused",
    page: Page {
        checks: "A skeleton that is approved says something that is not the template's, and is not approved yet; whoever \
                 approves it is not the coder by name.",
        why: "An approval of a blank, or by who wrote it, is none.",
        fails: "## SKELETON\n- (Coder: the interfaces, types and contracts that will be there.)",
        mend: "Have the coder write the skeleton down; then somebody else reads and approves it.",
    },
};

/// What stands in the way of an approval by that name; a warning where git would name an author of the code.
pub fn approvable(packet: &Packet, id: &PacketId, by: &str, by_coder: bool) -> Vec<Finding> {
    let phases = &packet.phases;
    let refuse = |message: String| Finding::error(&APPROVAL_REFUSED, message);
    let title = packet.title.as_ref().map(|title| title.span).unwrap_or_default();
    let Some(skeleton) = phases.skeleton else {
        let finding = refuse("the packet has no SKELETON to approve".to_owned()).at(packet.source, title);
        return vec![finding.help("have the coder write `## SKELETON` behind BOOTSTRAP")];
    };
    if let Some(given) = phases.approval {
        let finding = refuse("the skeleton is approved already".to_owned()).at(packet.source, given);
        return vec![finding.help(format!("taskpacket gate-check {id}"))];
    }
    if phases.skeleton_text.is_none() {
        let finding = refuse("SKELETON still says what the template says".to_owned()).at(packet.source, skeleton);
        return vec![finding.help("have the coder write down which interfaces, types and contracts there will be")];
    }
    let coder = packet.metadata.coder_model.get();
    if let Some(coder) = coder.filter(|coder| coder.eq_ignore_ascii_case(by)) {
        let at = packet.metadata.coder_model.span().unwrap_or(title);
        let finding = Finding::error(&APPROVED_BY_CODER, format!("`{coder}` is the coder of this packet"));
        return vec![
            finding.at(packet.source, at).help("have somebody else read the skeleton and approve it: --by NAME"),
        ];
    }
    let mut findings = Vec::new();
    if by_coder {
        let message = format!("`{by}` approves, and an author of the branch's code would commit it");
        let help = "have whoever approves run this command, so that git names them";
        findings.push(Finding::warning(&APPROVED_BY_CODER, message).at(packet.source, skeleton).help(help));
    }
    findings
}
