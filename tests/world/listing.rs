//! What exists on a side, and the worktrees.

use taskpacket::model::{FileKind, RepoPath, Tree};
use taskpacket::world::git::Listing;

use crate::support::{Fixture, oid};

#[test]
fn files_folders_and_their_spelling() {
    let fixture = Fixture::new();
    let head = oid(&fixture.write("src/Lib.rs", "1").write("src.rs", "1").write("Docs/ü/a b.md", "").commit("one"));
    fixture.write("new", "").stage().write("untracked", "");
    let repo = fixture.open();
    let listing = repo.listing(&Tree::Commit(head.clone())).unwrap();
    let path = |text: &str| RepoPath::from(text);
    for there in ["src/Lib.rs", "src", "", "Docs", "Docs/ü", "src.rs"] {
        assert!(listing.exists(&path(there)), "{there}");
    }
    for absent in ["src/lib.rs", "docs", "sr", "src/", "new", "src/Lib"] {
        assert!(!listing.exists(&path(absent)), "{absent}");
    }
    assert_eq!(listing.other_case(&path("src/lib.rs")), Some(&path("src/Lib.rs")));
    assert_eq!(listing.other_case(&path("docs/Ü")), Some(&path("Docs/ü")));
    assert_eq!(listing.other_case(&path("src/Lib.rs")), None);
    let (kind, id) = listing.get(&path("src/Lib.rs")).unwrap();
    assert_eq!((kind, id.to_string()), (FileKind::Regular { executable: false }, fixture.id("HEAD:src/Lib.rs")));

    let exists = |listing: &Listing| ["new", "untracked"].map(|name| listing.exists(&path(name)));
    assert_eq!(exists(&repo.listing(&Tree::Index).unwrap()), [true, false]);
    let copy = repo.copy_worktree(Some(&head)).unwrap();
    assert_eq!(exists(&repo.listing_of(&copy).unwrap()), [true, true]);
    assert_eq!(exists(&repo.listing(&Tree::Worktree).unwrap()), [true, true]);
    assert!(repo.listing(&Tree::Empty).unwrap().files().is_empty());
}

#[test]
fn all_worktrees() {
    let fixture = Fixture::with_commit();
    let linked = fixture.outside().join("linked one");
    fixture.git(["worktree", "add", "-q", "-b", "feat/x", linked.to_str().unwrap()]);
    let gone = fixture.outside().join("gone");
    fixture.git(["worktree", "add", "-q", "--detach", gone.to_str().unwrap()]);
    std::fs::remove_dir_all(&gone).unwrap();
    let worktrees = fixture.open().worktrees().unwrap();
    let told: Vec<_> = worktrees.iter().map(|it| (it.path.as_path(), it.branch.as_deref(), it.without_files)).collect();
    assert_eq!(told[0], (fixture.root(), Some("main"), false));
    assert!(told.contains(&(linked.as_path(), Some("feat/x"), false)));
    assert!(told.contains(&(gone.as_path(), None, true)));
    assert_eq!(worktrees[0].head, Some(oid(&fixture.id("HEAD"))));
}
