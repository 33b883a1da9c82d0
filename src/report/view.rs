//! A packet as `show` shows it: `taskpacket/packet/v1`, a published format.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::evidence_view::EvidenceView;
use super::verdict_view::VerdictView;
use crate::model::{
    Condition, DeltaClaim, Entry, EntryState, Field, Packet, PacketId, RepoPath, ScopeItem, SectionName, Shell, Step,
    StepKind, Value, WaiverState,
};
use crate::text::{Source, Span};

/// A value, the text it was read from, and its line (counted from 1).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Measured<T = String> {
    /// What was meant; null for a placeholder, a malformed value, or none at all.
    pub value: Option<T>,
    /// What was written.
    pub raw: String,
    /// Where.
    pub line: usize,
}

/// The packet as understood.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PacketView {
    /// The id: WP_ID, else that of the file's name.
    pub id: String,
    /// The id without its revision.
    pub base_id: Option<String>,
    /// The revision, where the id names one (`-v3`).
    pub revision: Option<u32>,
    /// Where the packet lies, relative to the repository's root.
    pub path: String,
    /// The packet's status.
    pub status: Option<Measured>,
    /// The risk tier.
    pub risk_tier: Option<Measured>,
    /// The signature.
    pub signature: Option<Measured>,
    /// The fields outside of lists, manifest, evidence and reports, by key; of several the one in METADATA governs, else
    /// the first.
    pub fields: BTreeMap<String, Measured>,
    /// What may be changed, and what may not.
    pub scope: ScopeView,
    /// The TEST_PLAN.
    pub plan: PlanView,
    /// The DONE_MEANS.
    pub done_means: Vec<DoneView>,
    /// The manifest.
    pub manifest: ManifestView,
    /// The waivers.
    pub waivers: Vec<WaiverView>,
    /// The evidence: what was recorded, and what is claimed.
    pub evidence: EvidenceView,
    /// The verdicts, the last one governs.
    pub verdicts: Vec<VerdictView>,
}

/// The scope.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScopeView {
    /// IN_SCOPE_PATHS.
    #[serde(rename = "in")]
    pub inside: Vec<PathView>,
    /// OUT_OF_SCOPE.
    #[serde(rename = "out")]
    pub outside: Vec<OutView>,
}

/// One item of IN_SCOPE_PATHS.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PathView {
    /// The path or pattern.
    pub path: String,
    /// `file`, `directory`, `glob` or `unreadable`.
    pub kind: &'static str,
    /// The annotation behind it.
    pub note: Option<String>,
    /// Where it stands.
    pub line: usize,
}

/// One item of OUT_OF_SCOPE.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutView {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub line: usize,
}

/// The plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanView {
    /// Its steps.
    pub steps: Vec<StepView>,
}

/// One step.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepView {
    /// Counted from 1.
    pub index: usize,
    /// Where it stands.
    pub line: usize,
    /// `bash`, `powershell` or `unknown`.
    pub shell: &'static str,
    /// `command`, `audit`, `gate` or `manual`.
    pub kind: &'static str,
    /// The step as written.
    pub text: String,
    /// The condition that a comment puts on it.
    pub condition: Option<String>,
    /// Why bash would not read it; null where it would, and for other shells.
    pub unreadable: Option<String>,
}

/// One item of DONE_MEANS.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DoneView {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub line: usize,
}

/// The manifest.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ManifestView {
    /// Its entries.
    pub entries: Vec<EntryView>,
}

/// One manifest entry.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntryView {
    /// The file.
    pub target: Option<Measured>,
    /// First line of the window.
    pub start: Option<Measured<u64>>,
    /// Last line of the window.
    pub end: Option<Measured<u64>>,
    /// Lines added minus lines removed.
    pub line_delta: Option<Measured<DeltaView>>,
    /// SHA1 before.
    pub pre_sha1: Option<Measured>,
    /// SHA1 after.
    pub post_sha1: Option<Measured>,
    /// The tick boxes by gate name: true where ticked.
    pub gates: Vec<TickView>,
    /// `filled`, `placeholder` or `malformed`.
    pub state: &'static str,
    /// Where it begins.
    pub line: usize,
}

