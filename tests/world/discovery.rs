//! Where the repository is, and why there is none.

use taskpacket::model::RepoPath;
use taskpacket::world::git::{GitError, Repo};

use crate::support::Fixture;

#[test]
fn from_the_root_and_from_below() {
    let fixture = Fixture::with_commit();
    fixture.write("a/b/c", "");
    let top = fixture.open();
    assert_eq!((top.root.as_path(), &top.prefix, top.processes()), (fixture.root(), &RepoPath::from(""), 1));
    assert_eq!(top.git_dir, fixture.path(".git"));
    let below = fixture.open_at("a/b");
    assert_eq!((below.root.as_path(), &below.prefix), (fixture.root(), &RepoPath::from("a/b")));
    assert_eq!(below.on_disk(&RepoPath::from("a/b/c")), fixture.path("a/b/c"));
}

#[test]
fn from_a_linked_worktree() {
    let fixture = Fixture::with_commit();
    let linked = fixture.outside().join("linked");
    fixture.git(["worktree", "add", "-q", "-b", "side", linked.to_str().unwrap()]);
    std::fs::write(linked.join("README"), "other\n").unwrap();
    let repo = Repo::discover_with(fixture.hermetic(), &linked).unwrap();
    assert_eq!(repo.root, linked);
    assert_eq!(repo.common_dir, fixture.path(".git"));
    assert_eq!(repo.git_dir, fixture.path(".git/worktrees/linked"));
    let status = repo.status().unwrap();
    assert_eq!((status.branch.as_deref(), status.unstaged), (Some("side"), vec![RepoPath::from("README")]));
    assert_eq!(fixture.open().status().unwrap().unstaged, vec![]);
}

#[test]
fn with_the_variables_of_a_hook() {
    let fixture = Fixture::with_commit();
    fixture.write("sub/new", "x").stage();
    std::fs::copy(fixture.path(".git/index"), fixture.path(".git/other-index")).unwrap();
    fixture.git(["reset", "-q"]);
    let git = fixture.hermetic().variable("GIT_DIR", ".git").variable("GIT_INDEX_FILE", ".git/other-index");
    let repo = Repo::discover_with(git, fixture.root()).unwrap();
    assert_eq!(repo.index, fixture.path(".git/other-index"));
    assert_eq!(repo.status().unwrap().staged.len(), 1);
    let git = fixture.hermetic().variable("GIT_INDEX_FILE", ".git/other-index");
    let repo = Repo::discover_with(git, &fixture.path("sub")).unwrap();
    assert_eq!(repo.status().unwrap().staged.len(), 1);
    assert_eq!(fixture.open().status().unwrap().staged.len(), 0);
}

#[test]
fn refusals_say_what_mends_them() {
    let fixture = Fixture::with_commit();
    let outside = fixture.outside();
    let discover = |path: &std::path::Path| Repo::discover_with(fixture.hermetic(), path).unwrap_err();

    let error = discover(&outside);
    assert!(matches!(error, GitError::NotARepository { .. }), "{error}");
    assert!(error.to_string().contains("-C DIR"), "{error}");

    let error = discover(&outside.join("nowhere"));
    assert!(matches!(error, GitError::NoFolder { .. }), "{error}");

    fixture.git(["clone", "-q", "--bare", ".", outside.join("bare.git").to_str().unwrap()]);
    for path in [outside.join("bare.git"), fixture.path(".git")] {
        let error = discover(&path);
        assert!(matches!(error, GitError::NoWorkTree { .. }), "{error}");
    }

    let error = Repo::discover_with(fixture.hermetic().program("/nowhere/git"), fixture.root()).unwrap_err();
    assert!(matches!(error, GitError::Missing { .. }), "{error}");
    assert!(error.to_string().contains("install git 2.31"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_git_that_is_too_old() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::with_commit();
    let old = fixture.outside().join("old-git");
    let script = "#!/bin/sh\nfor word; do case $word in\nversion) echo git version 2.20.1; exit;;\n--path-format*) echo $word; exit;;\nesac; done\n";
    std::fs::write(&old, script).unwrap();
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o755)).unwrap();
    let error = Repo::discover_with(fixture.hermetic().program(old), fixture.root()).unwrap_err();
    assert_eq!(error.to_string(), "git version 2.20.1 is too old: install git 2.31 or later");
}

#[test]
fn somebody_elses_repository() {
    let fixture = Fixture::with_commit();
    let git = fixture.hermetic().variable("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    let error = Repo::discover_with(git, fixture.root()).unwrap_err();
    assert!(matches!(error, GitError::UnsafeOwnership { .. }), "{error}");
    assert!(error.to_string().contains("safe.directory"), "{error}");
}
