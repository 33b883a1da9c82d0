//! What the contract no longer means, and which commit made it so.

use super::Error;
use super::entry::Asking;
use crate::gate::contract::{Difference, contract_digest, differences};
use crate::model::{Bound, Commit, ContractMove, Oid, Packet, PacketStanding};
use crate::world::gather::governance;

/// In what the contract on disk differs from the one judged (`then`; `None` where it is that one), and why that cannot be
/// told.
pub fn contract_moves(
    asking: &mut Asking,
    of: &PacketStanding,
    bound: Option<&Bound>,
    then: Option<&Packet>,
    judged: Option<&Oid>,
) -> Result<(Vec<ContractMove>, Option<String>), Error> {
    let Some(then) = then else {
        let gone = bound.filter(|bound| contract_digest(&of.packet, asking.versions.sources) != bound.contract);
        return Ok((Vec::new(), gone.map(not_here)));
    };
    let found = differing(asking, of, then, &of.packet);
    let other = |bound: &&Bound| contract_digest(then, asking.versions.sources) != bound.contract;
    let doubt = bound.filter(other).map(not_here);
    let mut moves = Vec::new();
    for difference in found {
        let commit = bringer(asking, of, then, &difference, judged)?;
        moves.push(ContractMove {
            part: difference.part.name(),
            what: difference.what.clone(),
            sides: (difference.expected.clone(), difference.got.clone()),
            commit,
        });
    }
    Ok((moves, doubt))
}

fn not_here(bound: &Bound) -> String {
    format!("the contract that was judged, at {}, is not in this clone, and the one here is another", bound.head.short())
}

fn differing(asking: &Asking, of: &PacketStanding, then: &Packet, now: &Packet) -> Vec<Difference> {
    let governance = governance(&asking.place.config, &of.id, &of.path, now);
    differences(asking.versions.sources, then, now, &governance)
}

/// The commit behind which the difference stands; `None` where it is not committed.
fn bringer(
    asking: &mut Asking,
    of: &PacketStanding,
    then: &Packet,
    difference: &Difference,
    judged: Option<&Oid>,
) -> Result<Option<Commit>, Error> {
    let mut last = None;
    for step in asking.lineage.steps(&of.path) {
        let commit = &step.recorded.info.commit;
        let has = match step.after {
            Some(blob) => asking.versions.of_blob(blob, &of.path, &commit.oid)?.is_some_and(|version| {
                let found = differing(asking, of, then, &version);
                found.iter().any(|it| it.part.name() == difference.part.name() && it.what == difference.what)
            }),
            None => false,
        };
        if !has || judged == Some(&commit.oid) {
            break;
        }
        last = Some(commit.clone());
    }
    Ok(last)
}
