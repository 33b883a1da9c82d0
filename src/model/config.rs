//! The configuration: where things lie, what is demanded, what is exempt.

use std::collections::BTreeSet;

use super::{Placed, RepoPath};

/// `taskpacket.yaml`, every key of it optional; [`Config::default`] is what holds without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How much is asked for.
    pub profile: Profile,
    /// The folder of the packets.
    pub packets: String,
    /// The folder of the refinements.
    pub refinements: String,
    /// The file that names the current specification.
    pub spec: String,
    /// The task board.
    pub board: String,
    /// The traceability registry.
    pub registry: String,
    /// The signature audit log.
    pub signature_audit: String,
    /// The default branch; `None` where git is to tell.
    pub default_branch: Option<String>,
    /// Folders and files whose changes need no manifest entry.
    pub exempt: Vec<String>,
    /// Whether coding waits for `SKELETON APPROVED`.
    pub approval: Approval,
    /// Files that come into scope with another one.
    pub companions: Vec<Companion>,
    /// What a packet must hold.
    pub demand: Demand,
    /// Who may approve an amendment; empty: anyone but the author of the code.
    pub amend_approvers: Vec<String>,
    /// What is asked of the tree.
    pub audits: Vec<AuditSource>,
    /// The file of the hits that were there when a rule came.
    pub audit_baseline: String,
    /// The folder of the stubs.
    pub stubs: String,
    /// The commit from which on packets are judged: one that is still as it was there is historic.
    pub judge_since: Option<Placed>,
    /// After how many days without a commit a claim is dormant.
    pub dormant_days: u64,
}

/// A pack or a file of rules, as the configuration asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditSource {
    /// The name of a pack.
    pub pack: Option<Placed>,
    /// The path of a file of rules.
    pub rules: Option<Placed>,
    /// Parameters, by name.
    pub with: Vec<(String, Placed)>,
    /// True where hits that were there before a change fail it as well.
    pub strict: bool,
}

/// How much is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Everything: refinement, signature, specification, approval.
    Full,
    /// METADATA, scope, TEST_PLAN and DONE_MEANS; the commit is the checkpoint.
    Light,
}

/// Whether coding waits for `SKELETON APPROVED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// It does.
    Required,
    /// It does not.
    Optional,
}

/// A file that comes into scope with another one of the same folder: `Cargo.toml: Cargo.lock`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// The file name that brings the other in.
    pub file: String,
    /// The file name that is brought in.
    pub companion: String,
}

/// What a packet and a refinement must hold, by name: `METADATA.WP_ID` or `TEST_PLAN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Of a packet.
    pub packet: Vec<String>,
    /// Of a refinement.
    pub refinement: Vec<String>,
}

impl Config {
    /// What holds for a profile where nothing else is said.
    pub fn of_profile(profile: Profile) -> Self {
        let text = str::to_owned;
        Self {
            profile,
            packets: text("docs/task_packets"),
            refinements: text("docs/refinements"),
            spec: text("docs/SPEC_CURRENT.md"),
            board: text("docs/TASK_BOARD.md"),
            registry: text("docs/WP_TRACEABILITY_REGISTRY.md"),
            signature_audit: text("docs/SIGNATURE_AUDIT.md"),
            default_branch: None,
            exempt: vec![text("docs/")],
            approval: match profile {
                Profile::Full => Approval::Required,
                Profile::Light => Approval::Optional,
            },
            companions: [("Cargo.toml", "Cargo.lock"), ("package.json", "package-lock.json")]
                .map(|(file, companion)| Companion { file: text(file), companion: text(companion) })
                .to_vec(),
            demand: Demand::of_profile(profile),
            amend_approvers: Vec::new(),
            audits: Vec::new(),
            audit_baseline: text("docs/audit_baseline.yaml"),
            stubs: text("docs/task_packets/stubs"),
            judge_since: None,
            dormant_days: 30,
        }
    }

    /// True where changes of the path need no manifest entry.
    pub fn is_exempt(&self, path: &RepoPath) -> bool {
        self.exempt.iter().any(|folder| path.is_within(folder.as_bytes()))
    }

    /// The governance of a packet: itself, its refinement, the board, the registry and the signature audit log.
    pub fn governance(&self, packet: &RepoPath, refinement: Option<&RepoPath>) -> BTreeSet<RepoPath> {
        let shared = [&self.board, &self.registry, &self.signature_audit].map(|path| RepoPath::from(path.as_str()));
        shared.into_iter().chain(refinement.cloned()).chain([packet.clone()]).collect()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::of_profile(Profile::Full)
    }
}

impl Demand {
    /// What a profile demands where nothing else is said.
    pub fn of_profile(profile: Profile) -> Self {
        let light = ["METADATA.WP_ID", "METADATA.STATUS", "SCOPE.IN_SCOPE_PATHS", "TEST_PLAN", "DONE_MEANS"];
        let full = [
            "METADATA.WP_ID",
            "METADATA.DATE",
            "METADATA.STATUS",
            "METADATA.RISK_TIER",
            "METADATA.USER_SIGNATURE",
            "REFINEMENT_FILE",
            "SCOPE.WHAT",
            "SCOPE.IN_SCOPE_PATHS",
            "SCOPE.OUT_OF_SCOPE",
            "TEST_PLAN",
            "DONE_MEANS",
            "AUTHORITY.SPEC_BASELINE",
            "AUTHORITY.SPEC_TARGET",
            "AUTHORITY.SPEC_ANCHOR",
            "BOOTSTRAP",
            "SKELETON",
            "VALIDATION",
            "EVIDENCE",
            "VALIDATION_REPORTS",
        ];
        let refinement = [
            "METADATA",
            "GAPS_IDENTIFIED",
            "RED_TEAM_ADVISORY",
            "PRIMITIVES",
            "CLEARLY_COVERS",
            "ENRICHMENT",
            "SPEC_ANCHORS",
        ];
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match profile {
            Profile::Full => Self { packet: list(&full), refinement: list(&refinement) },
            Profile::Light => Self { packet: list(&light), refinement: Vec::new() },
        }
    }
}
