//! A small repository in memory where all truths agree, to be edited into one where they do not.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::Disagreement;
use crate::model::{
    Commit, Config, KnownToGit, Oid, PacketId, PacketPlace, RepoPath, Signature, SignatureUse, Signed, Survey,
    SurveyedPacket, SurveyedRefinement, SurveyedTrunk, SurveyedWorktree, Touch, Truths,
};
use crate::parse;
use crate::text::{Source, SourceId, Sources};

const BOARD: &str = "# Task Board

## Ready for Dev
- **[WP-1-B-v2]** - [READY_FOR_DEV]

## In Progress
- **[WP-1-A]** - [IN_PROGRESS]

## Done

## Superseded (Archive)
- **[WP-1-B]** - [SUPERSEDED]
";

const REGISTRY: &str = "# Registry
| Base WP ID | Active Packet | Task Board |
|---|---|---|
| WP-1-B | docs/task_packets/WP-1-B-v2.md | Ready for Dev |
";

const LOG: &str = "| Signature | Used By | Purpose |
|---|---|---|
| ann100120261200 | ann | Task packet creation: WP-1-A |
| ann110120261200 | ann | Task packet creation: WP-1-B-v2 |
";

const SPEC: &str = "# Spec\n\n## 2.1 Store\n[CX-1] one store\n";

/// Something done to the truths of a fixture.
type Deed = Rc<dyn Fn(&mut Truths)>;

/// The repository, and what is changed in it.
#[derive(Clone)]
pub(super) struct Fixture {
    packets: BTreeMap<&'static str, String>,
    refinements: BTreeMap<&'static str, String>,
    board: String,
    registry: String,
    log: String,
    elsewhere: Vec<(&'static str, String)>,
    on_branch: bool,
    changes: Vec<Deed>,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let packets = [
            ("WP-1-A", packet("WP-1-A", "WP-1-A", "In Progress", Some("ann100120261200"))),
            ("WP-1-B", packet("WP-1-B", "WP-1-B", "Superseded", None)),
            ("WP-1-B-v2", packet("WP-1-B-v2", "WP-1-B", "Ready for Dev", Some("ann110120261200"))),
        ];
        let refinements = [
            ("WP-1-A", refinement("WP-1-A", "ann100120261200")),
            ("WP-1-B-v2", refinement("WP-1-B-v2", "ann110120261200")),
        ];
        Self {
            packets: packets.into(),
            refinements: refinements.into(),
            board: BOARD.to_owned(),
            registry: REGISTRY.to_owned(),
            log: LOG.to_owned(),
            elsewhere: Vec::new(),
            on_branch: false,
            changes: Vec::new(),
        }
    }

    /// Edits a packet.
    pub(super) fn packet(mut self, id: &'static str, from: &str, to: &str) -> Self {
        edit(self.packets.get_mut(id).expect("there is such a packet"), from, to);
        self
    }

    /// Edits a packet, and leaves this fixture as it is.
    pub(super) fn status(&self, id: &'static str, status: &str) -> Self {
        let mut new = self.clone();
        let text = new.packets.get_mut(id).expect("there is such a packet");
        let line = text.lines().find(|line| line.starts_with("- **Status:**")).expect("it has a status").to_owned();
        edit(text, &line, &format!("- **Status:** {status}"));
        new
    }

    pub(super) fn board(mut self, from: &str, to: &str) -> Self {
        edit(&mut self.board, from, to);
        self
    }

    pub(super) fn registry(mut self, from: &str, to: &str) -> Self {
        edit(&mut self.registry, from, to);
        self
    }

    pub(super) fn log(mut self, from: &str, to: &str) -> Self {
        edit(&mut self.log, from, to);
        self
    }

    pub(super) fn refinement(mut self, id: &'static str, from: &str, to: &str) -> Self {
        edit(self.refinements.get_mut(id).expect("there is such a refinement"), from, to);
        self
    }

    /// The packet as it is on another branch; one that is not here where there is none of that id.
    pub(super) fn elsewhere(mut self, id: &'static str, from: &str, to: &str) -> Self {
        let mut text = self.packets.get(id).cloned().unwrap_or_else(|| packet(id, id, "In Progress", None));
        if !from.is_empty() {
            edit(&mut text, from, to);
        }
        self.elsewhere.push((id, text));
        self
    }

    /// HEAD is not the default branch.
    pub(super) fn on_branch(&self) -> Self {
        Self { on_branch: true, ..self.clone() }
    }

    /// Changes what was gathered.
    pub(super) fn with(mut self, change: impl Fn(&mut Truths) + 'static) -> Self {
        self.changes.push(Rc::new(change));
        self
    }

