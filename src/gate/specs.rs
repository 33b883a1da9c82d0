//! Which specification files a packet and its refinement name.

use std::collections::BTreeSet;

use super::links::normal;
use crate::model::{Packet, Refinement};
use crate::parse::spec_anchors;

/// Every name of a specification file that the gates will look up, as paths from the root. What SPEC_TARGET leads to
/// comes on top of them.
pub fn spec_names(packet: &Packet, refinement: Option<&Refinement>) -> BTreeSet<String> {
    let authority = [&packet.authority.baseline, &packet.authority.target];
    let mut names: Vec<String> = authority.into_iter().filter_map(|value| value.get().cloned()).collect();
    let anchors = packet.authority.anchors.iter().map(|item| item.text.as_str());
    let of_refinement = refinement.iter().flat_map(|it| &it.anchors).filter_map(|it| it.anchor.get());
    for text in anchors.chain(of_refinement.map(String::as_str)) {
        names.extend(spec_anchors(text).into_iter().filter_map(|anchor| anchor.file));
    }
    if let Some((pointer, file)) = refinement.and_then(|refinement| refinement.spec_target.get()) {
        names.extend([pointer.clone(), file.clone()]);
    }
    names.iter().filter_map(|name| normal(name)).collect()
}
