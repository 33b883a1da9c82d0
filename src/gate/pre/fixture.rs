//! A small repository in memory: a packet that passes every gate of pre-work, to be edited into one that does not.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::DateTime;

use crate::gate::{GateStatus, Judgement, pointed_at, spec_names};
use crate::model::{
    Before, Claimed, Commit, Config, Digest, Oid, OtherPacket, PacketId, RepoPath, Scope, ScopeItem, Shell, Status,
};
use crate::parse;
use crate::text::{Source, SourceId, Sources, Span};

const PACKET: &str = "# Task Packet: WP-1-Store-v2

## METADATA
- WP_ID: WP-1-Store-v2
- BASE_WP_ID: WP-1-Store
- DATE: 2026-01-10
- REQUESTOR: ann
- CODER_MODEL: GPT-5
- CODER_REASONING_STRENGTH: HIGH
- **Status:** Ready for Dev
- RISK_TIER: HIGH
- USER_SIGNATURE: ann100120261200

## TECHNICAL_REFINEMENT
- REFINEMENT_FILE: docs/refinements/WP-1-Store-v2.md

## SCOPE
- What: keep one store
- IN_SCOPE_PATHS:
  - src/store/
  - src/main.rs
- OUT_OF_SCOPE:
  - schema changes

## QUALITY_GATE
### TEST_PLAN
```bash
just pre-work WP-1-Store-v2
cargo test
```

### DONE_MEANS
- sessions expire

### ROLLBACK_HINT
```bash
git revert <commit-sha>
```

## AUTHORITY
- SPEC_BASELINE: Spec_v1.md
- SPEC_TARGET: docs/SPEC_CURRENT.md
- SPEC_ANCHOR:
  - Spec_v1.md 2.1 [CX-1]
  - Spec_v1.md 2.2 [CX-2]

## BOOTSTRAP
- FILES_TO_OPEN:
  - docs/START.md

## SKELETON
- one new trait

## IMPLEMENTATION
- (Coder fills after skeleton approval.)

## VALIDATION
- **Target File**: `path/to/file`
- **Start**: <line>
- **End**: <line>
- **Line Delta**: <adds - dels>
- **Pre-SHA1**: `<hash>`
- **Post-SHA1**: `<hash>`
- **Gates Passed**:
  - [ ] anchors_present
  - [ ] window_matches_plan
  - [ ] rails_untouched_outside_window
  - [ ] filename_canonical_and_openable
  - [ ] pre_sha1_captured
  - [ ] post_sha1_captured
  - [ ] line_delta_equals_expected
  - [ ] all_links_resolvable
  - [ ] manifest_written_and_path_returned
  - [ ] current_file_matches_preimage

## EVIDENCE
- (Coder appends.)

## VALIDATION_REPORTS
- (Validator appends.)
";

const REFINEMENT: &str = "## TECHNICAL_REFINEMENT

### METADATA
- WP_ID: WP-1-Store-v2
- SPEC_TARGET_RESOLVED: docs/SPEC_CURRENT.md -> Spec_v1.md
- SPEC_TARGET_SHA1: {SHA1}
- USER_REVIEW_STATUS: APPROVED
- USER_SIGNATURE: ann100120261200
- USER_APPROVAL_EVIDENCE: APPROVE REFINEMENT WP-1-Store-v2

### GAPS_IDENTIFIED
- a second store

### RED_TEAM_ADVISORY
- NONE

### PRIMITIVES
- NONE

### CLEARLY_COVERS
- CLEARLY_COVERS_VERDICT: PASS
- CLEARLY_COVERS_REASON: it says so

### ENRICHMENT
- ENRICHMENT_NEEDED: NO

### SPEC_ANCHORS

#### ANCHOR 1
- SPEC_ANCHOR: Spec_v1.md 2.1 [CX-1]
- CONTEXT_START_LINE: 5
- CONTEXT_END_LINE: 7
- CONTEXT_TOKEN: [CX-1] Rule:
- EXCERPT_ASCII_ESCAPED:
  ```text
  [CX-1] Rule: one interface.
  ```
";

