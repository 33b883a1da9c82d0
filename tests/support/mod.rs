//! A repository of real git for tests: in a temporary folder, with nobody's configuration, a fixed identity and fixed
//! dates, so that the same steps give the same commit ids everywhere. Environment is set on the children only.

#![allow(dead_code, reason = "each test file is a crate of its own and uses what it needs")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::cell::Cell;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use taskpacket::model::Oid;
use taskpacket::world::git::{Git, Repo};
use tempfile::TempDir;

/// The first commit's date; each further one is a minute later.
pub const FIRST_DATE: i64 = 1_767_225_600;

/// A repository, and the folder around it that goes when it is dropped.
pub struct Fixture {
    folder: TempDir,
    root: PathBuf,
    program: PathBuf,
    commits: Cell<i64>,
}

impl Fixture {
    /// An empty repository on the branch `main`, without a commit.
    pub fn new() -> Self {
        Self::with_git("git")
    }

    /// The same, by a git of the caller's choice.
    pub fn with_git(program: impl Into<PathBuf>) -> Self {
        let folder = TempDir::with_prefix("taskpacket-test-").unwrap();
        let root = folder.path().canonicalize().unwrap().join("repo");
        std::fs::create_dir_all(&root).unwrap();
        std::fs::create_dir(folder.path().join("home")).unwrap();
        let fixture = Self { folder, root, program: program.into(), commits: Cell::new(0) };
        fixture.git(["init", "--quiet", "--initial-branch=main"]);
        fixture
    }

    /// A repository with one commit that holds `README`.
    pub fn with_commit() -> Self {
        let fixture = Self::new();
        fixture.write("README", "a repository\n").commit("first");
        fixture
    }

    /// The top of the work tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that holds the repository, and may hold others.
    pub fn outside(&self) -> PathBuf {
        self.root.parent().unwrap().to_owned()
    }

    /// A path in the work tree.
    pub fn path(&self, path: impl AsRef<OsStr>) -> PathBuf {
        self.root.join(Path::new(path.as_ref()))
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: impl AsRef<OsStr>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Deletes a file.
    pub fn remove(&self, path: impl AsRef<OsStr>) -> &Self {
        std::fs::remove_file(self.path(path)).unwrap();
        self
    }

    /// Sets a value in the repository's own configuration.
    pub fn config(&self, name: &str, value: &str) -> &Self {
        self.git(["config", name, value]);
        self
    }

    /// Stages everything.
    pub fn stage(&self) -> &Self {
        self.git(["add", "--all"]);
        self
    }

    /// Stages everything and commits it; the commit's id.
    pub fn commit(&self, message: &str) -> String {
        self.stage();
        self.commit_staged(message)
    }

    /// Commits what is staged; the commit's id.
    pub fn commit_staged(&self, message: &str) -> String {
        self.git(["commit", "--quiet", "--allow-empty", "--no-verify", "-m", message]);
        self.id("HEAD")
    }

    /// The id of whatever a revision names.
    pub fn id(&self, revision: &str) -> String {
        self.git(["rev-parse", "--verify", revision]).trim().to_owned()
    }

    /// Runs git at the root; its output. Panics where git fails.
    pub fn git<I, S>(&self, arguments: I) -> String
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs git at the root, whatever comes of it.
    pub fn try_git<I, S>(&self, arguments: I) -> Output
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        self.command(&self.program).args(arguments).output().unwrap()
    }

    /// A program to be run at the root, with nobody's configuration. Each call is a minute later than the last one.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for name in LEAKS {
            command.env_remove(name);
        }
        let date = format!("{} +0000", FIRST_DATE + 60 * self.commits.replace(self.commits.get() + 1));
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
        command.envs(self.variables());
        command
    }

    /// The library's view of the repository, from its root.
    pub fn open(&self) -> Repo {
        self.open_at("")
    }

    /// The library's view of the repository, from a folder of it.
    pub fn open_at(&self, folder: &str) -> Repo {
        Repo::discover_with(self.hermetic(), &self.path(folder)).unwrap()
    }

    /// The library's git, with nobody's configuration.
    pub fn hermetic(&self) -> Git {
        let git = LEAKS.iter().fold(Git::default().program(&self.program), |git, name| git.without(*name));
        self.variables().into_iter().fold(git, |git, (name, value)| git.variable(name, value))
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let home = self.folder.path().join("home").display().to_string();
        vec![
            ("HOME", home.clone()),
            ("XDG_CONFIG_HOME", home.clone()),
            ("GIT_CONFIG_GLOBAL", format!("{home}/gitconfig")),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("GIT_CEILING_DIRECTORIES", self.outside().display().to_string()),
            ("GIT_AUTHOR_NAME", "Ada Coder".into()),
            ("GIT_AUTHOR_EMAIL", "ada@example.org".into()),
            ("GIT_COMMITTER_NAME", "Ada Coder".into()),
            ("GIT_COMMITTER_EMAIL", "ada@example.org".into()),
            ("GIT_TERMINAL_PROMPT", "0".into()),
            ("GIT_MERGE_AUTOEDIT", "no".into()),
            ("TZ", "UTC".into()),
        ]
    }
}

/// An object id from its digits.
pub fn oid(text: &str) -> Oid {
    Oid::parse(text.trim()).unwrap()
}

/// What a caller of the tests (a hook, say) could have set.
const LEAKS: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_SYSTEM",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "SOURCE_DATE_EPOCH",
];
