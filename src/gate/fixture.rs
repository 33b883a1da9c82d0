//! A small change with its packet, for the tests of post-work's gates: everything holds until a test falsifies it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

pub use super::sample::{CODER, ID, PATH};
use super::sample::{HEAD, TAIL, TREE, block, packet, passing_run};
use super::{GateStatus, Judged, after, follow};
use crate::finding::{Finding, Severity};
use crate::model::{
    After, AuditFacts, Change, ChangeKind, Checkpoint, Commit, Config, Digest, FileKind, Image, KnownRuns, Mode, Oid,
    Packet, PacketId, RecordedRun, RepoPath, Revision, Snapshot, TargetFile, Tree,
};
use crate::text::{Source, SourceId, Sources, Span};

/// A change and its packet, as yet without judgement.
#[derive(Clone)]
pub struct Fixture {
    files: Vec<File>,
    frozen: String,
    commits: Vec<(Commit, String, bool, BTreeSet<RepoPath>)>,
    entries: String,
    edits: Vec<(String, String)>,
    audit_only: bool,
    run: bool,
    changes: Vec<fn(&mut After)>,
}

#[derive(Clone)]
struct File {
    path: String,
    merge_base: Option<Vec<u8>>,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    modes: (u32, u32),
}

impl Fixture {
    /// A packet whose contract is frozen, and nothing done.
    pub fn new() -> Self {
        let template = "- **Target File**: `path/to/file`\n- **Start**: <line>\n- **End**: <line>\n\
                        - **Line Delta**: <adds - dels>\n- **Pre-SHA1**: `<hash>`\n- **Post-SHA1**: `<hash>`\n";
        Self {
            files: Vec::new(),
            frozen: format!("{HEAD}{template}{TAIL}"),
            commits: Vec::new(),
            entries: String::new(),
            edits: Vec::new(),
            audit_only: false,
            run: true,
            changes: Vec::new(),
        }
    }

    /// One file changed in the middle, with its true entry.
    pub fn changed() -> Self {
        let (before, after) = ("one\ntwo\nthree\nfour\n", "one\n2\n2b\nthree\nfour\n");
        Self::new().file("src/a.rs", Some(before), Some(after)).true_entry("src/a.rs")
    }

    /// A file on both sides; `None` where it is not there.
    pub fn file(self, path: &str, before: Option<&str>, after: Option<&str>) -> Self {
        self.bytes(path, before.map(str::as_bytes), after.map(str::as_bytes))
    }

