//! Where a signature stands, and what was signed with it there.

use super::{PacketId, Signature};
use crate::text::Site;

/// One place where a signature stands, and what was signed with it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureUse {
    /// The signature.
    pub signature: Signature,
    /// What was signed.
    pub signed: Signed,
    /// Where that is, in words: `docs/x.md at 3c1f22a`.
    pub place: String,
    /// The same in a text that was read; `None` where none was kept.
    pub site: Option<Site>,
}

/// What a signature was given for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signed {
    /// The packet of that id.
    Packet(PacketId),
    /// The refinement of that id.
    Refinement(PacketId),
    /// What the signature audit log says.
    Logged(String),
}
