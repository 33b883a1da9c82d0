//! The work tree as a snapshot: git's own rules, and not a byte of `.git` written.

use taskpacket::model::{ChangeKind, RepoPath};
use taskpacket::world::git::{Repo, Spec};

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
