//! `taskpacket.yaml` as it is written: the one truth of its keys, from which the decoder and the JSON Schema come.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;

use super::yaml_serde::At;
use crate::model::{Approval, AuditSource, Companion, Config, Placed, Profile};
use crate::text::{Site, SourceId};

/// The configuration of taskpacket. Every key is optional.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "taskpacket.yaml")]
pub(super) struct ConfigFile {
    /// How much is asked for; `full` where nothing is said.
    profile: Option<ProfileWord>,
    /// The folder of the packets; `docs/task_packets` where nothing is said.
    packets: Option<RepoName>,
    /// The folder of the refinements; `docs/refinements` where nothing is said.
    refinements: Option<RepoName>,
    /// The file that names the current specification, or is it; `docs/SPEC_CURRENT.md` where nothing is said.
    spec: Option<RepoName>,
    /// The task board; `docs/TASK_BOARD.md` where nothing is said.
    board: Option<RepoName>,
    /// The traceability registry; `docs/WP_TRACEABILITY_REGISTRY.md` where nothing is said.
    registry: Option<RepoName>,
    /// The signature audit log; `docs/SIGNATURE_AUDIT.md` where nothing is said.
    signature_audit: Option<RepoName>,
    /// The default branch; git tells where nothing is said.
    default_branch: Option<Name>,
    /// Folders and files whose changes need no manifest entry; `docs/` where nothing is said.
    exempt: Option<Vec<RepoName>>,
    /// Whether coding waits for `SKELETON APPROVED`; by the profile where nothing is said.
    approval: Option<ApprovalWord>,
    /// File names that bring another one of the same folder into scope: `Cargo.toml: Cargo.lock`.
    companions: Option<BTreeMap<FileName, FileName>>,
    /// What packets and refinements must hold; by the profile where nothing is said.
    require: Option<Require>,
    /// How contracts are amended.
    amend: Option<Amend>,
    /// What `audit` asks of the tree: packs, and files of rules. None is on where nothing is said.
    audits: Option<Vec<AuditEntry>>,
    /// The file of the hits that were there when a rule came; `docs/audit_baseline.yaml` where nothing is said.
    audit_baseline: Option<RepoName>,
    /// The folder of the stubs; `stubs` within the folder of the packets where nothing is said.
    stubs: Option<RepoName>,
    /// The commit from which on packets are judged: one that is still as it was there is historic, and never fails.
    judge_since: Option<At>,
    /// After how many days without a commit a claim of files is dormant; 30 where nothing is said.
    dormant_days: Option<u64>,
}

/// A pack, or a file of rules.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AuditEntry {
    /// A pack that ships with the program: `storage`, `rust-hygiene` or `git-hygiene`.
    pack: Option<At>,
    /// A file of rules.
    rules: Option<At>,
    /// What its parameters are.
    #[serde(default)]
    with: BTreeMap<String, At>,
    /// Whether hits that were there before a change fail it as well; `false` where nothing is said.
    strict: Option<bool>,
}

/// What packets and refinements must hold.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Require {
    /// Sections and fields of a packet: `TEST_PLAN`, `METADATA.WP_ID`.
    packet: Option<Vec<PartName>>,
    /// Sections and fields of a refinement: `PRIMITIVES`, `METADATA`.
    refinement: Option<Vec<PartName>>,
}

/// How contracts are amended.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Amend {
    /// Who may approve an amendment; anyone but the author of the code where nothing is said.
    approvers: Option<Vec<Name>>,
}

/// How much is asked for.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum ProfileWord {
    /// Refinement, signature, specification and approval.
    Full,
    /// METADATA, scope, TEST_PLAN and DONE_MEANS.
    Light,
}

/// Whether coding waits for `SKELETON APPROVED`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum ApprovalWord {
    /// It does.
    Required,
    /// It does not.
    Optional,
}

/// A word that is checked when it is read.
macro_rules! checked_word {
    ($(#[$doc:meta])* $name:ident, $pattern:literal, $expected:literal, $holds:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(try_from = "String")]
        struct $name(String);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let holds: fn(&str) -> bool = $holds;
                if holds(&text) { Ok(Self(text)) } else { Err(format!("`{text}` is not {}", $expected)) }
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
                schemars::json_schema!({ "type": "string", "description": concat!("It is ", $expected, "."), "pattern": $pattern })
            }
        }
    };
}

