//! Revisions and ranges that a user names.

use taskpacket::model::Tree;
use taskpacket::world::git::{GitError, Repo};

use crate::support::{Fixture, oid};

#[test]
fn ranges() {
    let fixture = Fixture::with_commit();
    let root = fixture.id("HEAD");
    fixture.git(["checkout", "-q", "-b", "side"]);
    let side = fixture.write("a", "1").commit("side");
    fixture.git(["checkout", "-q", "main"]);
    let main = fixture.write("b", "1").commit("main");
    fixture.git(["tag", "-a", "-m", "annotated", "v1", "main"]);
    let cases = [
        ("side..main", &side, &main),
        ("side..", &side, &main),
        ("..side", &main, &side),
        ("side...v1", &root, &main),
        ("HEAD^..v1", &root, &main),
    ];
    let repo = fixture.open();
    let mut blobs = repo.blobs();
    for (text, base, head) in cases {
        let range = blobs.range(text).unwrap();
        assert_eq!((range.base, range.head), (Tree::Commit(oid(base)), oid(head)), "{text}");
    }
    assert_eq!(blobs.range("side...main").unwrap().base_name, "merge base of side and main");
    let single = blobs.single("main").unwrap();
    assert_eq!((single.base, single.head), (Tree::Commit(oid(&root)), oid(&main)));
    assert_eq!(blobs.single(&root[..8]).unwrap().base, Tree::Empty);
    assert_eq!(repo.processes(), 4, "discover, content, and a merge base for each `...`");
}

#[test]
fn what_names_nothing_is_refused() {
    let fixture = Fixture::with_commit();
    let repo = fixture.open();
    let mut blobs = repo.blobs();
    for unknown in ["nowhere", "HEAD^", "HEAD:README", "0000000000000000000000000000000000000000", "$(touch x)"] {
        let error = blobs.commit(unknown).unwrap_err();
        assert!(matches!(error, GitError::UnknownRevision { .. }), "{unknown}: {error}");
    }
    for refused in ["", "--all", "-n1", "a\nb", "a\0b"] {
        let error = blobs.commit(refused).unwrap_err();
        assert!(matches!(error, GitError::NotARevision { .. }), "{refused}: {error}");
    }
    for refused in ["main", "..", "...", "a..b..c", ""] {
        let error = blobs.range(refused).unwrap_err();
        assert!(matches!(error, GitError::NotARange { .. }), "{refused}: {error}");
    }
    assert_eq!(blobs.single("a..b").unwrap_err().to_string(), "`a..b` is no revision: it is a range: use --range");
    assert!(matches!(blobs.range("--output=x..HEAD").unwrap_err(), GitError::NotARevision { .. }));
}

#[test]
fn a_short_id_that_is_ambiguous() {
    let fixture = Fixture::new();
    // Two blobs whose ids begin alike cannot name a commit; two commits are needed, found by counting.
    let mut seen = std::collections::HashMap::new();
    let prefix = (0..2000).find_map(|number| {
        let tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        let id = fixture.git(["commit-tree", "-m", &number.to_string(), tree]);
        let short = id[..4].to_owned();
        seen.insert(short.clone(), number).map(|_| short)
    });
    let error = fixture.open().blobs().commit(&prefix.unwrap()).unwrap_err();
    assert!(matches!(error, GitError::AmbiguousRevision { .. }), "{error}");
}

#[test]
fn unrelated_histories() {
    let fixture = Fixture::with_commit();
    let one = oid(&fixture.id("HEAD"));
    fixture.git(["checkout", "-q", "--orphan", "other"]);
    let other = oid(&fixture.write("x", "").commit("other"));
    let repo = fixture.open();
    assert_eq!(repo.merge_base(&one, &[&other]).unwrap(), None);
    assert!(!repo.is_ancestor(&one, &other).unwrap());
    assert!(matches!(repo.blobs().range("main...other").unwrap_err(), GitError::Unrelated { .. }));
}

#[test]
fn a_shallow_clone_says_so() {
    let fixture = Fixture::with_commit();
    fixture.write("a", "1").commit("two");
    fixture.write("a", "2").commit("three");
    let clone = fixture.outside().join("shallow");
    let from = format!("file://{}", fixture.root().display());
    fixture.git(["clone", "-q", "--depth=1", &from, clone.to_str().unwrap()]);
    let repo = Repo::discover_with(fixture.hermetic(), &clone).unwrap();
    assert!(repo.shallow && !fixture.open().shallow);
    let error = repo.blobs().single("HEAD").unwrap_err();
    assert_eq!(error.to_string(), "the parent of `HEAD` is not in this shallow clone: git fetch --unshallow");
    std::fs::write(clone.join("a"), "3").unwrap();
    let status = repo.status().unwrap();
    assert_eq!(repo.copy_worktree(status.head.as_ref()).unwrap().changes.len(), 1);
}
