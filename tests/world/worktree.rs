//! The work tree as a snapshot: git's own rules, and not a byte of `.git` written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use taskpacket::model::{ChangeKind, FileKind, RepoPath, Tree};
use taskpacket::world::git::{Commits, Repo, Spec};

use crate::support::Fixture;

/// What the copy of the work tree tells: `A path`, `M path`, `X path` (mode only), `D path`.
fn told(repo: &Repo) -> Vec<String> {
    let status = repo.status().unwrap();
    let copy = repo.copy_worktree(status.head.as_ref()).unwrap();
    copy.changes.iter().map(|change| format!("{} {}", letter(change.kind), change.path)).collect()
}

fn letter(kind: ChangeKind) -> char {
    match kind {
        ChangeKind::Added => 'A',
        ChangeKind::Modified => 'M',
        ChangeKind::ModeOnly => 'X',
        ChangeKind::Deleted => 'D',
    }
}

#[test]
fn staged_dirty_and_untracked_alike() {
    let fixture = Fixture::new();
    fixture.write(".gitignore", "*.log\n").write("a", "1\n").write("b", "1\n").write("c", "1\n").commit("one");
    fixture.write("a", "2\n").stage().write("a", "3\n").write("b", "2\n").remove("c");
    fixture.write("new file", "n\n").write("x.log", "ignored\n");
    let repo = fixture.open();
    assert_eq!(told(&repo), ["M a", "M b", "D c", "A new file"]);
    let copy = repo.copy_worktree(repo.status().unwrap().head.as_ref()).unwrap();
    let mut blobs = repo.blobs_of(&copy);
    let content = |blobs: &mut taskpacket::world::git::Blobs, path: &str| {
        let object = blobs.get(Spec::Index(&RepoPath::from(path))).unwrap();
        object.map(|object| object.bytes().unwrap().to_vec())
    };
    assert_eq!(content(&mut blobs, "a").as_deref(), Some(&b"3\n"[..]));
    assert_eq!(content(&mut blobs, "new file").as_deref(), Some(&b"n\n"[..]));
    assert_eq!(content(&mut blobs, "c"), None);
    assert_eq!(content(&mut repo.blobs(), "a").as_deref(), Some(&b"2\n"[..]));
}

/// Every file below `.git`: its path, its content and the time it was written.
fn everything_in(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut folders = vec![folder.to_owned()];
    let mut files = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let content = if metadata.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            if metadata.is_dir() {
                folders.push(path.clone());
            }
            files.insert(path, (content, metadata.modified().unwrap()));
        }
    }
    files
}

