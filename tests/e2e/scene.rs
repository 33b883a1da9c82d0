//! The repository of `tests/fixtures/parcel` at the moments that matter: drafted, frozen, worked on.
//!
//! Its contract allows `src/parcel.rs`, `src/store/` without `frozen.rs`, and `tests/*.rs`. The work is a change of
//! lines 11 and 12 of `src/parcel.rs`.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use taskpacket::model::Digest;

use crate::run::Run;
use crate::support::Fixture;

pub const ID: &str = "WP-1-Parcel-Weight-v2";
pub const PACKET: &str = "docs/task_packets/WP-1-Parcel-Weight-v2.md";
pub const REFINEMENT: &str = "docs/refinements/WP-1-Parcel-Weight-v2.md";
pub const AUDIT_LOG: &str = "docs/SIGNATURE_AUDIT.md";
pub const SPEC: &str = "Parcel_Spec_v1.2.md";
pub const CODE: &str = "src/parcel.rs";

/// What the work changes in [`CODE`].
pub const BEFORE: &str = "    true\n";
pub const AFTER: &str = "    parcel.grams > 0\n        && parcel.grams <= 30_000\n";

/// A repository, and what is done in it.
pub struct Scene {
    pub repo: Fixture,
}

impl Scene {
    /// The code is committed on `main`; the packet and its refinement lie on disk.
    pub fn drafted() -> Self {
        static PREPARED: OnceLock<Vec<Item>> = OnceLock::new();
        Self::copy_of(&PREPARED, || {
            let scene = Self { repo: Fixture::new() };
            let spec = Digest::of(&std::fs::read(fixtures().join(SPEC)).unwrap()).to_string();
            for path in files(&fixtures()) {
                let text = std::fs::read_to_string(fixtures().join(&path)).unwrap();
                scene.repo.write(&path, text.replace("{spec_sha1}", &spec));
            }
            scene.git("add --all -- :!docs/task_packets :!docs/refinements").git("commit -qm code");
            scene
        })
    }

    /// The contract is committed too, and the branch `feat/parcel` begins behind it.
    pub fn frozen() -> Self {
        static PREPARED: OnceLock<Vec<Item>> = OnceLock::new();
        Self::copy_of(&PREPARED, || {
            let scene = Self::drafted();
            scene.freeze();
            scene
        })
    }

    /// The work is done, the manifest filled in, and both are staged.
    pub fn worked() -> Self {
        static PREPARED: OnceLock<Vec<Item>> = OnceLock::new();
        Self::copy_of(&PREPARED, || {
            let scene = Self::frozen();
            scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all");
            scene
        })
    }

    /// The work is done and staged, and no manifest tells of it.
    pub fn undeclared() -> Self {
        static PREPARED: OnceLock<Vec<Item>> = OnceLock::new();
        Self::copy_of(&PREPARED, || {
            let scene = Self::frozen();
            scene.edit(CODE, BEFORE, AFTER).git("add --all");
            scene
        })
    }

    /// The work is committed.
    pub fn handed_off() -> Self {
        let scene = Self::worked();
        scene.repo.commit("refuse heavy parcels");
        scene
    }

    /// A repository like the one that `build` builds, which it does once for all tests.
    pub fn copy_of(prepared: &'static OnceLock<Vec<Item>>, build: impl FnOnce() -> Self) -> Self {
        let items = prepared.get_or_init(|| items(build().repo.root()));
        let repo = Fixture::new();
        std::fs::remove_dir_all(repo.root()).unwrap();
        std::fs::create_dir(repo.root()).unwrap();
        for (path, content) in items {
            let path = repo.path(path);
            match content {
                Some(bytes) => std::fs::write(path, bytes).unwrap(),
                None => std::fs::create_dir(path).unwrap(),
            }
        }
        Self { repo }
    }

    /// Commits the contract on `main`, and begins the branch.
    pub fn freeze(&self) -> &Self {
        self.repo.commit("the contract");
        self.git("switch -qc feat/parcel")
    }

    /// Runs git; the words are separated by spaces.
    pub fn git(&self, line: &str) -> &Self {
        self.repo.git(line.split(' '));
        self
    }