/// A line delta: a number of lines, or `N/A`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum DeltaView {
    /// Lines added minus lines removed.
    Lines(i64),
    /// The file has no lines.
    NotApplicable(&'static str),
}

impl std::fmt::Display for DeltaView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lines(lines) => write!(f, "{lines}"),
            Self::NotApplicable(words) => f.write_str(words),
        }
    }
}

/// One tick box.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TickView {
    /// The gate.
    pub name: String,
    /// True where the box is ticked.
    pub ticked: bool,
    /// Where it stands.
    pub line: usize,
}

/// One waiver.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WaiverView {
    /// Its id; empty for prose.
    pub id: String,
    /// `active`, `ended`, `unreadable` or `prose`.
    pub state: &'static str,
    /// The gates that it relaxes.
    pub covers: Vec<String>,
    /// The paths for which it does.
    pub paths: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who granted it.
    pub approver: String,
    /// The last day on which it holds.
    pub expires: Option<String>,
    /// Where it stands.
    pub line: usize,
}

impl PacketView {
    /// Views a packet; `id` is what its file name says.
    pub fn new(packet: &Packet, source: &Source, id: &PacketId, path: &RepoPath) -> Self {
        let line = |span: Span| source.line_at(span.start);
        let metadata = &packet.metadata;
        let own = metadata.id.get().and_then(|text| PacketId::parse(text)).unwrap_or_else(|| id.clone());
        let (base, revision) = own.revision().map_or((None, None), |(base, revision)| (Some(base), Some(revision)));
        Self {
            base_id: metadata.base_id.get().cloned().or_else(|| base.map(str::to_owned)),
            revision,
            id: own.as_str().to_owned(),
            path: path.to_string(),
            status: measured(&metadata.status, source),
            risk_tier: measured(&metadata.risk_tier, source),
            signature: measured(&metadata.signature, source),
            fields: fields(packet, source),
            scope: ScopeView {
                inside: packet.scope.items.iter().map(|item| path_view(item, line(item.span))).collect(),
                outside: packet
                    .scope
                    .out
                    .iter()
                    .map(|item| OutView { text: item.text.clone(), line: line(item.span) })
                    .collect(),
            },
            plan: PlanView { steps: packet.plan.steps.iter().map(|step| step_view(step, line(step.span))).collect() },
            done_means: packet
                .done_means
                .iter()
                .map(|item| DoneView { text: item.text.clone(), line: line(item.span) })
                .collect(),
            manifest: ManifestView {
                entries: packet.manifest.entries.iter().map(|entry| entry_view(entry, source)).collect(),
            },
            waivers: waivers(packet, source),
            evidence: EvidenceView::new(&packet.evidence, source),
            verdicts: packet.reports.iter().map(|report| VerdictView::new(report, source)).collect(),
        }
    }
}

fn measured<T: ToString>(value: &Value<T>, source: &Source) -> Option<Measured> {
    measured_as(value, source, ToString::to_string)
}

fn measured_as<T, U>(value: &Value<T>, source: &Source, view: impl Fn(&T) -> U) -> Option<Measured<U>> {
    let raw = value.raw()?;
    Some(Measured { value: value.get().map(view), raw: raw.text.clone(), line: source.line_at(raw.span.start) })
}

/// Parts whose keys are not fields of the packet: lists, claims, logs and what validators wrote.
const WITHOUT_FIELDS: &[SectionName] = &[
    SectionName::InScopePaths,
    SectionName::OutOfScope,
    SectionName::WaiversGranted,
    SectionName::TestPlan,
    SectionName::DoneMeans,
    SectionName::Skeleton,
    SectionName::Implementation,
    SectionName::Hygiene,
    SectionName::Validation,
    SectionName::ValidationHistory,
    SectionName::ValidationPlan,
    SectionName::Evidence,
    SectionName::EvidenceMapping,
    SectionName::ValidationReports,
    SectionName::ValidationReport,
];

