//! Who stands for a plan: its checkpoint, the default branch, or whoever has read it and says so.

use similar::TextDiff;

use crate::gate::contract::{Authors, checkpoint, plan_digest, told};
use crate::model::{Packet, Plan};
use crate::world::gather::Running;

/// Who stands for a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Somebody does: who, in a few words.
    By(String),
    /// Nobody does; with the difference to what somebody stands for, and who that is.
    Nobody(Option<(String, String)>),
}

/// Finds out who stands for the plan that `plan_of` takes from a packet; `given` is the digest on the command line.
pub fn trust(running: &Running, plan_of: fn(&Packet) -> &Plan, given: Option<&str>) -> Trust {
    let after = &running.after;
    let plan = plan_of(&after.packet);
    let digest = plan_digest(plan);
    if given.is_some_and(|given| digest.to_string().eq_ignore_ascii_case(given)) {
        return Trust::By("trusted by you".to_owned());
    }
    let mut others: Vec<(String, Packet)> = Vec::new();
    if let Some(first) = after.checkpoint.clone() {
        let authors = Authors { approvers: &after.config.amend_approvers, coders: &after.coders };
        let (frozen, _) = checkpoint(&after.sources, first, &after.revisions, &after.governance, authors);
        let commit = frozen.amendments.last().unwrap_or(&frozen.commit);
        others.push((format!("its checkpoint {}", commit.oid.short()), frozen.packet));
    }
    others.extend(running.on_trunk.clone());
    if let Some((name, _)) = others.iter().find(|(_, packet)| plan_digest(plan_of(packet)) == digest) {
        return Trust::By(format!("as in {name}"));
    }
    let Some((name, packet)) = others.into_iter().next() else { return Trust::Nobody(None) };
    let (then, now) = (listing(plan_of(&packet)), listing(plan));
    let diff = TextDiff::from_lines(&then, &now);
    let text = diff.unified_diff().context_radius(2).header(&name, "on disk").to_string();
    Trust::Nobody(Some((name, text)))
}

/// The steps of a plan, each with all its lines and what it declares.
fn listing(plan: &Plan) -> String {
    let steps = plan.steps.iter().map(|step| {
        let rest: Vec<&str> = step.text.lines().skip(1).collect();
        let rest: String = rest.iter().flat_map(|line| ["\n", *line]).collect();
        format!("{}{rest}\n", told(step))
    });
    steps.collect()
}