const SPEC: &str = "# Specification

## 2 Store

### 2.1 One store

**[CX-1] Rule:** one interface.

### 2.2 Purity [CX-2]

No pools.
";

const POINTER: &str = "# SPEC_CURRENT\n\n**Spec_v1.md**\n";

/// What exists beside the packet.
const FILES: &[&str] = &[
    "Spec_v1.md",
    "docs/SPEC_CURRENT.md",
    "docs/START.md",
    "docs/refinements/WP-1-Store-v2.md",
    "docs/task_packets/WP-1-Store-v2.md",
    "src/main.rs",
];

type Change = Rc<dyn Fn(&mut Before)>;

/// The repository, and what is changed in it.
#[derive(Clone)]
pub struct Fixture {
    disk: String,
    committed: String,
    refinement: String,
    spec: String,
    pointer: String,
    audit_log: Option<String>,
    registry: Option<String>,
    changes: Vec<Change>,
}

impl Fixture {
    /// Everything as it should be.
    pub fn new() -> Self {
        Self {
            disk: PACKET.to_owned(),
            committed: PACKET.to_owned(),
            refinement: REFINEMENT.replace("{SHA1}", &Digest::of(SPEC.as_bytes()).to_string()),
            spec: SPEC.to_owned(),
            pointer: POINTER.to_owned(),
            audit_log: None,
            registry: None,
            changes: Vec::new(),
        }
    }

    /// The packet's text on disk.
    pub fn text(&self) -> &str {
        &self.disk
    }

    /// Changes the packet, on disk and in HEAD.
    pub fn edit(mut self, from: &str, to: &str) -> Self {
        self.committed = replaced(&self.committed, from, to);
        self.edit_disk(from, to)
    }

    /// Changes the packet on disk only.
    pub fn edit_disk(mut self, from: &str, to: &str) -> Self {
        self.disk = replaced(&self.disk, from, to);
        self
    }

    /// Changes the refinement.
    pub fn edit_refinement(mut self, from: &str, to: &str) -> Self {
        self.refinement = replaced(&self.refinement, from, to);
        self
    }

    /// Changes the specification, everywhere.
    pub fn spec_edit(mut self, from: &str, to: &str) -> Self {
        assert!(self.spec.contains(from), "no `{from}` in the specification");
        self.spec = self.spec.replace(from, to);
        self
    }

    /// Sets the pointer's text.
    pub fn pointer(mut self, text: &str) -> Self {
        text.clone_into(&mut self.pointer);
        self
    }

    /// Adds a signature audit log.
    pub fn audit_log(mut self, text: &str) -> Self {
        self.audit_log = Some(text.to_owned());
        self
    }

    /// Adds a registry.
    pub fn registry(mut self, text: &str) -> Self {
        self.registry = Some(text.to_owned());
        self
    }

    /// Says that a file outside of governance has changed.
    pub fn changed(self, path: &'static str) -> Self {
        self.with(move |facts| {
            facts.changed.insert(RepoPath::from(path));
        })
    }

    /// Adds a packet In Progress with the same signature, and one item in its scope.
    pub fn other(self, id: &str, worktree: Option<&str>, scope: &str) -> Self {
        let item = (!scope.is_empty()).then(|| ScopeItem::new(scope, None, Span::default()));
        let items = item.into_iter().collect();
        let id = PacketId::parse(id).unwrap();
        let claim =
            Claimed { id: id.clone(), place: worktree.map(str::to_owned), scope: Scope { items, ..Scope::default() } };
        let path = RepoPath::from(format!("docs/task_packets/{id}.md").as_str());
        let signature = crate::model::Signature::parse("ann100120261200");
        let status = Some(Status::InProgress);
        let other = worktree.is_none().then_some(OtherPacket { id, path, status, signature });
        self.with(move |facts| {
            facts.others.extend(other.clone());
            facts.claims.push(claim.clone());
        })
    }

    /// Changes the configuration.
    pub fn config(self, change: impl Fn(&mut Config) + 'static) -> Self {
        self.with(move |facts| change(&mut facts.config))
    }