fn fields(packet: &Packet, source: &Source) -> BTreeMap<String, Measured> {
    let title = packet.title.as_ref().map(|title| title.span);
    let elsewhere: Vec<Span> = packet
        .sections
        .iter()
        .filter(|section| WITHOUT_FIELDS.contains(&section.name))
        .map(|section| section.body)
        .chain(title.and_then(|span| source.line_span(source.line_at(span.start))))
        .collect();
    let metadata = packet.section(SectionName::Metadata).map(|section| section.body);
    let governs = |field: &&Field| metadata.is_some_and(|body| body.contains(field.key_span.start));
    let mut fields = BTreeMap::new();
    for field in packet.fields.iter().filter(governs).chain(&packet.fields) {
        if elsewhere.iter().any(|span| span.contains(field.key_span.start)) {
            continue;
        }
        // A key whose value is the list beneath it is shown as that list.
        if let Some(value) = measured(&field.value, source).filter(|value| !value.raw.is_empty()) {
            fields.entry(field.key.clone()).or_insert(value);
        }
    }
    fields
}

fn path_view(item: &ScopeItem, line: usize) -> PathView {
    PathView { path: item.path.clone(), kind: item.kind.word(), note: item.note.clone(), line }
}

fn step_view(step: &Step, line: usize) -> StepView {
    StepView {
        index: step.index,
        line,
        shell: match step.shell {
            Shell::Bash => "bash",
            Shell::PowerShell => "powershell",
            Shell::Unknown => "unknown",
        },
        kind: match step.kind {
            StepKind::Command => "command",
            StepKind::Audit { .. } => "audit",
            StepKind::Gate { .. } => "gate",
            StepKind::Manual => "manual",
        },
        text: step.text.clone(),
        condition: step.condition.as_ref().map(|condition| match condition {
            Condition::NonDocFilesChanged(text) | Condition::Unknown(text) => text.clone(),
        }),
        unreadable: step.unreadable.as_ref().map(|unreadable| unreadable.reason.clone()),
    }
}

fn entry_view(entry: &Entry, source: &Source) -> EntryView {
    EntryView {
        target: measured(&entry.target, source),
        start: measured_as(&entry.start, source, |line| *line),
        end: measured_as(&entry.end, source, |line| *line),
        line_delta: measured_as(&entry.delta, source, |delta| match delta {
            DeltaClaim::Lines(lines) => DeltaView::Lines(*lines),
            DeltaClaim::NotApplicable => DeltaView::NotApplicable("N/A"),
        }),
        pre_sha1: measured(&entry.pre, source),
        post_sha1: measured(&entry.post, source),
        gates: entry
            .ticks
            .iter()
            .map(|tick| TickView {
                name: tick.name.clone(),
                ticked: tick.ticked,
                line: source.line_at(tick.span.start),
            })
            .collect(),
        state: match entry.state {
            EntryState::Filled => "filled",
            EntryState::Placeholder => "placeholder",
            EntryState::Malformed => "malformed",
        },
        line: source.line_at(entry.span.start),
    }
}

fn waivers(packet: &Packet, source: &Source) -> Vec<WaiverView> {
    packet
        .waivers
        .iter()
        .map(|waiver| WaiverView {
            id: waiver.id.clone(),
            state: match waiver.state {
                WaiverState::Active => "active",
                WaiverState::Ended => "ended",
                WaiverState::Unreadable => "unreadable",
                WaiverState::Prose => "prose",
            },
            covers: waiver.covers.clone(),
            paths: waiver.paths.iter().map(|item| item.path.clone()).collect(),
            reason: waiver.reason.clone(),
            approver: waiver.approver.clone(),
            expires: waiver.expires.map(|date| date.to_string()),
            line: source.line_at(waiver.span.start),
        })
        .collect()
}