#[test]
fn not_a_byte_of_the_git_folder_changes() {
    let fixture = Fixture::new();
    fixture.config("core.splitIndex", "true").config("core.untrackedCache", "true").config("gc.auto", "1");
    fixture.config("core.fsmonitor", "touch .git/called; false").config("core.bigFileThreshold", "1k");
    for hook in ["post-index-change", "pre-commit", "post-checkout"] {
        hook_that_calls(&fixture, hook);
    }
    fixture.write("a", "1\n").write("b", "1\n").commit("one");
    fixture.git(["checkout", "-q", "-b", "side"]);
    fixture.write("a", "2\n").commit("two");
    let _ = fs::remove_file(fixture.path(".git/called"));
    // Entries whose stat no longer holds are what a refresh of the index would write.
    fixture.write("a", "2\n").write("b", "2\n").write("new", "n\n").write("large", vec![b'x'; 5000]);
    let before = everything_in(&fixture.path(".git"));
    let repo = fixture.open();
    let status = repo.status().unwrap();
    let copy = repo.copy_worktree(status.head.as_ref()).unwrap();
    assert_eq!(copy.changes.len(), 3);
    assert!(repo.blobs_of(&copy).get(Spec::Index(&RepoPath::from("large"))).unwrap().is_some());
    repo.trunk(None, &status).unwrap().unwrap();
    repo.worktrees().unwrap();
    repo.listing_of(&copy).unwrap();
    let until = status.head.unwrap();
    repo.history(Commits { since: None, until: &until }, &[RepoPath::from("a")]).unwrap();
    assert_eq!(repo.processes(), 10, "all questions together");
    let (after, objects) = (everything_in(&fixture.path(".git")), fixture.path(".git/objects"));
    let touched: Vec<_> = before.iter().filter(|(path, told)| after.get(*path) != Some(told)).collect();
    // git marks an object that it would write again, and the shared part of a split index, as still in use: the time
    // of those files moves, their bytes stay.
    let marked = |path: &Path| path.starts_with(&objects) || path.to_string_lossy().contains("sharedindex.");
    let touched: Vec<_> = touched
        .into_iter()
        .filter(|(path, told)| !marked(path) || after[*path].0 != told.0)
        .map(|(path, _)| path)
        .collect();
    assert!(touched.is_empty(), "{touched:?}");
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

#[cfg(unix)]
fn hook_that_calls(fixture: &Fixture, hook: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = format!(".git/hooks/{hook}");
    fixture.write(&path, "#!/bin/sh\ntouch .git/called\n");
    fs::set_permissions(fixture.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn hook_that_calls(_fixture: &Fixture, _hook: &str) {}

#[test]
fn before_the_first_commit_and_without_an_index() {
    let fixture = Fixture::new();
    assert!(told(&fixture.open()).is_empty());
    fixture.write("a", "").write("b c/d", "");
    assert_eq!(told(&fixture.open()), ["A a", "A b c/d"]);
    assert!(!fixture.path(".git/index").exists());
}

#[cfg(unix)]
#[test]
fn whatever_a_path_turns_into() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let fixture = Fixture::new();
    for path in ["to-link", "to-folder", "from-folder/x", "script", "stays"] {
        fixture.write(path, "1\n");
    }
    symlink("stays", fixture.path("from-link")).unwrap();
    symlink("stays", fixture.path("moved-link")).unwrap();
    fixture.commit("one");
    fixture.remove("to-link").remove("to-folder").remove("from-folder/x").remove("from-link").remove("moved-link");
    fs::remove_dir(fixture.path("from-folder")).unwrap();
    symlink("stays", fixture.path("to-link")).unwrap();
    symlink("script", fixture.path("moved-link")).unwrap();
    fixture.write("to-folder/x", "").write("from-folder", "").write("from-link", "stays");
    fs::set_permissions(fixture.path("script"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(fixture.path("pipe")).status().unwrap().success());
    let expected = [
        "A from-folder",
        "D from-folder/x",
        "M from-link",
        "M moved-link",
        "X script",
        "D to-folder",
        "A to-folder/x",
        "M to-link",
    ];
    assert_eq!(told(&fixture.open()), expected, "a pipe is no file of git's");
    fixture.config("core.fileMode", "false");
    assert!(!told(&fixture.open()).contains(&"X script".to_owned()), "git was told not to look at modes");
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_any_bytes_and_case() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let fixture = Fixture::new();
    fixture.write("Readme", "1\n").commit("one");
    fs::rename(fixture.path("Readme"), fixture.path("README")).unwrap();
    let names: &[&[u8]] = &[b" a ", b"'\"", b"*", b"-A", b":(top)x", b"[a]", b"\\n", b"li\nne", b"\xff"];
    for name in names {
        fixture.write(OsStr::from_bytes(name), "");
    }
    let repo = fixture.open();
    let status = repo.status().unwrap();
    let copy = repo.copy_worktree(status.head.as_ref()).unwrap();
    let added: Vec<_> =
        copy.changes.iter().filter(|it| it.kind == ChangeKind::Added).map(|it| it.path.clone()).collect();
    let mut expected: Vec<_> = names.iter().copied().chain([&b"README"[..]]).map(RepoPath::new).collect();
    expected.sort();
    assert_eq!(added, expected);
    assert_eq!(status.untracked, expected);
    assert_eq!(copy.changes.len(), expected.len() + 1, "the old spelling is gone");
}

#[test]
fn gits_own_filters_and_line_ends() {
    let fixture = Fixture::new();
    fixture.config("filter.upper.clean", "tr a-z A-Z").config("filter.upper.smudge", "tr A-Z a-z");
    fixture.write(".gitattributes", "*.txt text\n*.up filter=upper\n").write("a.txt", "1\n").write("b", "1\n");
    fixture.write("c.up", "x\n").commit("one");
    fixture.write("a.txt", "1\r\n").write("b", "1\r\n").write("c.up", "X\n").write("d.up", "new\n");
    let repo = fixture.open();
    assert_eq!(told(&repo), ["M b", "A d.up"], "line ends and filters make no change of a.txt and c.up");
    let copy = repo.copy_worktree(repo.status().unwrap().head.as_ref()).unwrap();
    let filtered = repo.blobs_of(&copy).get(Spec::Index(&RepoPath::from("d.up"))).unwrap().unwrap();
    assert_eq!(&filtered.bytes().unwrap()[..], b"NEW\n");
    fixture.config("core.autocrlf", "true").config("core.safecrlf", "true");
    assert_eq!(told(&fixture.open()), ["A d.up"]);
}

#[test]
fn intended_hidden_and_submodules() {
    let fixture = Fixture::new();
    let other = Fixture::with_commit();
    fixture.write("hidden", "1\n").write("kept", "1\n");
    let from = other.root().display().to_string();
    fixture.git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "lib"]);
    fixture.commit("one");
    fixture.write("intended", "i\n").git(["add", "-N", "intended"]);
    fixture.git(["update-index", "--assume-unchanged", "hidden"]);
    fixture.write("hidden", "2\n").write("lib/README", "dirty\n");
    let repo = fixture.open();
    assert_eq!(told(&repo), ["A intended"], "what git was told not to look at would not be committed either");
    fixture.git(["-C", "lib", "commit", "-qam", "moved"]);
    let copy = repo.copy_worktree(repo.status().unwrap().head.as_ref()).unwrap();
    let moved = copy.changes.iter().find(|change| change.path == RepoPath::from("lib")).unwrap();
    assert_eq!((moved.kind, moved.after.as_ref().unwrap().0), (ChangeKind::Modified, FileKind::Submodule));
}

#[test]
fn a_repository_within() {
    let fixture = Fixture::with_commit();
    fixture.git(["init", "-q", "inner"]);
    fixture.write("inner/file", "1\n");
    let repo = fixture.open();
    let status = repo.status().unwrap();
    assert_eq!(status.untracked, [RepoPath::from("inner")]);
    let error = repo.copy_worktree(status.head.as_ref()).unwrap_err().to_string();
    assert!(error.contains("'inner/' does not have a commit checked out"), "{error}");
    fixture.git(["-C", "inner", "add", "file"]);
    fixture.git(["-C", "inner", "commit", "-qm", "inner"]);
    assert_eq!(told(&repo), ["A inner"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::with_commit();
    fixture.config("add.ignoreErrors", "true");
    fixture.write("secret", "x");
    fs::set_permissions(fixture.path("secret"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(fixture.path("secret")).is_ok() {
        return; // a superuser reads everything
    }
    let error = fixture.open().copy_worktree(None).unwrap_err().to_string();
    assert!(error.contains("secret"), "{error}");
}

#[test]
fn sparse_and_split() {
    let fixture = Fixture::new();
    fixture.write("in/a", "1\n").write("out/b", "1\n").write("top", "1\n").commit("one");
    fixture.git(["sparse-checkout", "set", "--cone", "in"]);
    assert!(!fixture.path("out/b").exists());
    fixture.write("in/a", "2\n");
    assert_eq!(told(&fixture.open()), ["M in/a"], "what is not checked out is not deleted");
    fixture.write("out/new", "n\n");
    assert_eq!(told(&fixture.open()), ["M in/a", "A out/new"]);
    fixture.git(["update-index", "--split-index"]);
    assert_eq!(told(&fixture.open()), ["M in/a", "A out/new"]);
    fixture.remove("out/new");
    fs::remove_dir(fixture.path("out")).unwrap();
    fixture.git(["update-index", "--no-split-index"]);
    fixture.git(["sparse-checkout", "reapply", "--sparse-index"]);
    assert_eq!(told(&fixture.open()), ["M in/a"], "a folder that is one entry of the index");
    assert_eq!(fixture.open().listing(&Tree::Index).unwrap().files().len(), 3);
}

#[test]
fn an_edit_within_the_second_of_the_index() {
    let fixture = Fixture::new();
    // Same size, same second: git can only tell by looking into every file that is not older than the index.
    fixture.write("a", "one\n").stage();
    let written = fs::metadata(fixture.path("a")).unwrap().modified().unwrap();
    fixture.write("a", "two\n");
    fs::File::options().write(true).open(fixture.path("a")).unwrap().set_modified(written).unwrap();
    std::thread::sleep(Duration::from_millis(1100));
    let repo = fixture.open();
    let copy = repo.copy_worktree(None).unwrap();
    let content = repo.blobs_of(&copy).get(Spec::Index(&RepoPath::from("a"))).unwrap().unwrap();
    assert_eq!(&content.bytes().unwrap()[..], b"two\n");
}

#[test]
fn a_scratch_folder_in_the_work_tree() {
    let fixture = Fixture::with_commit();
    fixture.write("tmp/users", "own\n");
    let git = fixture.hermetic().variable("TMPDIR", fixture.path("tmp"));
    let repo = Repo::discover_with(git, fixture.root()).unwrap();
    assert_eq!(told(&repo), ["A tmp/users"]);
    assert_eq!(fs::read_dir(fixture.path("tmp")).unwrap().count(), 1, "nothing is left behind");
    let git = fixture.hermetic().variable("TMPDIR", "/nowhere");
    let error = Repo::discover_with(git, fixture.root()).unwrap().copy_worktree(None).unwrap_err().to_string();
    assert!(error.starts_with("a temporary folder for objects could not be made"), "{error}");
}

#[test]
fn another_index_and_other_objects() {
    let fixture = Fixture::with_commit();
    let elsewhere = fixture.outside().join("odd:\"objects");
    let store = fixture.outside().join("store");
    fs::create_dir(&store).unwrap();
    fs::rename(fixture.path(".git/objects"), &elsewhere).unwrap();
    fs::create_dir_all(fixture.path(".git/objects")).unwrap();
    let git = || {
        let git = fixture.hermetic().variable("GIT_OBJECT_DIRECTORY", &elsewhere);
        git.variable("GIT_ALTERNATE_OBJECT_DIRECTORIES", &store)
    };
    fixture.write("new", "n\n");
    let repo = Repo::discover_with(git(), fixture.root()).unwrap();
    assert_eq!(told(&repo), ["A new"]);
    fs::copy(fixture.path(".git/index"), fixture.path(".git/other")).unwrap();
    fs::remove_file(fixture.path(".git/index")).unwrap();
    let repo =
        Repo::discover_with(git().variable("GIT_INDEX_FILE", fixture.path(".git/other")), fixture.root()).unwrap();
    assert_eq!(told(&repo), ["A new"]);
}

#[test]
fn object_ids_of_either_length() {
    let fixture = Fixture::new();
    fs::remove_dir_all(fixture.path(".git")).unwrap();
    fixture.git(["init", "-q", "--object-format=sha256", "-b", "main"]);
    fixture.write("a", "1\n");
    assert_eq!(told(&fixture.open()), ["A a"]);
    fixture.commit("one");
    fixture.write("a", "2\n").remove("a").write("b", "");
    assert_eq!(told(&fixture.open()), ["D a", "A b"]);
    let repo = fixture.open();
    let head = repo.blobs().commit("HEAD").unwrap().commit.oid;
    assert_eq!(repo.changes(&Tree::Empty, &Tree::Commit(head)).unwrap().len(), 1);
    assert_eq!(repo.blobs().single("HEAD").unwrap().base, Tree::Empty);
}