    pub fn bytes(mut self, path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> Self {
        let side = |bytes: Option<&[u8]>| bytes.map(<[u8]>::to_vec);
        self.files.push(File {
            path: path.to_owned(),
            merge_base: None,
            before: side(before),
            after: side(after),
            modes: (0o100_644, 0o100_644),
        });
        self
    }

    /// The modes of the file given last.
    pub fn modes(mut self, before: u32, after: u32) -> Self {
        self.files.last_mut().unwrap().modes = (before, after);
        self
    }

    /// What the file given last is at the merge base.
    pub fn at_merge_base(mut self, text: &str) -> Self {
        self.files.last_mut().unwrap().merge_base = Some(text.as_bytes().to_vec());
        self
    }

    /// Text of the manifest, as it stands in the packet.
    pub fn entry(mut self, text: &str) -> Self {
        self.entries.push_str(text);
        self
    }

    /// The entry that `manifest --write` would write for a file.
    pub fn true_entry(self, path: &str) -> Self {
        let file = self.files.iter().find(|file| file.path == path).unwrap().clone();
        let (before, after) = (file.image(file.before.as_ref(), None), file.image(file.after.as_ref(), None));
        let text = block(path, before.as_ref(), after.as_ref());
        self.entry(&text)
    }

    /// An edit of the packet at the head, manifest included.
    pub fn edit(mut self, from: &str, to: &str) -> Self {
        self.edits.push((from.to_owned(), to.to_owned()));
        self
    }

    /// An edit of the packet as it was frozen, and so of all that comes later.
    pub fn frozen(mut self, from: &str, to: &str) -> Self {
        assert!(self.frozen.contains(from), "{from}");
        self.frozen = self.frozen.replacen(from, to, 1);
        self
    }

    /// A commit that edits the packet alone, after these paths were changed.
    pub fn commit(mut self, author: &str, from: &str, to: &str, paths: &[&str]) -> Self {
        let last = self.commits.last().map_or(&self.frozen, |(_, text, ..)| text).clone();
        assert!(last.contains(from), "{from}");
        let oid = Oid::parse(&format!("{:x}abcdef{}", self.commits.len() + 1, "0".repeat(33))).unwrap();
        let commit = Commit { oid, author: author.to_owned(), subject: "edit the packet".to_owned() };
        let paths = paths.iter().map(|path| RepoPath::from(*path)).collect();
        self.commits.push((commit, last.replacen(from, to, 1), true, paths));
        self
    }

    /// One more edit of the packet in the commit given last, which comes after these paths were changed.
    pub fn rewrite(mut self, from: &str, to: &str, paths: &[&str]) -> Self {
        let (_, text, _, code) = self.commits.last_mut().unwrap();
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
        code.extend(paths.iter().map(|path| RepoPath::from(*path)));
        self
    }

    /// The commit given last also holds the code that it came with.
    pub fn with_code(mut self) -> Self {
        self.commits.last_mut().unwrap().2 = false;
        self
    }

    /// No run is recorded, unlike else, where one passed for this plan and on these files.
    pub fn without_run(mut self) -> Self {
        self.run = false;
        self
    }

    pub fn audit_only(mut self) -> Self {
        self.audit_only = true;
        self
    }

    /// Any other change of the facts.
    pub fn with(mut self, change: fn(&mut After)) -> Self {
        self.changes.push(change);
        self
    }

    /// The facts.
    pub fn after(&self) -> After {
        let mut sources = Sources::default();
        let last = self.commits.last().map_or(&self.frozen, |(_, text, ..)| text);
        let mut head = last.clone();
        if !self.entries.is_empty() {
            let start = head.find("- **Target File**: `path/to/file`").unwrap();
            let end = head.find("\n## EVIDENCE").unwrap();
            head.replace_range(start..end, &self.entries);
        }
        for (from, to) in &self.edits {
            assert!(head.contains(from.as_str()), "{from}\n{head}");
            head = head.replacen(from.as_str(), to, 1);
        }
        let frozen = packet(&mut sources, &self.frozen);
        let head_packet = packet(&mut sources, &head);
        let mut revisions = Vec::new();
        let mut before = frozen.clone();
        for (commit, text, alone, code) in &self.commits {
            let after = packet(&mut sources, text);
            let revision = Revision {
                commit: Some(commit.clone()),
                parent: None,
                before: Some(before),
                after: Some(after.clone()),
                alone: *alone,
                code: code.clone(),
            };
            revisions.push(revision);
            before = after;
        }
        let last = Revision {
            commit: None,
            parent: None,
            before: Some(before),
            after: Some(head_packet.clone()),
            alone: self.files.is_empty(),
            code: BTreeSet::new(),
        };
        revisions.push(last);
        let mut facts = self.facts(&mut sources, frozen, head_packet, revisions);
        facts.sources = sources;
        if self.run {
            facts.runs.tree = Some(Digest::of(TREE));
            let recorded = RecordedRun { run: passing_run(&facts), span: Span::default() };
            facts.packet.evidence.runs.push(recorded);
        }
        for change in &self.changes {
            change(&mut facts);
        }
        facts
    }

    fn facts(&self, sources: &mut Sources, frozen: Packet, packet: Packet, revisions: Vec<Revision>) -> After {
        let config = Config::default();
        let path = RepoPath::from(PATH);
        let mut targets: BTreeMap<String, TargetFile> = BTreeMap::new();
        let mut changes: Vec<Change> = Vec::new();
        for file in &self.files {
            let found = file.target(sources);
            changes.extend(found.change.clone());
            targets.insert(file.path.clone(), found);
        }
        for entry in &packet.manifest.entries {
            if let Some(target) = entry.target.get() {
                targets.entry(target.clone()).or_default();
            }
        }
        changes.sort_by(|one, other| one.path.cmp(&other.path));
        let oid = Oid::parse(&"5e1d9aa".repeat(6)[..40]).unwrap();
        After {
            now: "2026-01-20T12:00:00Z".parse::<DateTime<Utc>>().unwrap(),
            governance: config.governance(&path, None),
            rewritten: BTreeSet::new(),
            config,
            config_changed: false,
            audits: AuditFacts::default(),
            id: PacketId::parse(ID).unwrap(),
            path,
            packet,
            uncommitted: changes.iter().map(|change| change.path.clone()).collect(),
            snapshot: Snapshot {
                mode: Mode::Staged,
                base: Tree::Commit(oid.clone()),
                base_name: "HEAD".to_owned(),
                head: Tree::Index,
                changes,
                not_judged: Vec::new(),
                unjudged_commits: Vec::new(),
            },
            audit_only: self.audit_only,
            checkpoint: Some(Checkpoint {
                commit: Commit { oid, author: "Ann <ann@example.org>".to_owned(), subject: "the packet".to_owned() },
                packet: frozen,
                amendments: Vec::new(),
                code: BTreeSet::new(),
            }),
            revisions,
            parents: BTreeMap::new(),
            waivers: Vec::new(),
            new_waivers: Vec::new(),
            targets,
            existing: BTreeSet::from(["docs/spec.md".to_owned()]),
            approved_in_head: true,
            code_since: BTreeSet::new(),
            coders: BTreeSet::from([CODER.to_owned()]),
            runs: KnownRuns::default(),
            sources: Sources::default(),
        }
    }

    /// The names of the codes of all errors that follow from no other.
    pub fn errors(&self) -> Vec<&'static str> {
        let roots = |finding: &&Finding| finding.severity == Severity::Error && finding.follows.is_none();
        let mut names: Vec<&str> = self.findings().iter().filter(roots).map(|finding| finding.code.name).collect();
        names.dedup();
        names
    }

