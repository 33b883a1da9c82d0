//! The report as one JSON document: `taskpacket/report/v1` and `taskpacket/packet/v1`, published formats.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Finding, Severity};
use crate::gate::{self, Judged, Outcome};
use crate::report::{AllowedPath, Ended, Event, HashedPath, PacketView, Reporter, Started};
use crate::text::Sources;

/// Collects events and writes one document at the end.
pub struct Json<W> {
    out: W,
    started: Started,
    judged: Vec<Judged>,
    findings: Vec<FindingDocument>,
    ended: Option<Ended>,
    packets: Vec<PacketDocument>,
    hashed: Vec<HashedDocument>,
    allowed: Vec<AllowedDocument>,
    text: String,
    codes: Vec<CodeDocument>,
}

impl<W: Write> Json<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Self {
            out,
            started: Started::default(),
            judged: Vec::new(),
            findings: Vec::new(),
            ended: None,
            packets: Vec::new(),
            hashed: Vec::new(),
            allowed: Vec::new(),
            text: String::new(),
            codes: Vec::new(),
        }
    }

    fn write<T: Serialize>(&mut self, document: &T) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, document)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

impl<W: Write> Reporter for Json<W> {
    fn event(&mut self, sources: &Sources, event: Event) -> io::Result<()> {
        match event {
            Event::Started(started) => {
                self.started = started;
                self.judged.clear();
                self.findings.clear();
            }
            Event::Judged(judged) => self.judged.push(judged),
            Event::Found(finding) => self.findings.push(FindingDocument::new(&finding, sources)),
            Event::Ended(ended) => self.ended = Some(ended),
            Event::Packet(view) => {
                self.packets.push(PacketDocument { schema: "taskpacket/packet/v1", packet: *view });
            }
            Event::Hashed(hashed) => self.hashed.push(HashedDocument::new(hashed)),
            Event::Allowed(allowed) => self.allowed.push(AllowedDocument::new(allowed)),
            Event::Explained(code) => self.codes.push(CodeDocument {
                code: code.id,
                name: code.name,
                checks: code.page.checks,
                why: code.page.why,
                fails: code.page.fails,
                mend: code.page.mend,
            }),
            Event::Text(text) => self.text.push_str(&text),
            Event::Detail(_) | Event::Brief(_) | Event::Chapter(..) => {}
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if let Some(packet) = self.packets.pop() {
            return self.write(&packet);
        }
        let report = Report::new(self);
        self.write(&report)
    }
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
    /// The digests of `sha`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<HashedDocument>,
    /// The answers of `allows`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paths: Vec<AllowedDocument>,
    /// The explanations of `explain`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeDocument>,
    /// The result, where it is text: the manifest of `manifest`.
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
struct PacketDocument {
    /// Always `taskpacket/packet/v1`.
    schema: &'static str,
    #[serde(flatten)]
    packet: PacketView,
}

#[derive(Serialize, JsonSchema)]
struct HashedDocument {
    /// The path, relative to the root.
    path: String,
    /// What is there at `HEAD`, in the `index` and on `disk`.
    sides: Vec<SideDocument>,
    /// Which to use for what.
    advice: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct SideDocument {
    /// `HEAD`, `index` or `disk`.
    side: &'static str,
    /// SHA1 of the content; null where the path is not there.
    sha1: Option<String>,
    /// SHA1 with every line ended by LF; null where the content is not text.
    lf_sha1: Option<String>,
    /// SHA1 with every line ended by CRLF; null where the content is not text.
    crlf_sha1: Option<String>,
    /// git's object id of the content.
    blob: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct AllowedDocument {
    /// The path, relative to the root.
    path: String,
    /// True where the packet's coder may change it.
    allowed: bool,
    /// Why.
    reason: String,
}

#[derive(Serialize, JsonSchema)]
struct CodeDocument {
    /// `TP` and three digits.
    code: &'static str,
    /// The name of the check.
    name: &'static str,
    /// What it checks.
    checks: &'static str,
    /// Why.
    why: &'static str,
    /// An example that fails.
    fails: &'static str,
    /// How to mend it.
    mend: &'static str,
}

impl Report {
    fn new<W>(json: &mut Json<W>) -> Self {
        let ended = json.ended.take();
        Self {
            schema: "taskpacket/report/v1",
            command: json.started.command,
            outcome: ended.as_ref().map_or("pass", |ended| ended.outcome.word()),
            packet: json.started.packet.take().map(|packet| PacketDocumentRef { id: packet.id, path: packet.path }),
            snapshot: json.started.snapshot.take().map(|snapshot| SnapshotDocument {
                mode: snapshot.mode,
                base: snapshot.base,
                head: snapshot.head,
            }),
            gates: json.judged.iter().map(GateDocument::new).collect(),
            findings: std::mem::take(&mut json.findings),
            error: None,
            context: std::mem::take(&mut json.started.context),
            next: ended.and_then(|ended| ended.next),
            hashes: std::mem::take(&mut json.hashed),
            paths: std::mem::take(&mut json.allowed),
            codes: std::mem::take(&mut json.codes),
            text: (!json.text.is_empty()).then(|| std::mem::take(&mut json.text)),
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
    fn new(finding: &Finding, sources: &Sources) -> Self {
        let position = finding.site.map(|site| sources.position(site));
        let source = finding.site.map(|site| sources.get(site.source));
        Self {
            code: finding.code.id,
            gate: gate::is_gate(finding.code.name).then_some(finding.code.name),
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            message: finding.message.clone(),
            file: source.map(|source| source.name().to_owned()),
            commit: source.and_then(|source| source.commit().map(str::to_owned)),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
            expected: finding.expected.clone(),
            got: finding.got.clone(),
            help: joined(&finding.help),
            follows: finding.follows,
        }
    }
}

impl HashedDocument {
    fn new(hashed: HashedPath) -> Self {
        let sides = hashed
            .sides
            .into_iter()
            .map(|(name, side)| {
                let variants = side.as_ref().and_then(|side| side.variants);
                SideDocument {
                    side: name,
                    sha1: side.as_ref().map(|side| side.sha1.to_string()),
                    lf_sha1: variants.map(|(lf, _)| lf.to_string()),
                    crlf_sha1: variants.map(|(_, crlf)| crlf.to_string()),
                    blob: side.and_then(|side| side.blob).map(|blob| blob.to_string()),
                }
            })
            .collect();
        Self { path: hashed.path, sides, advice: hashed.advice }
    }
}

impl AllowedDocument {
    fn new(allowed: AllowedPath) -> Self {
        Self { path: allowed.path, allowed: allowed.allowed, reason: allowed.reason }
    }
}

/// A `taskpacket/report/v1` that says why nothing could be judged.
pub fn json_error(message: &str, help: &[String]) -> String {
    let mut json = Json::new(io::sink());
    let mut report = Report::new(&mut json);
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
    pretty(&schemars::schema_for!(Report))
}

/// The JSON Schema of `taskpacket/packet/v1`, as committed under `docs/schema/`.
pub fn packet_schema() -> String {
    pretty(&schemars::schema_for!(PacketDocument))
}

fn pretty(schema: &schemars::Schema) -> String {
    let mut text = serde_json::to_string_pretty(schema).expect("a schema is plain data");
    text.push('\n');
    text
}
