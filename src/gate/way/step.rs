//! The steps of the way, in order, and which of them is missing.

use crate::finding::{Code, Finding, Page};
use crate::gate::refinement::approval_sentence;
use crate::model::{PacketId, Refinement, RepoPath};

/// A step was asked for ahead of the one before it.
pub static STEP_IN_TURN: Code = Code {
    id: "TP710",
    name: "step_in_turn",
    page: Page {
        checks: "The steps come in order: the refinement is written, complete and signed; then a coder is assigned; then the \
                 packet is made. Where the configuration does not demand REFINEMENT_FILE (the light profile), the packet is \
                 the first step.",
        why: "Each step stands on the one before it. A packet whose refinement nobody signed asks a coder to begin what nobody \
              has thought through.",
        fails: "taskpacket new WP-1        (and nobody has signed docs/refinements/WP-1.md)",
        mend: "Take the step that is missing; the message names its command.",
    },
};

/// A step that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To look at the refinement, or to sign it.
    Refine,
    /// To assign a coder.
    Prepare,
    /// To make the packet.
    Packet,
}

/// How far the way has been gone.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The packet that is to be.
    pub id: &'a PacketId,
    /// Where its refinement lies, or would.
    pub path: &'a RepoPath,
    /// The refinement; `None` where there is none.
    pub refinement: Option<&'a Refinement>,
    /// True where something is missing in it that a signature does not bring.
    pub incomplete: bool,
    /// True where it is signed and approved as the gates want it.
    pub signed: bool,
    /// Who is to do the work; `None` where nobody is assigned.
    pub coder: Option<&'a str>,
}

/// The first step that is missing before the one that was asked for; `None` where its turn has come.
pub fn out_of_turn(asked: Step, standing: &Standing) -> Option<Finding> {
    let Standing { id, path, .. } = standing;
    let Some(refinement) = standing.refinement else {
        let finding = Finding::error(&STEP_IN_TURN, format!("there is no refinement of {id} at {path}"));
        return Some(finding.about("refinement").help(format!("taskpacket new --refinement {id}")));
    };
    if asked > Step::Refine && !standing.signed {
        let span = refinement.signature.span().unwrap_or_default();
        let finding = |so: &str| {
            Finding::error(&STEP_IN_TURN, format!("the refinement of {id} is {so}")).at(refinement.source, span)
        };
        return Some(if standing.incomplete {
            finding("not complete").about("refinement").help(format!("taskpacket refinement check {id}"))
        } else {
            finding("not signed").about("signature").help(sign_command(id))
        });
    }
    if asked > Step::Prepare && standing.coder.is_none() {
        let finding = Finding::error(&STEP_IN_TURN, format!("nobody is assigned to {id}"));
        return Some(finding.about("coder").help(format!("taskpacket prepare {id} CODER --branch")));
    }
    None
}

/// The command that signs, with the sentence that its user has to mean.
pub fn sign_command(id: &PacketId) -> String {
    format!("taskpacket refinement sign {id} --name NAME --approval '{}'", approval_sentence(id.as_str()))
}
