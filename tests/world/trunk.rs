//! The default branch: whatever it is called, and where HEAD left it.

use taskpacket::world::git::{GitError, Repo, Trunk};

use crate::support::{Fixture, oid};

fn trunk(fixture: &Fixture, configured: Option<&str>) -> Option<Trunk> {
    let repo = fixture.open();
    let trunk = repo.trunk(configured, &repo.status().unwrap()).unwrap();
    assert!(repo.processes() <= 5);
    trunk
}

fn name(fixture: &Fixture) -> Option<String> {
    trunk(fixture, None).map(|trunk| trunk.name)
}

#[test]
fn local_names_in_their_order() {
    let fixture = Fixture::with_commit();
    fixture.git(["branch", "-m", "develop"]);
    assert_eq!(name(&fixture), None);
    fixture.git(["branch", "master"]);
    assert_eq!(name(&fixture).as_deref(), Some("master"));
    fixture.git(["branch", "main"]);
    assert_eq!(name(&fixture).as_deref(), Some("main"));
    fixture.config("init.defaultBranch", "trunk");
    assert_eq!(name(&fixture).as_deref(), Some("main"), "`trunk` does not exist");
    fixture.git(["branch", "trunk"]);
    assert_eq!(name(&fixture).as_deref(), Some("trunk"));
    assert_eq!(trunk(&fixture, Some("develop")).unwrap().name, "develop");
    let repo = fixture.open();
    let error = repo.trunk(Some("gone"), &repo.status().unwrap()).unwrap_err();
    assert!(matches!(error, GitError::NoSuchBranch { .. }), "{error}");
}

#[test]
fn what_the_remote_says_comes_first() {
    let fixture = Fixture::with_commit();
    fixture.git(["branch", "production"]);
    fixture.git(["update-ref", "refs/remotes/origin/production", "HEAD"]);
    fixture.git(["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/production"]);
    fixture.git(["update-ref", "refs/remotes/fork/main", "HEAD"]);
    let found = trunk(&fixture, None).unwrap();
    let refs: Vec<_> = found.refs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(found.name, "production");
    assert_eq!(refs, ["refs/heads/production", "refs/remotes/origin/production"]);
    assert_eq!(trunk(&fixture, Some("origin/production")).unwrap().name, "production");
    fixture.git(["update-ref", "-d", "refs/remotes/origin/production"]);
    assert_eq!(name(&fixture).as_deref(), Some("main"), "a HEAD that leads nowhere tells nothing");
}

#[test]
fn a_fork_decides_nothing() {
    let fixture = Fixture::with_commit();
    let base = fixture.id("HEAD");
    fixture.git(["checkout", "-q", "-b", "work"]);
    fixture.write("a", "1").commit("work");
    for remote in ["fork", "other"] {
        fixture.git(["update-ref", &format!("refs/remotes/{remote}/main"), "work"]);
    }
    assert_eq!(trunk(&fixture, None).unwrap().merge_base, Some(oid(&base)));
}

#[test]
fn the_latest_merge_base_of_all_refs() {
    let fixture = Fixture::with_commit();
    let old = fixture.id("HEAD");
    let new = fixture.write("a", "1").commit("two");
    fixture.git(["update-ref", "refs/remotes/origin/main", &new]);
    fixture.git(["checkout", "-q", "-b", "work"]);
    fixture.git(["branch", "-f", "main", &old]);
    fixture.write("b", "1").commit("work");
    let found = trunk(&fixture, None).unwrap();
    assert_eq!((found.merge_base, found.head_is_on_it), (Some(oid(&new)), false));
}

#[test]
fn whether_head_is_on_it() {
    let fixture = Fixture::with_commit();
    assert!(trunk(&fixture, None).unwrap().head_is_on_it);
    fixture.write("a", "1").commit("two");
    fixture.git(["checkout", "-q", "--detach", "HEAD^"]);
    let found = trunk(&fixture, None).unwrap();
    assert_eq!((found.head_is_on_it, found.merge_base), (true, Some(oid(&fixture.id("HEAD")))));
    fixture.write("b", "1").commit("beside");
    assert!(!trunk(&fixture, None).unwrap().head_is_on_it);
    fixture.git(["checkout", "-q", "-b", "side", "main"]);
    assert!(!trunk(&fixture, None).unwrap().head_is_on_it, "a branch of another name is another branch");
}

#[test]
fn before_the_first_commit_and_unrelated() {
    let fixture = Fixture::new();
    assert_eq!(name(&fixture), None);
    fixture.write("a", "").commit("one");
    fixture.git(["checkout", "-q", "--orphan", "other"]);
    assert_eq!(trunk(&fixture, None).unwrap().merge_base, None);
    fixture.write("b", "").commit("two");
    assert_eq!(trunk(&fixture, None).unwrap().merge_base, None);
}

#[test]
fn a_clone_knows_it_by_itself() {
    let fixture = Fixture::with_commit();
    fixture.git(["branch", "-m", "hauptzweig"]);
    let clone = fixture.outside().join("clone");
    fixture.git(["clone", "-q", "-o", "upstream", ".", clone.to_str().unwrap()]);
    let repo = Repo::discover_with(fixture.hermetic(), &clone).unwrap();
    let found = repo.trunk(None, &repo.status().unwrap()).unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.refs.len(), found.head_is_on_it), ("hauptzweig", 2, true));
}
