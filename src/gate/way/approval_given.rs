//! Whoever signs says so in the one sentence that approves.

use super::step::sign_command;
use crate::finding::{Code, Finding, Page};
use crate::gate::refinement::approval_sentence;
use crate::model::{PacketId, Refinement};

/// The sentence that approves was not given.
pub static APPROVAL_GIVEN: Code = Code {
    id: "TP712",
    name: "approval_given",
    page: Page {
        checks: "The sentence `APPROVE REFINEMENT <WP-ID>` is given with the signature, or stands in USER_APPROVAL_EVIDENCE \
                 already. A refinement that is signed is signed anew only where that is asked for (`--anew`), and with the \
                 sentence given again.",
        why: "A signature that a program can give by itself is nobody's. The sentence names the packet, so that it cannot be \
              meant for another one.",
        fails: "taskpacket refinement sign WP-1 --name ann        (and USER_APPROVAL_EVIDENCE is a blank)",
        mend: "The person who has read the refinement gives the sentence:\n  \
               taskpacket refinement sign WP-1 --name ann --approval 'APPROVE REFINEMENT WP-1'",
    },
};

/// The sentence to be written down, or why there is none: the one that was given, else the one that stands there.
pub fn approval(
    id: &PacketId,
    refinement: &Refinement,
    given: Option<&str>,
    anew: bool,
) -> Result<String, Box<Finding>> {
    let sentence = approval_sentence(id.as_str());
    let span = refinement.approval.span().unwrap_or_default();
    let refused = |message: String| Finding::error(&APPROVAL_GIVEN, message).at(refinement.source, span);
    let signed = refinement.signature.get().filter(|_| !anew);
    if let Some(signature) = signed {
        let span = refinement.signature.span().unwrap_or_default();
        let finding = refused(format!("the refinement of {id} carries a signature already: {signature}"));
        let finding = finding.at(refinement.source, span);
        let finding = finding.help(format!("taskpacket refinement check {id}"));
        return Err(Box::new(finding.help(format!("where its text has changed since: {} --anew", sign_command(id)))));
    }
    let text = match (given, refinement.approval.get()) {
        (Some(given), _) => given,
        (None, Some(written)) if !anew => written.as_str(),
        _ => return Err(Box::new(refused("nobody has approved the refinement".to_owned()).help(sign_command(id)))),
    };
    if text == sentence {
        return Ok(sentence);
    }
    let finding = refused("the approval is not the sentence that approves this refinement".to_owned());
    Err(Box::new(finding.compare(&sentence, text).help(sign_command(id))))
}
