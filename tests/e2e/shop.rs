//! A small shop before anybody has written a packet: code, a specification, and in the full profile the tables beside the
//! packets.

use crate::run::Run;
use crate::scene::Scene;
use crate::support::Fixture;

pub const ID: &str = "WP-1-Cart";
pub const PACKET: &str = "docs/task_packets/WP-1-Cart.md";
pub const REFINEMENT: &str = "docs/refinements/WP-1-Cart.md";
pub const LOG: &str = "docs/SIGNATURE_AUDIT.md";
pub const REGISTRY: &str = "docs/WP_TRACEABILITY_REGISTRY.md";
pub const CODE: &str = "src/cart.rs";

/// 2026-02-03 04:05 UTC.
pub const NOW: &str = "1770091500";
pub const SIGNATURE: &str = "mara030220260405";
pub const SENTENCE: &str = "APPROVE REFINEMENT WP-1-Cart";

/// What a person writes into the refinement of `new --refinement`, blank by blank.
pub const PROSE: &[(&str, &str)] = &[
    ("<GAP>", "Nothing knows how old a cart is."),
    ("<RISK>", "A clock that is set back."),
    ("<PRIMITIVE>", "`Cart` in src/cart.rs"),
    ("<VERDICT>", "PASS"),
    ("<REASON>", "1.1 states the hour."),
    ("<YES-OR-NO>", "NO"),
    ("<REASON-NO-ENRICHMENT>", "The section suffices."),
    ("<SPEC-ANCHOR>", "docs/SPEC_v1.md 1.1 [SHOP-1]"),
    ("<START-LINE>", "3"),
    ("<END-LINE>", "5"),
    ("<TOKEN>", "A cart is emptied"),
    ("<EXCERPT>", "A cart is emptied after an hour."),
];

/// What is typed for the packet.
pub const TEXTS: &[&str] = &[
    "--what",
    "Carts are emptied after an hour.",
    "--why",
    "Stock is held by carts that nobody pays for.",
    "--scope",
    "src/cart.rs",
    "--out-of-scope",
    "The stock itself.",
    "--test",
    "grep -n \"HOUR\" src/cart.rs  # expect: hits",
    "--done",
    "An old cart is empty: `grep -n \"HOUR\" src/cart.rs` finds the hour.",
    "--risk",
    "low",
];

impl Scene {
    /// The shop in the full profile.
    pub fn shop() -> Self {
        let scene = Self { repo: Fixture::new() };
        let table = |title: &str, head: &str| format!("# {title}\n\n{head}\n|---|---|---|---|\n");
        scene
            .write(CODE, "const HOUR: u64 = 60;\n")
            .write("docs/SPEC_v1.md", "# Shop\n\n## 1.1 Carts [SHOP-1]\n\nA cart is emptied after an hour.\n")
            .write("docs/SPEC_CURRENT.md", "# SPEC_CURRENT\n\n**docs/SPEC_v1.md**\n")
            .write(LOG, table("SIGNATURE_AUDIT", "| Signature | Used By | Date/Time | Purpose |"))
            .write(REGISTRY, table("Traceability", "| Base WP ID | Active Packet | Task Board | Notes |"));
        scene.repo.commit("code");
        scene
    }

    /// The shop in the light profile.
    pub fn light_shop() -> Self {
        let scene = Self { repo: Fixture::new() };
        scene.write(CODE, "const HOUR: u64 = 60;\n").write("taskpacket.yaml", "profile: light\n");
        scene.repo.commit("code");
        scene
    }

    /// The shop with a refinement that is complete and not signed.
    pub fn refined() -> Self {
        let scene = Self::shop();
        scene.ask(&["new", "--refinement", ID]).status(0);
        scene.fill_in(REFINEMENT, PROSE);
        scene
    }

    /// The same, signed and committed.
    pub fn signed() -> Self {
        let scene = Self::refined();
        scene.ask(&["refinement", "sign", ID, "--name", "mara", "--approval", SENTENCE]).status(0);
        scene.repo.commit("the refinement");
        scene
    }

    /// The same with a packet, on a branch of its own.
    pub fn contracted() -> Self {
        let scene = Self::signed();
        scene.ask(&["prepare", ID, "codex", "--branch"]).status(0);
        scene.ask(&[&["new", ID], TEXTS].concat()).status(0);
        scene.repo.commit("the contract");
        scene
    }

    /// Replaces each blank, once; it must be there.
    pub fn fill_in(&self, path: &str, answers: &[(&str, &str)]) -> &Self {
        answers.iter().fold(self, |scene, (blank, answer)| scene.edit(path, blank, answer))
    }

    /// Calls the program at the root at [`NOW`].
    pub fn ask(&self, words: &[&str]) -> Run {
        self.ask_in("", words)
    }

    /// The same in a folder of the repository.
    pub fn ask_in(&self, folder: &str, words: &[&str]) -> Run {
        let mut command = self.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(words).current_dir(self.repo.path(folder)).env("SOURCE_DATE_EPOCH", NOW);
        Run::of(command)
    }
}
