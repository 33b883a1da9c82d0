//! The command line of `review`, as typed and as meant.

use clap::Args;

use crate::command::ReviewRequest;

/// What is judged, and where.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// The packet's id; may be left out where the branch or the only packet In Progress tells it
    #[arg(value_name = "WP-ID")]
    pub id: Option<String>,
    /// Judge branch NAME, of this clone or of a remote; where nothing is said, the one that names the packet
    #[arg(long, value_name = "NAME", conflicts_with = "here")]
    pub branch: Option<String>,
    /// Judge this work tree as it is
    #[arg(long)]
    pub here: bool,
    /// Do not carry the TEST_PLAN out
    #[arg(long)]
    pub no_run: bool,
    /// Run a plan that neither the checkpoint nor the default branch stands for, if this is its SHA1
    #[arg(long, value_name = "SHA1", conflicts_with = "no_run")]
    pub trust_plan: Option<String>,
}

impl ReviewArgs {
    /// What is meant.
    pub fn request(self) -> ReviewRequest {
        ReviewRequest {
            id: self.id,
            branch: self.branch,
            here: self.here,
            no_run: self.no_run,
            trust_plan: self.trust_plan,
        }
    }
}
