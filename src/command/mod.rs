//! One file a command: gather, judge, tell.

mod allows;
mod amend;
mod approve;
mod audit;
mod audit_baseline;
mod audit_rule;
mod claim;
mod ctx;
mod demo;
mod edit;
mod error;
mod explain;
mod gate_check;
mod handoff;
mod init;
mod lint;
mod manifest;
mod new;
mod paths;
mod post_work;
mod pre_work;
mod prepare;
mod refinement;
mod review;
mod run;
mod runs;
mod sha;
mod show;
mod tell;
mod verdict;
mod waive;
mod way;
mod writes;

pub use crate::world::gather::Selection;
pub use allows::{allows, allows_staged};
pub use amend::{Amendment, amend};
pub use approve::approve;
pub use audit::{Audience, AuditRequest, audit};
pub use audit_baseline::BaselineAction;
pub use audit_rule::{audit_explain, audit_test};
pub use claim::{Claim, claim};
pub use ctx::Ctx;
pub use demo::demo;
pub use error::Error;
pub use explain::explain;
pub use gate_check::gate_check;
pub use handoff::{HandoffOptions, handoff};
pub use init::{Ci, InitRequest, init};
pub use lint::{Linted, lint};
pub use manifest::{ManifestAction, manifest};
pub use new::{NewKind, NewRequest, PacketTexts, new};
pub use post_work::post_work;
pub use pre_work::pre_work;
pub use prepare::{Preparation, prepare};
pub use refinement::{Signing, check_refinement, sign_refinement};
pub use review::{ReviewRequest, review};
pub use run::{PlanPart, RunOptions, run};
pub use runs::{runs, show_run, verify_evidence};
pub use sha::sha;
pub use show::show;
pub use verdict::{
    AppendRequest, VerifyRequest, append as verdict_append, digest as verdict_digest, draft as verdict_draft,
    verdict_diff, verdict_require, verdict_status, verify_verdicts,
};
pub use waive::{Waive, waive};
