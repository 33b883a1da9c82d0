//! The report as one JSON document: `taskpacket/report/v1` and `taskpacket/packet/v1`, published formats.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::adopted_json::AdoptedDocument;
use super::answers_json::{AllowedDocument, CodeDocument, HashedDocument};
use super::collected::{Collected, Found};
use super::doctor_json::DisagreementDocument;
use super::review_json::ReviewDocument;
use super::run_json::{ProvenDocument, RunDocument, RunRowDocument};
use super::standing_json::StandingDocument;
use super::status_json::StatusDocument;
use super::verdict_json::{AppendedDocument, ReportTextDocument};
use super::verified_json::VerifiedDocument;
use crate::gate::{self, Judged, Outcome};
use crate::report::{AuditLine, PacketView, Written};

/// Writes a run: the packet of `show`, or the report of any other command.
pub fn json(collected: &Collected, out: &mut dyn Write) -> io::Result<()> {
    match &collected.packet {
        Some(packet) => write(out, &PacketDocument { schema: "taskpacket/packet/v1", packet }),
        None => write(out, &Report::new(collected)),
    }
}

fn write<T: Serialize>(out: &mut dyn Write, document: &T) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

/// `taskpacket/report/v1`.
#[derive(Serialize, JsonSchema)]
struct Report {
    /// Always `taskpacket/report/v1`.
    schema: &'static str,
    /// The command's name.
    command: &'static str,
    /// `pass`, `fail` or `no-verdict`.
    outcome: &'static str,
    /// The packet, where there is one.
    packet: Option<PacketDocumentRef>,
    /// What was compared, where anything was.
    snapshot: Option<SnapshotDocument>,
    /// Every gate that was asked; those of a manifest entry with their target.
    gates: Vec<GateDocument>,
    /// Everything found wanting.
    findings: Vec<FindingDocument>,
    /// Why nothing could be judged; null where something was.
    error: Option<ErrorDocument>,
    /// What else the reader should know: what was not judged, which clock counts.
    context: Vec<String>,
    /// The most useful next command.
    next: Option<String>,
    /// The items of DONE_MEANS, each beside what proves it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    done_means: Vec<ProvenDocument>,
    /// The plan of `run`, with what came of its steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<RunDocument>,
    /// How far the packets have come, of `status`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusDocument>,
    /// The runs of `runs`, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    runs: Vec<RunRowDocument>,
    /// The digests of `sha`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<HashedDocument>,
    /// The rules of `audit`, each with what it looked at and found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    audits: Vec<AuditDocument>,
    /// The answers of `allows`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paths: Vec<AllowedDocument>,
    /// The explanations of `explain`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeDocument>,
    /// The files that were written, or would be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<WrittenDocument>,
    /// What of the findings is a disagreement of `board` or `doctor`, and whether the tool can mend it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disagreements: Vec<DisagreementDocument>,
    /// The report of `verdict draft` and `verdict digest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "report")]
    drafted: Option<ReportTextDocument>,
    /// The entry of `verdict append`.
    #[serde(skip_serializing_if = "Option::is_none")]
    appended: Option<AppendedDocument>,
    /// The active packets of a repository that `init --adopt` set up, with what each lacks today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    adopted: Vec<AdoptedDocument>,
    /// The entries that `verdict verify` looked at, and what was done to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<VerifiedDocument>,
    /// What `review` has set up.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<ReviewDocument>,
    /// The verdicts of `verdict status`, `verdict diff` and `verdict require`, each with where it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    standings: Vec<StandingDocument>,
    /// The result, where it is text: the manifest of `manifest`, the board of `board`.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct ErrorDocument {
    /// What is wrong.
    message: String,
    /// What mends it; several ways are separated by line feeds, the best first.
    help: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct PacketDocumentRef {
    /// Its id.
    id: String,
    /// Its path, relative to the repository's root.
    path: String,
}

#[derive(Serialize, JsonSchema)]
struct SnapshotDocument {
    /// `disk`, `staged`, `worktree`, `range` or `committed`.
    mode: &'static str,
    /// The base: a commit; null where there is none.
    base: Option<String>,
    /// The head: a commit, `index`, `worktree` or `disk`.
    head: String,
}

#[derive(Serialize, JsonSchema)]
struct GateDocument {
    /// The gate's name.
    name: &'static str,
    /// The manifest entry's target, for a gate of an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// `pass`, `fail`, `no-verdict`, `not-applicable` or `waived`.
    status: &'static str,
    /// The packet's tick box, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed: Option<bool>,
    /// A few words on what was computed.
    #[serde(skip_serializing_if = "String::is_empty")]
    summary: String,
}

#[derive(Serialize, JsonSchema)]
struct AuditDocument {
    /// The rule's id.
    rule: String,
    /// What it demands.
    title: String,
    /// What it answers to elsewhere, such as `CX-DBP-030`.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    /// Whose rule it is: a pack, a file, the packet, a step of its plan.
    of: String,
    /// `pass`, `fail`, `no-verdict` or `skipped`.
    status: &'static str,
    /// How many files it looked at.
    files: usize,
    /// How many hits count.
    hits: usize,
    /// How many hits lie where they are allowed.
    allowed: usize,
    /// How many hits a waiver covers.
    waived: usize,
    /// How many hits the baseline knows.
    baseline: usize,
    /// How many hits were there before what is judged.
    old: usize,
}

#[derive(Serialize, JsonSchema)]
struct FindingDocument {
    /// `TP` and three digits; `taskpacket explain CODE` tells more.
    code: &'static str,
    /// The gate that raised it; null for a finding of no gate.
    gate: Option<&'static str>,
    /// `error`, `warning` or `note`.
    severity: &'static str,
    /// What is so.
    message: String,
    /// Where: a path relative to the repository's root.
    file: Option<String>,
    /// The commit whose version of the file the line is of, where the judged version does not hold it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    /// The line, counted from 1.
    line: Option<usize>,
    /// The column, counted from 1, in characters.
    column: Option<usize>,
    /// What would have been right.
    expected: Option<String>,
    /// What stood there instead.
    got: Option<String>,
    /// What mends it; several ways are separated by line feeds, the best first.
    help: Option<String>,
    /// The index (from 0, in this list) of the finding that this one is a mere consequence of.
    follows: Option<usize>,
}

/// `taskpacket/packet/v1`.
#[derive(Serialize, JsonSchema)]
struct PacketDocument<'a> {
    /// Always `taskpacket/packet/v1`.
    schema: &'static str,
    #[serde(flatten)]
    packet: &'a PacketView,
}