    /// Changes the facts themselves.
    pub fn with(mut self, change: impl Fn(&mut Before) + 'static) -> Self {
        self.changes.push(Rc::new(change));
        self
    }

    /// The facts of this repository.
    pub fn facts(&self) -> Before {
        let mut sources = Sources::default();
        let mut add = |name: &str, text: &str| sources.add(Source::new(name, text.as_bytes()));
        let disk = add("docs/task_packets/WP-1-Store-v2.md", &self.disk);
        let committed = add("HEAD:docs/task_packets/WP-1-Store-v2.md", &self.committed);
        let refinement = add("docs/refinements/WP-1-Store-v2.md", &self.refinement);
        let spec = add("Spec_v1.md", &self.spec);
        let pointer = add("docs/SPEC_CURRENT.md", &self.pointer);
        let audit_log = self.audit_log.as_ref().map(|text| add("docs/SIGNATURE_AUDIT.md", text));
        let registry = self.registry.as_ref().map(|text| add("docs/WP_TRACEABILITY_REGISTRY.md", text));
        let packet = parse::packet(&sources, disk).0;
        let refinement = parse::refinement(&sources, refinement).0;
        let path = RepoPath::from("docs/task_packets/WP-1-Store-v2.md");
        let texts = BTreeMap::from([("Spec_v1.md", spec), ("docs/SPEC_CURRENT.md", pointer)]);
        let files: BTreeSet<&str> = FILES.iter().copied().collect();
        let mut facts = Before {
            now: DateTime::parse_from_rfc3339("2026-01-10T12:00:00Z").unwrap().to_utc(),
            config: Config::default(),
            id: PacketId::parse("WP-1-Store-v2").unwrap(),
            committed: Some(parse::packet(&sources, committed).0),
            head: Some(Commit { oid: Oid::zero(), author: "Ann <a@example.org>".to_owned(), subject: "x".to_owned() }),
            refinement_path: Some(RepoPath::from("docs/refinements/WP-1-Store-v2.md")),
            refinement_committed: true,
            specs: specs(&sources, &texts, spec_names(&packet, Some(&refinement))),
            spec_target: parse::spec_pointer(sources.get(pointer)).map(|found| found.value),
            signature_audit: audit_log.map(|id| parse::signature_audit(&sources, id)),
            registry: registry.map(|id| parse::registry(&sources, id)),
            others: Vec::new(),
            modules: BTreeMap::new(),
            claims: Vec::new(),
            existing: pointed_at(&packet, &path).into_iter().filter(|name| files.contains(name.as_str())).collect(),
            shells: BTreeSet::from([Shell::Bash]),
            changed: BTreeSet::new(),
            refinement: Some(refinement),
            packet,
            path,
            sources,
        };
        for change in &self.changes {
            change(&mut facts);
        }
        facts
    }

    /// Asserts that a gate fails with this message, and that its site shows this text.
    #[track_caller]
    pub fn fails(&self, check: fn(&Before) -> Judgement, message: &str, at: &str) {
        let facts = self.facts();
        let judgement = check(&facts);
        assert_eq!(judgement.status, GateStatus::Fail, "{:#?}", judgement.findings);
        let told: Vec<String> = judgement
            .findings
            .iter()
            .map(|finding| {
                let site = finding.site.expect("a finding of pre-work has a site");
                format!("{} @ {}", finding.message, facts.sources.get(site.source).slice(site.span))
            })
            .collect();
        let found = told
            .iter()
            .any(|told| told.split_once(" @ ").is_some_and(|it| it.0.contains(message) && it.1.contains(at)));
        assert!(found, "no `{message}` at `{at}` in {told:#?}");
    }
}

fn specs(
    sources: &Sources,
    texts: &BTreeMap<&str, SourceId>,
    names: BTreeSet<String>,
) -> BTreeMap<String, crate::model::SpecFile> {
    let there = names.into_iter().filter_map(|name| Some((name.clone(), *texts.get(name.as_str())?)));
    there.map(|(name, id)| (name, parse::spec_file(sources, id))).collect()
}

#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "no `{from}` to edit");
    text.replacen(from, to, 1)
}