checked_word!(
    /// A path inside the repository.
    RepoName,
    r"^[^/\\]",
    "a path inside the repository, relative to its root, with `/` between its parts",
    |text| {
        let drive = text.as_bytes().get(1) == Some(&b':');
        !text.is_empty() && !text.starts_with('/') && !drive && !text.contains('\\') && text.split('/').all(|it| it != "..")
    }
);

checked_word!(
    /// The name of a file, without a folder.
    FileName,
    r"^[^/\\]+$",
    "the name of a file, without a folder",
    |text| !text.is_empty() && !text.contains(['/', '\\'])
);

checked_word!(
    /// The name of a section or a field.
    PartName,
    r"^[A-Za-z][A-Za-z0-9_ -]*([.][A-Za-z][A-Za-z0-9_ -]*)?$",
    "the name of a section or a field, such as `TEST_PLAN` or `METADATA.WP_ID`",
    |text| {
        let parts: Vec<&str> = text.split('.').collect();
        let is_name = |part: &&str| {
            part.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_ -".contains(&byte))
        };
        parts.len() <= 2 && parts.iter().all(is_name)
    }
);

checked_word!(
    /// A name.
    Name,
    r"[^\s]",
    "a name",
    |text| !text.trim().is_empty()
);

impl ConfigFile {
    /// What holds, with the defaults of the profile where the file says nothing.
    pub(super) fn into_config(self, source: SourceId) -> Config {
        let profile = match self.profile {
            None | Some(ProfileWord::Full) => Profile::Full,
            Some(ProfileWord::Light) => Profile::Light,
        };
        let mut config = Config::of_profile(profile);
        let places = [
            (&mut config.packets, self.packets),
            (&mut config.refinements, self.refinements),
            (&mut config.spec, self.spec),
            (&mut config.board, self.board),
            (&mut config.registry, self.registry),
            (&mut config.signature_audit, self.signature_audit),
            (&mut config.audit_baseline, self.audit_baseline),
        ];
        for (place, name) in places {
            if let Some(name) = name {
                *place = name.tidy();
            }
        }
        config.stubs = self.stubs.map_or_else(|| format!("{}/stubs", config.packets), |name| name.tidy());
        config.judge_since = self.judge_since.map(|at| at.placed(source));
        set(&mut config.dormant_days, self.dormant_days);
        config.default_branch = self.default_branch.map(|name| name.0);
        set(&mut config.exempt, self.exempt.map(|names| names.iter().map(RepoName::tidy).collect()));
        set(
            &mut config.approval,
            self.approval.map(|word| match word {
                ApprovalWord::Required => Approval::Required,
                ApprovalWord::Optional => Approval::Optional,
            }),
        );
        let companion = |(file, companion): (FileName, FileName)| Companion { file: file.0, companion: companion.0 };
        set(&mut config.companions, self.companions.map(|pairs| pairs.into_iter().map(companion).collect()));
        let require = self.require.unwrap_or_default();
        let names = |names: Vec<PartName>| names.into_iter().map(|name| name.0).collect();
        set(&mut config.demand.packet, require.packet.map(names));
        set(&mut config.demand.refinement, require.refinement.map(names));
        let approvers = self.amend.unwrap_or_default().approvers;
        set(&mut config.amend_approvers, approvers.map(|names| names.into_iter().map(|name| name.0).collect()));
        config.audits = self.audits.into_iter().flatten().map(|entry| entry.meant(source)).collect();
        config
    }
}

impl AuditEntry {
    fn meant(self, source: SourceId) -> AuditSource {
        AuditSource {
            pack: self.pack.map(|at| at.placed(source)),
            rules: self.rules.map(|at| at.placed(source)),
            with: self.with.into_iter().map(|(name, value)| (name, value.placed(source))).collect(),
            strict: self.strict.unwrap_or(false),
        }
    }
}

impl At {
    fn placed(self, source: SourceId) -> Placed {
        Placed { text: self.text, site: Some(Site { source, span: self.span }) }
    }
}

impl RepoName {
    /// Without `./` in front and `/` at the end.
    fn tidy(&self) -> String {
        self.0.trim_start_matches("./").trim_end_matches('/').to_owned()
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
