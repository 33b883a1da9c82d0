//! Blobs and changes between commits.

use taskpacket::model::{ChangeKind, Content, Digest, FileKind, Oid, RepoPath, Tree};
use taskpacket::text::Sources;
use taskpacket::world::git::{Blobs, Data, GitError, ObjectKind, Repo, Spec};

use crate::support::{Fixture, oid};

fn path(text: &str) -> RepoPath {
    RepoPath::from(text)
}

#[test]
fn by_id_by_commit_and_by_index() {
    let fixture = Fixture::new();
    let first = fixture.write("src/a b.rs", "one\n").commit("one");
    fixture.write("src/a b.rs", "two\n").stage();
    fixture.write("src/a b.rs", "three\n");
    let repo = fixture.open();
    let mut blobs = repo.blobs();
    let commit = oid(&first);
    let file = path("src/a b.rs");
    let committed = blobs.get(Spec::Commit(&commit, &file)).unwrap().unwrap();
    assert_eq!((committed.kind, &committed.bytes().unwrap()[..]), (ObjectKind::Blob, &b"one\n"[..]));
    let staged = blobs.get(Spec::Index(&file)).unwrap().unwrap();
    assert_eq!(&staged.bytes().unwrap()[..], b"two\n");
    assert_eq!(&blobs.get(Spec::Oid(&committed.oid)).unwrap().unwrap().bytes().unwrap()[..], b"one\n");
    let folder = blobs.get(Spec::Commit(&commit, &path("src"))).unwrap().unwrap();
    assert_eq!((folder.kind, folder.bytes()), (ObjectKind::Tree, None));
    assert_eq!(repo.processes(), 2, "one for the repository, one for all content");
}

#[test]
fn what_is_not_there() {
    let fixture = Fixture::with_commit();
    let repo = fixture.open();
    let mut blobs = repo.blobs();
    let head = oid(&fixture.id("HEAD"));
    for absent in
        ["nowhere", "README/x", "./README", "a/../README", "README/", "/README", "a//b", "readme", "x missing"]
    {
        assert!(blobs.get(Spec::Commit(&head, &path(absent))).unwrap().is_none(), "{absent}");
        assert!(blobs.get(Spec::Index(&path(absent))).unwrap().is_none(), "{absent}");
    }
    let deep = RepoPath::new("a/".repeat(200_000) + "a");
    assert!(blobs.get(Spec::Commit(&head, &deep)).unwrap().is_none());
    assert!(blobs.get(Spec::Oid(&Oid::zero())).unwrap().is_none());
    assert!(blobs.get(Spec::Index(&path(""))).unwrap().is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let fixture = Fixture::new();
    let names: &[&[u8]] =
        &[b"a b", b"q\"uote", b"[x]*?", b"li\nne", b"\xff\xfe", b"-dash", b":colon", b"0:zero", "ü".as_bytes()];
    for name in names {
        fixture.write(std::ffi::OsStr::from_bytes(name), name);
    }
    let first = oid(&fixture.commit("odd"));
    let repo = fixture.open();
    let changes = repo.changes(&Tree::Empty, &Tree::Commit(first.clone())).unwrap();
    let mut sorted: Vec<_> = names.iter().map(|name| RepoPath::new(*name)).collect();
    sorted.sort();
    assert_eq!(changes.iter().map(|change| change.path.clone()).collect::<Vec<_>>(), sorted);
    let mut blobs = repo.blobs();
    for name in names {
        let name = RepoPath::new(*name);
        for spec in [Spec::Commit(&first, &name), Spec::Index(&name)] {
            let object = blobs.get(spec).unwrap().unwrap_or_else(|| panic!("{name}"));
            assert_eq!(&object.bytes().unwrap()[..], name.as_bytes(), "{name}");
        }
    }
}

#[test]
fn a_blob_above_the_limit_is_hashed_only() {
    let fixture = Fixture::new();
    let large = "0123456789".repeat(30_000);
    fixture.write("large", &large).write("small", "s").commit("one");
    let repo = fixture.open();
    let mut blobs = repo.blobs().holding_at_most(1000);
    let object = blobs.get(Spec::Index(&path("large"))).unwrap().unwrap();
    let Data::TooLarge { digest, size } = object.data else { panic!("held") };
    assert_eq!((digest, size), (Digest::of(large.as_bytes()), 300_000));
    assert!(blobs.get(Spec::Index(&path("small"))).unwrap().unwrap().bytes().is_some(), "the stream is in step");
    let image =
        blobs.image(&mut Sources::default(), &path("large"), FileKind::of_mode(0o100_644), &object.oid).unwrap();
    assert!(matches!(image.content, Content::Binary(found) if found == digest));
}

#[test]
fn many_large_blobs_do_not_block() {
    let fixture = Fixture::new();
    for number in 0..20 {
        fixture.write(format!("f{number}"), vec![b'a' + number; 200_000]);
    }
    fixture.commit("large");
    let repo = fixture.open();
    let mut blobs = repo.blobs();
    for number in 0..20 {
        let name = RepoPath::new(format!("f{number}"));
        assert_eq!(blobs.get(Spec::Index(&name)).unwrap().unwrap().bytes().unwrap().len(), 200_000);
    }
}

#[test]
fn images_and_their_sources() {
    let fixture = Fixture::new();
    fixture.write("text", "a\nb\n").write("binary", b"a\0b").commit("one");
    let repo = fixture.open();
    let mut blobs = repo.blobs();
    let mut sources = Sources::default();
    let regular = FileKind::Regular { executable: false };
    let mut image = |name: &str, kind| {
        let name = path(name);
        let id = oid(&fixture.id(&format!(":{name}")));
        blobs.image(&mut sources, &name, kind, &id).unwrap()
    };
    let text = image("text", regular);
    let binary = image("binary", regular);
    assert_eq!((binary.source, binary.sha1()), (None, Some(Digest::of(b"a\0b"))));
    let submodule = blobs.image(&mut sources, &path("lib"), FileKind::Submodule, &Oid::zero()).unwrap();
    assert_eq!(submodule.sha1(), None);
    assert_eq!(sources.get(text.source.unwrap()).name(), "text");
    let error = blobs.image(&mut sources, &path("lost"), regular, &Oid::zero()).unwrap_err();
    assert!(error.to_string().contains("is missing from the repository"), "{error}");
}

#[cfg(unix)]
#[test]
fn changes_between_commits() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let fixture = Fixture::new();
    fixture.write("edited", "1\n").write("moved", "same\n").write("script", "s\n").write("turned", "t\n");
    let base = fixture.commit("base");
    fixture.write("edited", "2\n").remove("moved").write("elsewhere", "same\n").remove("turned");
    std::fs::set_permissions(fixture.path("script"), std::fs::Permissions::from_mode(0o755)).unwrap();
    symlink("edited", fixture.path("turned")).unwrap();
    let head = fixture.commit("head");
    fixture.config("diff.renames", "copies").config("diff.external", "false").config("color.ui", "always");
    let trees = (Tree::Commit(oid(&base)), Tree::Commit(oid(&head)));
    let changes = fixture.open().changes(&trees.0, &trees.1).unwrap();
    let told: Vec<_> = changes.iter().map(|change| (change.path.to_string(), change.kind)).collect();
    let expected = [
        ("edited", ChangeKind::Modified),
        ("elsewhere", ChangeKind::Added),
        ("moved", ChangeKind::Deleted),
        ("script", ChangeKind::ModeOnly),
        ("turned", ChangeKind::Modified),
    ];
    assert_eq!(told, expected.map(|(path, kind)| (path.to_owned(), kind)));
    assert_eq!(changes[4].after.as_ref().unwrap().0, FileKind::Symlink);
    assert_eq!(fixture.open().changes(&Tree::Empty, &trees.0).unwrap().len(), 4);
}