    /// The names of the codes of all warnings.
    pub fn warnings(&self) -> Vec<&'static str> {
        let warnings = |finding: &&Finding| finding.severity == Severity::Warning;
        self.findings().iter().filter(warnings).map(|finding| finding.code.name).collect()
    }

    /// All findings, linked.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.judged().into_iter().flat_map(|one| one.judgement.findings).collect();
        follow(&mut findings);
        findings
    }

    /// The first finding of a code, in words: message, label, expected, got, help.
    pub fn told(&self, name: &str) -> String {
        let finding = self.findings().into_iter().find(|finding| finding.code.name == name).unwrap();
        let parts = [Some(finding.message), finding.label, finding.expected, finding.got];
        let parts: Vec<String> = parts.into_iter().flatten().chain(finding.help).collect();
        parts.join("\n")
    }

    /// All gates, asked.
    pub fn judged(&self) -> Vec<Judged> {
        after(&self.after())
    }

    /// The status and the phrase of a gate.
    pub fn status(&self, gate: &str) -> (GateStatus, String) {
        let judged = self.judged();
        let one = judged.iter().find(|one| one.gate.name == gate).unwrap();
        (one.judgement.status, one.judgement.phrase.clone())
    }
}

impl File {
    fn image(&self, bytes: Option<&Vec<u8>>, source: Option<SourceId>) -> Option<Image> {
        let bytes = bytes?;
        let oid = Oid::parse(&Digest::of_parts([&b"blob"[..], bytes]).to_string()).unwrap();
        Some(Image::of_bytes(oid, FileKind::of_mode(self.modes.1), bytes.as_slice().into(), source))
    }

    fn target(&self, sources: &mut Sources) -> TargetFile {
        let base = self.image(self.before.as_ref(), None);
        let source = self.after.as_ref().map(|bytes| sources.add(Source::new(self.path.clone(), bytes.as_slice())));
        let head = self.image(self.after.as_ref(), source);
        let side =
            |image: &Option<Image>, mode: u32| image.as_ref().map(|image| (FileKind::of_mode(mode), image.oid.clone()));
        let (before, after) = (side(&base, self.modes.0), side(&head, self.modes.1));
        let kind = match (&before, &after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Deleted,
            (Some(one), Some(other)) if one.1 == other.1 => ChangeKind::ModeOnly,
            _ => ChangeKind::Modified,
        };
        let change = Change { path: RepoPath::from(self.path.as_str()), kind, before, after };
        TargetFile {
            change: (change.before != change.after).then_some(change),
            base,
            merge_base: self.merge_base.as_ref().map(|bytes| self.image(Some(bytes), None)),
            head,
            ..TargetFile::default()
        }
    }
}
