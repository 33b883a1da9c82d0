//! A refinement: what was thought through, and approved, before the packet was written.

use super::{Digest, Field, Section, Signature, Value};
use crate::text::{SourceId, Span};

/// A refinement file as understood.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// The text it was read from.
    pub source: SourceId,
    /// Its named parts by canonical title (`GAPS_IDENTIFIED`), each with its body.
    pub sections: Vec<(String, Section)>,
    /// All its fields outside of fences, in order.
    pub fields: Vec<Field>,
    /// WP_ID.
    pub id: Value<String>,
    /// SPEC_TARGET_RESOLVED: the pointer and the file that it led to.
    pub spec_target: Value<(String, String)>,
    /// SPEC_TARGET_SHA1: of that file's content.
    pub spec_sha1: Value<Digest>,
    /// USER_REVIEW_STATUS.
    pub review_status: Value<String>,
    /// USER_SIGNATURE.
    pub signature: Value<Signature>,
    /// USER_APPROVAL_EVIDENCE.
    pub approval: Value<String>,
    /// CLEARLY_COVERS_VERDICT.
    pub clearly_covers: Value<String>,
    /// ENRICHMENT_NEEDED: true for YES.
    pub enrichment_needed: Value<bool>,
    /// SPEC_ANCHORS.
    pub anchors: Vec<Anchor>,
}

/// One anchor of a refinement: a place in the specification, and a token that proves that it was read.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// SPEC_ANCHOR.
    pub anchor: Value<String>,
    /// CONTEXT_START_LINE, counted from 1.
    pub start: Value<u64>,
    /// CONTEXT_END_LINE, counted from 1, inclusive.
    pub end: Value<u64>,
    /// CONTEXT_TOKEN: text that stands within those lines.
    pub token: Value<String>,
    /// True where an excerpt is given.
    pub has_excerpt: bool,
    /// The whole anchor.
    pub span: Span,
}