    pub(super) fn truths(&self) -> Truths {
        let now = "2026-01-20T12:00:00Z".parse().expect("it is a date");
        let mut sources = Sources::default();
        let mut add = |name: &str, text: &str| sources.add(Source::new(name, text.as_bytes()));
        let board = add("docs/TASK_BOARD.md", &self.board);
        let registry = add("docs/WP_TRACEABILITY_REGISTRY.md", &self.registry);
        let log = add("docs/SIGNATURE_AUDIT.md", &self.log);
        let spec = add("Spec_v1.md", SPEC);
        let refinements: Vec<_> = self
            .refinements
            .iter()
            .map(|(id, text)| (format!("docs/refinements/{id}.md"), text))
            .map(|(path, text)| (RepoPath::from(path.as_str()), add(&path, text)))
            .collect();
        let packets: Vec<_> = self.packets.iter().map(|(id, text)| (*id, add(&path(id), text))).collect();
        let elsewhere: Vec<_> = self.elsewhere.iter().map(|(id, text)| (*id, add(&path(id), text))).collect();
        let surveyed = |(id, source), place| surveyed(&sources, id, source, place, now);
        let there = PacketPlace::Branch { name: "feat/x".to_owned() };
        let survey = Survey {
            now,
            config: Config::default(),
            head: Some(commit().oid),
            branch: Some("main".to_owned()),
            trunk: Some(SurveyedTrunk { name: "main".to_owned(), tip: None, is_here: !self.on_branch, board: None }),
            branches: Vec::new(),
            worktrees: Vec::new(),
            packets: packets.into_iter().map(|it| surveyed(it, PacketPlace::Here)).collect(),
            elsewhere: elsewhere.into_iter().map(|it| surveyed(it, there.clone())).collect(),
            stubs: Vec::new(),
            board: Some(board),
            registry: Some(parse::registry(&sources, registry)),
            signature_audit: Some(parse::signature_audit(&sources, log)),
            work: BTreeMap::new(),
            sources: Sources::default(),
        };
        let refinements = refinements.into_iter().map(|(path, source)| {
            let refinement = parse::refinement(&sources, source).0;
            (path, SurveyedRefinement { refinement, signed_otherwise: None })
        });
        let mut truths = Truths {
            uses: uses(&survey),
            board: Some(parse::board(&sources, board)),
            trunk_board: None,
            refinements: refinements.collect(),
            specs: BTreeMap::from([("Spec_v1.md".to_owned(), parse::spec_file(&sources, spec))]),
            spec_current: Some("Spec_v1.md".to_owned()),
            known: KnownToGit { branches: ["main".to_owned()].into(), ..KnownToGit::default() },
            adopted: None,
            pending: Vec::new(),
            dead_holder: None,
            survey: Survey { sources, ..survey },
        };
        for change in &self.changes {
            change(&mut truths);
        }
        truths
    }
}

/// What a check says, as lines: weight, message, place, and who mends it.
pub(super) fn told(check: fn(&Truths) -> Vec<Disagreement>, fixture: &Fixture) -> Vec<String> {
    let truths = fixture.truths();
    let line = |it: &Disagreement| {
        let place = it.finding.site.map(|site| {
            let name = truths.survey.sources.get(site.source).name();
            format!(" @{name}:{}", truths.survey.sources.position(site).line)
        });
        let by = if it.mend.is_some() { "mended" } else { "left" };
        format!("{}: {}{}, {by}", it.finding.severity.word(), it.finding.message, place.unwrap_or_default())
    };
    check(&truths).iter().map(line).collect()
}

pub(super) fn commit() -> Commit {
    let oid = Oid::parse(&"1".repeat(40)).expect("it is an id");
    Commit { oid, author: "ann <a@example.org>".to_owned(), subject: "s".to_owned() }
}

pub(super) fn touch(when: DateTime<Utc>) -> Touch {
    Touch { commit: commit(), when }
}

pub(super) fn worktree(path: &str, branch: &str) -> SurveyedWorktree {
    SurveyedWorktree {
        path: PathBuf::from(path),
        branch: Some(branch.to_owned()),
        head: None,
        is_here: false,
        without_files: false,
    }
}

fn edit(text: &mut String, from: &str, to: &str) {
    assert!(text.contains(from), "`{from}` does not stand there");
    *text = text.replacen(from, to, 1);
}

fn path(id: &str) -> String {
    format!("docs/task_packets/{id}.md")
}

fn packet(id: &str, base: &str, status: &str, signature: Option<&str>) -> String {
    let signed = signature.map(|it| format!("- USER_SIGNATURE: {it}\n- REFINEMENT_FILE: docs/refinements/{id}.md\n"));
    let signed = signed.unwrap_or_default();
    format!(
        "# Task Packet: {id}\n\n## METADATA\n- WP_ID: {id}\n- BASE_WP_ID: {base}\n- CODER_MODEL: m\n\
         - CODER_REASONING_STRENGTH: HIGH\n- **Status:** {status}\n{signed}- DATE: 2026-01-10\n## AUTHORITY\n\
         - SPEC_BASELINE: Spec_v1.md\n- SPEC_ANCHOR: Spec_v1.md 2.1 [CX-1]\n\n## VALIDATION_REPORTS\n"
    )
}

fn refinement(id: &str, signature: &str) -> String {
    format!(
        "## TECHNICAL_REFINEMENT\n\n### METADATA\n- WP_ID: {id}\n- USER_REVIEW_STATUS: APPROVED\n- USER_SIGNATURE: {signature}\n"
    )
}

fn surveyed(sources: &Sources, id: &str, source: SourceId, place: PacketPlace, now: DateTime<Utc>) -> SurveyedPacket {
    let (packet, findings) = parse::packet(sources, source);
    SurveyedPacket {
        id: PacketId::parse(id).expect("it is an id"),
        path: RepoPath::from(path(id).as_str()),
        place,
        packet,
        findings,
        historic: false,
        uncommitted: false,
        behind: false,
        touched: Some(touch(now)),
    }
}

fn uses(survey: &Survey) -> Vec<SignatureUse> {
    let of_packets = survey.packets.iter().filter_map(SurveyedPacket::signature_use);
    let rows = survey.signature_audit.iter().flat_map(|log| &log.rows).filter_map(|row| {
        let signature = Signature::parse(&row.signature)?;
        Some(SignatureUse {
            signature,
            signed: Signed::Logged(row.purpose.clone()),
            place: "log".to_owned(),
            site: None,
        })
    });
    of_packets.chain(rows).collect()
}
