//! What is written into a repository because somebody asked for it: just that, in the user's own way.

use taskpacket::model::RepoPath;
use taskpacket::world::git::NewWorktree;

use crate::support::{Fixture, oid};

/// A repository with two committed files.
fn two_files() -> Fixture {
    let fixture = Fixture::with_commit();
    fixture.write("a.md", "1\n").write("b.md", "1\n").commit("two files");
    fixture
}

#[test]
fn a_commit_holds_the_named_files_and_leaves_what_is_staged() {
    let fixture = two_files();
    fixture.write("a.md", "2\n").write("b.md", "2\n").git(["add", "b.md"]);
    fixture.write("new [x].md", "2\n").write("new x.md", "2\n");
    let paths = ["a.md", "new [x].md"].map(RepoPath::from);
    let commit = fixture.open().commit_only(&paths, "only these").unwrap();
    assert_eq!(commit.as_str(), fixture.id("HEAD"));
    assert_eq!(fixture.git(["show", "--format=%s", "--name-only", "HEAD"]).trim(), "only these\n\na.md\nnew [x].md");
    assert_eq!(fixture.git(["status", "--porcelain"]), "M  b.md\n?? \"new x.md\"\n");
}

#[test]
fn hooks_of_the_user_have_their_say() {
    let fixture = two_files();
    fixture.config("core.hooksPath", "hooks").write("hooks/pre-commit", "#!/bin/sh\necho no such day >&2\nexit 1\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(fixture.path("hooks/pre-commit"), mode).unwrap();
    }
    let before = fixture.id("HEAD");
    fixture.write("a.md", "2\n");
    let error = fixture.open().commit_only(&[RepoPath::from("a.md")], "x").unwrap_err();
    assert!(error.to_string().contains("no such day"), "{error}");
    assert_eq!(fixture.id("HEAD"), before);
}

#[test]
fn branches_and_worktrees() {
    let fixture = two_files();
    let (repo, head) = (fixture.open(), oid(&fixture.id("HEAD")));
    repo.create_branch("feat/one", &head).unwrap();
    assert!(repo.has_branch("feat/one").unwrap() && !repo.has_branch("feat/two").unwrap());
    assert!(repo.is_branch_name("feat/two").unwrap() && !repo.is_branch_name("a..b").unwrap());
    let [one, two, three] = ["one", "two", "three"].map(|name| fixture.outside().join(name));
    repo.add_worktree(&one, NewWorktree::Branch("feat/one")).unwrap();
    repo.add_worktree(&two, NewWorktree::NewBranch { name: "feat/two", from: &head }).unwrap();
    repo.add_worktree(&three, NewWorktree::Detached(&head)).unwrap();
    let mut branches: Vec<_> = repo.worktrees().unwrap().into_iter().skip(1).map(|it| it.branch).collect();
    branches.sort();
    assert_eq!(branches, [None, Some("feat/one".to_owned()), Some("feat/two".to_owned())]);
    assert!(one.join("a.md").exists() && three.join("b.md").exists());
    repo.create_branch("feat/three", &head).unwrap();
    repo.switch("feat/three").unwrap();
    assert_eq!(repo.branch().unwrap().as_deref(), Some("feat/three"));
    assert!(repo.identity().unwrap().ends_with('>'));
}
