//! The command line of `init`, as typed and as meant.

use clap::{Args, ValueEnum};

use crate::command::{Ci, InitRequest};

/// What to set up.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag as it is typed")]
pub struct InitArgs {
    /// Take over a repository that has packets: find where everything lies, and make old packets historic
    #[arg(long)]
    pub adopt: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Have git ask before each commit whether the packet allows what is staged; an existing hook stays
    #[arg(long)]
    pub hooks: bool,
    /// Have a CI server judge every pull request
    #[arg(long, value_enum, value_name = "SERVER")]
    pub ci: Option<CiArg>,
    /// Have git keep packets with LF line ends on every machine
    #[arg(long)]
    pub gitattributes: bool,
}

/// A CI server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CiArg {
    /// GitHub Actions: .github/workflows/taskpacket.yml
    Github,
}

impl InitArgs {
    /// What is meant.
    pub fn request(&self) -> InitRequest {
        let Self { adopt, dry_run, hooks, ci, gitattributes } = *self;
        InitRequest { adopt, dry_run, hooks, ci: ci.map(|CiArg::Github| Ci::Github), gitattributes }
    }
}