    /// Replaces a text of a file, once; it must be there.
    pub fn edit(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(from), "`{path}` holds no `{from}`:\n{text}");
        self.repo.write(path, text.replacen(from, to, 1));
        self
    }

    /// The same in the packet.
    pub fn packet(&self, from: &str, to: &str) -> &Self {
        self.edit(PACKET, from, to)
    }

    /// Writes a file.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        self.repo.write(path, content);
        self
    }

    pub fn read(&self, path: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.repo.path(path)).unwrap()).into_owned()
    }

    /// Fills the manifest with a true entry for each path: disk against `main`. What a whole file is read from is told
    /// here on its own, so that the program is not its own witness.
    pub fn declare(&self, paths: &[&str]) -> &Self {
        let entries: String = paths.iter().map(|path| self.entry(path)).collect();
        let text = self.read(PACKET);
        let start = text.find("- **Target File**").unwrap();
        let end = text.find("- **Timestamp**").unwrap();
        self.repo.write(PACKET, format!("{}{entries}{}", &text[..start], &text[end..]));
        self
    }

    /// The true entry of a path.
    pub fn entry(&self, path: &str) -> String {
        let before = self.repo.try_git(["show", &format!("main:{path}")]);
        let before = before.status.success().then_some(before.stdout);
        let after = std::fs::read(self.repo.path(path)).ok();
        let hash = |side: &Option<Vec<u8>>| side.as_ref().map_or("N/A".to_owned(), |it| Digest::of(it).to_string());
        let (pre, post) = (hash(&before), hash(&after));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let (old, new): (Vec<_>, Vec<_>) = (
            before.split_inclusive(|byte| *byte == b'\n').collect(),
            after.split_inclusive(|byte| *byte == b'\n').collect(),
        );
        let head = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let most = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
        let end = old.len().max(new.len()) - tail;
        let delta = i64::try_from(new.len()).unwrap() - i64::try_from(old.len()).unwrap();
        let ticks: String = TICKS.iter().flat_map(|gate| ["  - [x] ", gate, "\n"]).collect();
        format!(
            "- **Target File**: `{path}`\n- **Start**: {}\n- **End**: {}\n- **Line Delta**: {delta}\n\
             - **Pre-SHA1**: `{pre}`\n- **Post-SHA1**: `{post}`\n- **Gates Passed**:\n{ticks}",
            (head + 1).min(end.max(1)),
            end.max(1),
        )
    }

    /// Calls the program at the root; the words are separated by spaces.
    pub fn call(&self, line: &str) -> Run {
        self.call_in("", line)
    }

    /// Calls the program so many days after the first commit.
    pub fn call_on_day(&self, day: i64, line: &str) -> Run {
        let mut command = self.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        let moment = crate::support::FIRST_DATE + day * 86_400;
        command.args(line.split(' ')).env("SOURCE_DATE_EPOCH", moment.to_string());
        Run::of(command)
    }

    /// Calls the program in a folder of the repository.
    pub fn call_in(&self, folder: &str, line: &str) -> Run {
        let mut command = self.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(line.split(' ')).current_dir(self.repo.path(folder));
        Run::of(command)
    }

    /// The line of a file on disk, counted from 1, that holds a text.
    pub fn line_of(&self, path: &str, text: &str) -> u64 {
        let whole = self.read(path);
        let at = whole.find(text).unwrap_or_else(|| panic!("`{path}` holds no `{text}`:\n{whole}"));
        whole[..at].matches('\n').count() as u64 + 1
    }
}

const TICKS: &[&str] = &[
    "anchors_present",
    "window_matches_plan",
    "rails_untouched_outside_window",
    "filename_canonical_and_openable",
    "pre_sha1_captured",
    "post_sha1_captured",
    "line_delta_equals_expected",
    "all_links_resolvable",
    "manifest_written_and_path_returned",
    "current_file_matches_preimage",
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/parcel")
}

/// All files beneath a folder, relative to it.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    items(folder).into_iter().filter_map(|(path, content)| content.map(|_| path)).collect()
}

/// A file with its content, or a folder.
pub type Item = (PathBuf, Option<Vec<u8>>);

/// All files and folders beneath a folder, relative to it and in an order in which they can be made.
pub fn items(folder: &Path) -> Vec<Item> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for item in std::fs::read_dir(next).unwrap() {
            let path = item.unwrap().path();
            let content = if path.is_dir() { None } else { Some(std::fs::read(&path).unwrap()) };
            found.push((path.strip_prefix(folder).unwrap().to_owned(), content));
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}