#[test]
fn what_is_lost_or_broken_is_not_absent() {
    let fixture = Fixture::new();
    let head = oid(&fixture.write("a/b/lost", "lost\n").write("broken", "broken\n").commit("one"));
    let object = |name: &str| {
        let id = fixture.id(name);
        fixture.path(format!(".git/objects/{}/{}", &id[..2], &id[2..]))
    };
    let broken = object(":broken");
    std::fs::remove_file(&broken).unwrap();
    std::fs::write(&broken, "no object").unwrap();
    std::fs::remove_file(object(":a/b/lost")).unwrap();
    let repo = fixture.open();
    let mut blobs = repo.blobs();
    let (broken, lost) = (path("broken"), path("a/b/lost"));
    let refused = |blobs: &mut Blobs, spec| {
        let error = blobs.get(spec).map(|object| object.is_some()).unwrap_err();
        assert!(matches!(error, GitError::MissingObject { .. }), "{spec:?}: {error}");
    };
    refused(&mut blobs, Spec::Index(&broken));
    refused(&mut blobs, Spec::Commit(&head, &broken));
    refused(&mut blobs, Spec::Commit(&head, &lost));
    std::fs::remove_file(object("HEAD:a")).unwrap();
    refused(&mut blobs, Spec::Commit(&head, &lost));
    assert!(blobs.get(Spec::Commit(&head, &path("absent"))).unwrap().is_none());
    assert!(blobs.get(Spec::Oid(&head)).unwrap().is_some(), "what is whole can still be asked for");
}

#[cfg(unix)]
#[test]
fn a_git_that_dies_while_it_is_asked() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::with_commit();
    let dying = fixture.outside().join("dying-git");
    let script =
        "#!/bin/sh\ncase \"$*\" in *cat-file*) read line; echo gone away >&2; exit 3;; esac\nexec git \"$@\"\n";
    std::fs::write(&dying, script).unwrap();
    std::fs::set_permissions(&dying, std::fs::Permissions::from_mode(0o755)).unwrap();
    let repo = Repo::discover_with(fixture.hermetic().program(dying), fixture.root()).unwrap();
    let mut blobs = repo.blobs();
    for _ in 0..2 {
        let error = blobs.get(Spec::Index(&path("README"))).unwrap_err();
        assert_eq!(error.to_string(), "`git cat-file --batch` failed: gone away");
    }
}
