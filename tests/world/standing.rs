//! Where the repository stands: HEAD, branch, staged, dirty, underway.

use taskpacket::model::{ChangeKind, FileKind, RepoPath};
use taskpacket::world::git::Operation;

use crate::support::Fixture;

#[test]
fn before_the_first_commit() {
    let fixture = Fixture::new();
    fixture.write("a", "a").stage().write("b", "b");
    let status = fixture.open().status().unwrap();
    assert_eq!((status.head, status.branch.as_deref()), (None, Some("main")));
    assert_eq!(status.staged.len(), 1);
    assert_eq!(status.staged[0].kind, ChangeKind::Added);
    assert_eq!(status.untracked, [RepoPath::from("b")]);
}

#[test]
fn each_kind_of_change_in_its_list() {
    let fixture = Fixture::new();
    fixture.write("edited", "1\n").write("gone", "1\n").write("dirty", "1\n").write("deleted", "1\n").commit("one");
    fixture.write("edited", "2\n").write("new", "x\n").remove("gone").stage();
    fixture.write("dirty", "2\n").write("intended", "i\n").write("dir/a b", "u\n").remove("deleted");
    fixture.git(["add", "--intent-to-add", "intended"]);
    let status = fixture.open().status().unwrap();
    assert_eq!(status.head.as_ref().map(ToString::to_string), Some(fixture.id("HEAD")));
    let staged: Vec<_> = status.staged.iter().map(|change| (change.path.to_string(), change.kind)).collect();
    let expected = [("edited", ChangeKind::Modified), ("gone", ChangeKind::Deleted), ("new", ChangeKind::Added)];
    assert_eq!(staged, expected.map(|(path, kind)| (path.to_owned(), kind)));
    assert_eq!(status.unstaged, ["deleted", "dirty", "intended"].map(RepoPath::from));
    assert_eq!(status.untracked, [RepoPath::from("dir/a b")]);
    assert_eq!((status.intended, status.operation), (vec![RepoPath::from("intended")], None));
    let (kind, oid) = status.staged[0].after.clone().unwrap();
    assert_eq!((kind, oid.to_string()), (FileKind::Regular { executable: false }, fixture.id(":edited")));
}

#[test]
fn a_detached_head_and_a_merge_with_a_conflict() {
    let fixture = Fixture::with_commit();
    fixture.git(["checkout", "-q", "-b", "side"]);
    fixture.write("README", "side\n").commit("side");
    fixture.git(["checkout", "-q", "main"]);
    fixture.write("README", "main\n").commit("main");
    assert!(!fixture.try_git(["merge", "side"]).status.success());
    let status = fixture.open().status().unwrap();
    assert_eq!((status.operation, status.unmerged), (Some(Operation::Merge), vec![RepoPath::from("README")]));

    fixture.git(["merge", "--abort"]);
    fixture.git(["checkout", "-q", "--detach"]);
    let status = fixture.open().status().unwrap();
    assert_eq!((status.branch, status.operation), (None, None));

    assert!(!fixture.try_git(["rebase", "side"]).status.success());
    assert_eq!(fixture.open().status().unwrap().operation, Some(Operation::Rebase));
}

#[test]
fn a_submodule_counts_by_its_commit() {
    let fixture = Fixture::with_commit();
    let other = Fixture::with_commit();
    let from = other.root().display().to_string();
    fixture.git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "lib"]);
    fixture.commit("submodule");
    fixture.write("lib/README", "dirty\n");
    let status = fixture.open().status().unwrap();
    assert_eq!((status.unstaged, status.dirty_submodules), (vec![], vec![RepoPath::from("lib")]));

    fixture.git(["-C", "lib", "commit", "-qam", "moved"]);
    let status = fixture.open().status().unwrap();
    assert_eq!((status.unstaged, status.dirty_submodules), (vec![RepoPath::from("lib")], vec![]));
}
