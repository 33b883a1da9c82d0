//! The texts that setting up writes.

use crate::model::Profile;

/// `taskpacket.yaml` of a repository without packets.
pub const LIGHT: &str = include_str!("../../../templates/init/light.yaml");

/// Where the recipes lie.
pub const RECIPES_PATH: &str = "taskpacket.just";

/// The recipes.
pub const RECIPES: &str = include_str!("../../../templates/taskpacket.just");

/// What a justfile begins with where there is none.
pub const JUSTFILE: &str = "# Lists the recipes\ndefault:\n    @just --list --unsorted\n";

/// What coding agents are told; `{packets}` stands for the folder of the packets.
pub const AGENTS: &str = include_str!("../../../templates/init/agents.md");

/// The hook that git calls before a commit.
pub const PRE_COMMIT: &str = include_str!("../../../templates/init/pre-commit");

/// Around what is ours in a Markdown file.
pub const MARKDOWN_MARKERS: [&str; 2] =
    ["<!-- taskpacket:begin (written by taskpacket init) -->", "<!-- taskpacket:end -->"];

/// Around what is ours in a file whose comments begin with `#`.
pub const HASH_MARKERS: [&str; 2] = ["# taskpacket:begin (written by taskpacket init)", "# taskpacket:end"];

/// The workflow of GitHub Actions; in the full profile a validator's verdict is required too.
pub fn github(profile: Profile) -> String {
    let jobs = include_str!("../../../templates/init/github.yml");
    match profile {
        Profile::Light => jobs.to_owned(),
        Profile::Full => format!("{jobs}{}", include_str!("../../../templates/init/github_verdict.yml")),
    }
}
