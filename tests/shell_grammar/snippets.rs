//! Snippets of bash, parted by lines of `%%`: each construct of the grammar, sound and broken.

/// What bash reads; each holds several commands.
pub const SOUND: &str = include_str!("sound.txt");

/// What bash refuses, `a` standing before the fault.
pub const BROKEN: &str = include_str!("broken.txt");

/// The snippets of a table.
pub fn all(table: &str) -> Vec<String> {
    table.split("%%\n").map(str::to_owned).collect()
}
