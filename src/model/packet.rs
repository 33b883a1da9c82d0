//! A packet as understood: every value with its place.

use super::{
    CodeBlock, Evidence, Field, Heading, Item, Manifest, Plan, Report, RiskTier, Scope, Section, SectionName,
    Signature, Status, Strength, Value, Waiver, governing,
};
use crate::text::{SourceId, Span, Spanned};

/// The id of a packet: letters, digits, `.`, `_` and `-`; nothing that a path or an option could be made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PacketId(String);

impl PacketId {
    /// Takes an id; `None` where it is empty, longer than 200 bytes, starts with `-` or `.`, or holds anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let first = text.bytes().next()?;
        let harmless = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        (harmless && first.is_ascii_alphanumeric() && text.len() <= 200).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id without its revision (`-v3`), and the revision; `None` where it names none.
    pub fn revision(&self) -> Option<(&str, u32)> {
        let (base, revision) = self.0.rsplit_once("-v")?;
        Some((base, revision.parse().ok()?))
    }
}

impl std::fmt::Display for PacketId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything that was understood of one packet.
#[derive(Clone, Debug)]
pub struct Packet {
    /// The text it was read from.
    pub source: SourceId,
    /// The H1's text.
    pub title: Option<Spanned<String>>,
    /// All headings, in order.
    pub headings: Vec<Heading>,
    /// All named parts, in order, headings and keys alike; see [`Packet::section`] for which one governs.
    pub sections: Vec<Section>,
    /// All fenced blocks, in order.
    pub code_blocks: Vec<CodeBlock>,
    /// All `KEY: value` fields outside of fences, comments and reports, in order.
    pub fields: Vec<Field>,
    /// METADATA, typed.
    pub metadata: Metadata,
    /// SCOPE: what may be changed.
    pub scope: Scope,
    /// TEST_PLAN.
    pub plan: Plan,
    /// RUN_COMMANDS of BOOTSTRAP: what the coder begins with; a plan that proves nothing.
    pub run_commands: Plan,
    /// DONE_MEANS.
    pub done_means: Vec<DoneItem>,
    /// AUTHORITY.
    pub authority: Authority,
    /// Where the phases stand.
    pub phases: Phases,
    /// WAIVERS GRANTED, of all such sections.
    pub waivers: Vec<Waiver>,
    /// VALIDATION: the manifest.
    pub manifest: Manifest,
    /// EVIDENCE: recorded runs, and claims.
    pub evidence: Evidence,
    /// The validator's reports.
    pub reports: Vec<Report>,
    /// Everything that the packet points to.
    pub links: Vec<Link>,
}

/// The fields at the head of a packet. Where METADATA and another place disagree, METADATA governs.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// WP_ID, else TASK_ID.
    pub id: Value<String>,
    /// BASE_WP_ID.
    pub base_id: Value<String>,
    /// Status.
    pub status: Value<Status>,
    /// RISK_TIER.
    pub risk_tier: Value<RiskTier>,
    /// USER_SIGNATURE.
    pub signature: Value<Signature>,
    /// CODER_MODEL.
    pub coder_model: Value<String>,
    /// CODER_REASONING_STRENGTH.
    pub coder_strength: Value<Strength>,
    /// REFINEMENT_FILE.
    pub refinement_file: Value<String>,
    /// MERGE_BASE_SHA: 40 hexadecimal digits.
    pub merge_base: Value<String>,
}

/// One item of DONE_MEANS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneItem {
    /// Its text, bullet, number, check box and leading emoji left out; nested bullets joined.
    pub text: String,
    /// The inline code in it.
    pub code: Vec<String>,
    /// The tags in it, such as `CX-DBP-030`.
    pub tags: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// What the packet is bound to.
#[derive(Clone, Debug)]
pub struct Authority {
    /// SPEC_BASELINE: a file.
    pub baseline: Value<String>,
    /// SPEC_TARGET: a file, or a pointer to one.
    pub target: Value<String>,
    /// SPEC_ANCHOR, one or several.
    pub anchors: Vec<Item>,
}

/// Where the phases stand; each the first that counts.
#[derive(Clone, Debug, Default)]
pub struct Phases {
    /// The BOOTSTRAP heading.
    pub bootstrap: Option<Span>,
    /// The SKELETON heading.
    pub skeleton: Option<Span>,
    /// The first prose of SKELETON that is not the template's.
    pub skeleton_text: Option<Span>,
    /// The line that begins with `SKELETON APPROVED`, outside of fences, comments and negations.
    pub approval: Option<Span>,
    /// The IMPLEMENTATION heading.
    pub implementation: Option<Span>,
    /// The first prose of IMPLEMENTATION that is not the template's.
    pub implementation_text: Option<Span>,
}

/// Something that the packet points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What kind of pointer.
    pub kind: LinkKind,
    /// The path, `%20` and the like decoded, fragment and title left out.
    pub path: String,
    /// The line that `path:line` names.
    pub line: Option<usize>,
    /// Where it stands.
    pub span: Span,
}

/// What kind of pointer a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](path)`, relative to the packet's folder or to the root.
    Markdown,
    /// A path in a field: REFINEMENT_FILE, SPEC_BASELINE, SPEC_TARGET, Codex, Task Board ..
    Field,
    /// An item of FILES_TO_OPEN.
    FileToOpen,
    /// `-> path:line` in an evidence mapping.
    Evidence,
}

impl Packet {
    /// The part of that name that governs; see [`governing`].
    pub fn section(&self, name: SectionName) -> Option<&Section> {
        governing(&self.sections, name)
    }

    /// The first field of that canonical key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The verdict that governs: that of the last report which states one.
    pub fn last_verdict(&self) -> Option<&Report> {
        self.reports.iter().rev().find(|report| report.verdict.is_some())
    }
}