#[derive(Serialize, JsonSchema)]
struct WrittenDocument {
    /// The path, relative to the root.
    path: String,
    /// `created`, `changed` or `unchanged`; `would create`, `would change` where nothing was to be written.
    action: &'static str,
    /// What changed in it, as a unified diff, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

impl WrittenDocument {
    fn new(written: &Written) -> Self {
        Self { path: written.path.clone(), action: written.action, diff: written.diff.clone() }
    }
}

impl Report {
    fn new(collected: &Collected) -> Self {
        let (started, ended) = (&collected.started, collected.ended.as_ref());
        Self {
            schema: "taskpacket/report/v1",
            command: started.command,
            outcome: ended.map_or(Outcome::Pass, |ended| ended.outcome).word(),
            packet: started.packet.clone().map(|packet| PacketDocumentRef { id: packet.id, path: packet.path }),
            snapshot: started.snapshot.clone().map(|snapshot| SnapshotDocument {
                mode: snapshot.mode,
                base: snapshot.base,
                head: snapshot.head,
            }),
            gates: collected.judged.iter().map(GateDocument::new).collect(),
            findings: collected.findings.iter().map(FindingDocument::new).collect(),
            error: None,
            context: started.context.clone(),
            next: ended.and_then(|ended| ended.next.clone()),
            done_means: collected.proven.iter().map(ProvenDocument::new).collect(),
            run: collected.ran.as_ref().map(RunDocument::new),
            status: collected.status.as_ref().map(StatusDocument::new),
            runs: collected.runs.iter().map(RunRowDocument::new).collect(),
            hashes: collected.hashed.iter().map(HashedDocument::new).collect(),
            audits: collected.audited.iter().map(AuditDocument::new).collect(),
            paths: collected.allowed.iter().map(AllowedDocument::new).collect(),
            codes: collected.codes.iter().map(|code| CodeDocument::new(code)).collect(),
            files: collected.written.iter().map(WrittenDocument::new).collect(),
            disagreements: collected.disagreements.iter().map(DisagreementDocument::new).collect(),
            drafted: collected.report.as_ref().map(ReportTextDocument::new),
            appended: collected.appended.as_ref().map(AppendedDocument::new),
            adopted: collected.adopted.iter().map(AdoptedDocument::new).collect(),
            verified: collected.verified.as_ref().map(VerifiedDocument::new),
            review: collected.reviewed.as_ref().map(ReviewDocument::new),
            standings: collected.standings.iter().flat_map(|view| &view.rows).map(StandingDocument::new).collect(),
            text: (!collected.text.is_empty()).then(|| collected.text.clone()),
        }
    }
}

impl GateDocument {
    fn new(judged: &Judged) -> Self {
        Self {
            name: judged.gate.name,
            target: judged.target.clone(),
            status: judged.judgement.status.word(),
            claimed: judged.claimed,
            summary: judged.judgement.phrase.clone(),
        }
    }
}

impl FindingDocument {
    fn new(found: &Found) -> Self {
        let Found { finding, place } = found;
        Self {
            code: finding.code.id,
            gate: gate::is_gate(finding.code.name).then_some(finding.code.name),
            severity: finding.severity.word(),
            message: finding.message.clone(),
            file: place.as_ref().map(|place| place.file.clone()),
            commit: place.as_ref().and_then(|place| place.commit.clone()),
            line: place.as_ref().map(|place| place.start.line),
            column: place.as_ref().map(|place| place.start.column),
            expected: finding.expected.clone(),
            got: finding.got.clone(),
            help: joined(&finding.help),
            follows: finding.follows,
        }
    }
}

impl AuditDocument {
    fn new(line: &AuditLine) -> Self {
        Self {
            rule: line.rule.clone(),
            title: line.title.clone(),
            tag: line.tag.clone(),
            of: line.of.clone(),
            status: line.outcome,
            files: line.files,
            hits: line.hits,
            allowed: line.allowed,
            waived: line.waived,
            baseline: line.baseline,
            old: line.old,
        }
    }
}

/// A `taskpacket/report/v1` that says why nothing could be judged.
pub fn json_error(message: &str, help: &[String]) -> String {
    let mut report = Report::new(&Collected::default());
    report.outcome = Outcome::NoVerdict.word();
    report.error = Some(ErrorDocument { message: message.to_owned(), help: joined(help) });
    let mut text = serde_json::to_string_pretty(&report).expect("a report is plain data");
    text.push('\n');
    text
}

fn joined(help: &[String]) -> Option<String> {
    (!help.is_empty()).then(|| help.join("\n"))
}

/// The JSON Schema of `taskpacket/report/v1`, as committed under `docs/schema/`.
pub fn report_schema() -> String {
    pretty(&as_written::<Report>())
}

/// The JSON Schema of `taskpacket/packet/v1`, as committed under `docs/schema/`.
pub fn packet_schema() -> String {
    pretty(&as_written::<PacketDocument>())
}

/// The schema of what is written: what may be left out is not required, what is always there is.
fn as_written<T: JsonSchema>() -> schemars::Schema {
    schemars::generate::SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>()
}

fn pretty(schema: &schemars::Schema) -> String {
    let mut text = serde_json::to_string_pretty(schema).expect("a schema is plain data");
    text.push('\n');
    text
}
