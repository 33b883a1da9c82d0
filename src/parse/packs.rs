//! The packs of rules that ship with the program.

/// A pack: rules with parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its name, by which it is asked for.
    pub name: &'static str,
    /// The recipe by which packets ask for it.
    pub recipe: &'static str,
    /// Its rules, as a file of rules.
    pub text: &'static str,
}

static PACKS: &[Pack] = &[
    Pack { name: "storage", recipe: "validator-dal-audit", text: include_str!("../../templates/packs/storage.yaml") },
    Pack {
        name: "rust-hygiene",
        recipe: "validator-scan",
        text: include_str!("../../templates/packs/rust-hygiene.yaml"),
    },
    Pack {
        name: "git-hygiene",
        recipe: "validator-git-hygiene",
        text: include_str!("../../templates/packs/git-hygiene.yaml"),
    },
];

/// All packs.
pub fn packs() -> &'static [Pack] {
    PACKS
}

/// The pack of that name.
pub fn pack(name: &str) -> Option<&'static Pack> {
    PACKS.iter().find(|pack| pack.name == name)
}
