//! `new --stub`: an idea that is worth keeping.

use super::packet::{common, first_step, misread_in};
use super::{Made, PacketTexts, Refused, home, taken};
use crate::command::Error;
use crate::command::way::{Taken, created};
use crate::model::PacketId;
use crate::text::Sources;
use crate::world::gather::{Named, Place};
use crate::write::{Template, fill};

pub(super) fn stub(place: &Place, id: &PacketId, texts: &PacketTexts) -> Result<Result<Made, Refused>, Error> {
    if let Some(finding) = taken(place, id, &[Named::Packet, Named::Refinement, Named::Stub])? {
        return Ok(Err(Box::new((Sources::default(), vec![finding]))));
    }
    let path = home(place, id, Named::Stub);
    let template = Template::Stub.text();
    let mut answers = common(place, id, texts);
    answers.one("SPEC-TARGET", &place.config.spec);
    let text = fill(template, &answers);
    misread_in(&path, template, &text, texts)?;
    let taken = Taken {
        summary: format!("the stub of {id} is there; it binds nobody"),
        next: format!("once its time has come: {}", first_step(place, id)),
        context: Vec::new(),
    };
    Ok(Ok(Made { changes: vec![created(path, text)], taken }))
}
