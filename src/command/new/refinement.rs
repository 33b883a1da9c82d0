//! `new --refinement`: the refinement that is to be written, with what git and the configuration know.

use super::{Made, Refused, home, taken};
use crate::command::Error;
use crate::command::way::{Taken, created};
use crate::model::PacketId;
use crate::text::Sources;
use crate::world::gather::{self, Named, Place};
use crate::write::{Answers, Template, fill};

pub(super) fn refinement(place: &Place, id: &PacketId) -> Result<Result<Made, Refused>, Error> {
    // A packet that is here already may be given the refinement that it lacks.
    let here = gather::refining(place, id)?;
    let kinds: &[Named] =
        if here.packet.is_some() { &[Named::Refinement] } else { &[Named::Refinement, Named::Packet] };
    if let Some(finding) = taken(place, id, kinds)? {
        return Ok(Err(Box::new((Sources::default(), vec![finding]))));
    }
    let spec = here.spec_target.as_ref().and_then(|name| Some((name, here.specs.get(name)?)));
    let mut answers = Answers::default();
    answers
        .one("WP-ID", id.as_str())
        .one("DATE", place.now.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        .one("SPEC-TARGET", &here.pointer)
        .maybe("SPEC-BASELINE", spec.map(|(name, _)| name))
        .maybe("SPEC-SHA1", spec.map(|(_, spec)| spec.digests[0].to_string()));
    let context = match (spec, &here.spec_target) {
        (Some((name, _)), _) => format!("the specification is {name}, by {}", here.pointer),
        (None, Some(name)) => {
            format!("{} names {name}, and there is no such file: write down what is meant", here.pointer)
        }
        (None, None) => format!("{} names no specification: write down which one is meant", here.pointer),
    };
    let path = home(place, id, Named::Refinement);
    let text = fill(Template::Refinement.text(), &answers);
    let taken = Taken {
        summary: format!("the refinement of {id} is there to be written"),
        next: format!("fill in its blanks, then  taskpacket refinement check {id}"),
        context: vec![context],
    };
    Ok(Ok(Made { changes: vec![created(path, text)], taken }))
}
