//! Files on disk: read within limits, found by exact name, written safely.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use taskpacket::model::{Digest, PacketId, RepoPath, Shell};
use taskpacket::world::files::{
    Disk, Expected, FileError, Lock, LockError, PacketError, WriteError, find, list, nearest, read, write_atomic,
};
use taskpacket::world::shells;
use tempfile::TempDir;

/// A folder with some files, each path holding its own name.
fn folder(files: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    folder
}

fn id(text: &str) -> PacketId {
    PacketId::parse(text).unwrap()
}

/// All that lies in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn whatever_it_turns_out_to_be() {
    let folder = folder(&["file", "sub/x"]);
    let at = |name: &str| folder.path().join(name);
    assert_eq!(read(&at("file"), 4).unwrap(), b"file");
    assert!(matches!(read(&at("file"), 3), Err(FileError::TooLarge { size: 4, most: 3, .. })));
    assert!(matches!(read(&at("sub"), 9), Err(FileError::Folder { .. })));
    assert!(matches!(read(&at("nowhere"), 9), Err(FileError::Missing { .. })));
    assert!(matches!(read(&at("file/below"), 9), Err(FileError::Missing { .. })));
    let huge = fs::File::create(at("huge")).unwrap();
    huge.set_len(300 << 20).unwrap();
    let error = read(&at("huge"), 16 << 20).unwrap_err();
    assert!(error.to_string().ends_with("has 300 MiB, and more than 16 MiB are not read"), "{error}");
}

#[cfg(unix)]
#[test]
fn pipes_and_links_do_not_hang() {
    let folder = folder(&["file"]);
    let at = |name: &str| folder.path().join(name);
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    std::os::unix::fs::symlink("pipe", at("link to pipe")).unwrap();
    std::os::unix::fs::symlink("file", at("link")).unwrap();
    std::os::unix::fs::symlink("nowhere", at("dead")).unwrap();
    std::os::unix::fs::symlink("loop", at("loop")).unwrap();
    for special in ["pipe", "link to pipe"] {
        assert!(matches!(read(&at(special), 9), Err(FileError::Special { .. })), "{special}");
    }
    assert!(matches!(read(Path::new("/dev/zero"), 9), Err(FileError::Special { .. })));
    assert!(matches!(read(&at("dead"), 9), Err(FileError::DeadLink { .. })));
    assert!(matches!(read(&at("loop"), 9), Err(FileError::Unreadable { .. })));
    assert_eq!(read(&at("link"), 9).unwrap(), b"file");
}

#[test]
fn existence_is_exact() {
    let folder = folder(&["src/Lib.rs", "a b/ü"]);
    let disk = Disk::new(folder.path());
    let exists = |path: &str| disk.exists(&RepoPath::from(path));
    assert!(["src/Lib.rs", "src", "", "a b/ü"].into_iter().all(exists));
    let absent = ["src/lib.rs", "Src/Lib.rs", "src/", "./src", "src/../src", "/src", "src/Lib.rs/x", "nowhere"];
    assert!(!absent.into_iter().any(exists));
}

#[test]
fn packets_by_their_exact_id() {
    let files = ["p/WP-1.md", "p/WP-1-v2.md", "p/xWP-1.md", "p/WP-2/packet.md", "p/WP-3/other.md", "p/notes.txt"];
    let folder = folder(&files);
    let found = |name: &str| find(folder.path(), "p/", &id(name));
    assert_eq!(found("WP-1").unwrap(), RepoPath::from("p/WP-1.md"));
    assert_eq!(found("WP-2").unwrap(), RepoPath::from("p/WP-2/packet.md"));
    let all: Vec<_> = list(folder.path(), "p").unwrap().into_iter().map(|packet| packet.path.to_string()).collect();
    assert_eq!(all, ["p/WP-1.md", "p/WP-1-v2.md", "p/WP-2/packet.md", "p/xWP-1.md"]);

    let error = found("wp-1").unwrap_err();
    assert_eq!(error.to_string(), "there is no packet `wp-1` in `p/`; there is `WP-1`, `WP-1-v2`, `xWP-1`");
    assert!(matches!(found("WP-3"), Err(PacketError::Missing { .. })));
    assert!(matches!(find(folder.path(), "q", &id("WP-1")), Err(PacketError::Folder { .. })));
    fs::create_dir(folder.path().join("p/WP-1")).unwrap();
    fs::write(folder.path().join("p/WP-1/packet.md"), "").unwrap();
    assert!(matches!(found("WP-1"), Err(PacketError::Doubled { .. })));
}

#[test]
fn near_ids() {
    let all = ["WP-1-Storage-Layer", "WP-1-Storage-Layer-v2", "WP-2-Sessions", "WP-3-Clock"].map(id);
    let near = |wanted: &str| nearest(&id(wanted), &all).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(near("WP-1-Storage-Layre"), ["WP-1-Storage-Layer", "WP-1-Storage-Layer-v2"]);
    assert_eq!(near("sessions"), ["WP-2-Sessions"]);
    assert!(near("entirely-unlike-it").is_empty());
}

/// A lock of its own for each test, and a file beside it.
fn writable(content: &str) -> (TempDir, PathBuf, Lock) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("work/file");
    fs::create_dir(folder.path().join("work")).unwrap();
    fs::write(&file, content).unwrap();
    let lock = Lock::acquire(&folder.path().join("git"), Duration::ZERO).unwrap();
    (folder, file, lock)
}

#[test]
fn written_as_a_whole() {
    let (folder, file, lock) = writable("old");
    write_atomic(&lock, &file, Expected::Bytes(b"old"), b"new").unwrap();
    write_atomic(&lock, &file, Expected::Digest(Digest::of(b"new")), b"newer").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"newer");
    let deep = folder.path().join("work/a/b/c");
    write_atomic(&lock, &deep, Expected::Absent, b"deep").unwrap();
    assert_eq!(fs::read(&deep).unwrap(), b"deep");
    assert_eq!(names(file.parent().unwrap()), ["a", "file"]);
}

#[test]
fn never_over_what_changed_meanwhile() {
    let (folder, file, lock) = writable("theirs");
    let nowhere = folder.path().join("work/nowhere");
    let cases = [
        (&file, Expected::Bytes(b"mine")),
        (&file, Expected::Digest(Digest::of(b"mine"))),
        (&file, Expected::Absent),
        (&nowhere, Expected::Bytes(b"mine")),
    ];
    for (path, expected) in cases {
        let error = write_atomic(&lock, path, expected, b"new").unwrap_err();
        assert!(matches!(error, WriteError::Changed { .. }), "{expected:?}: {error}");
    }
    assert_eq!(fs::read(&file).unwrap(), b"theirs");
    assert_eq!(names(file.parent().unwrap()), ["file"]);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let (folder, file, lock) = writable("old");
    let link = folder.path().join("link");
    symlink("work/file", &link).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o754)).unwrap();
    write_atomic(&lock, &link, Expected::Bytes(b"old"), b"new").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&file).unwrap(), b"new");
    assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o754);

    let same = fs::metadata(&file).unwrap();
    write_atomic(&lock, &file, Expected::Bytes(b"new"), b"new").unwrap();
    assert_eq!(fs::metadata(&file).unwrap().ino(), same.ino(), "nothing to do, nothing done");

    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let error = write_atomic(&lock, &file, Expected::Bytes(b"new"), b"newer").unwrap_err();
    assert!(matches!(error, WriteError::ReadOnly { .. }), "{error}");

    let fresh = folder.path().join("work/fresh");
    write_atomic(&lock, &fresh, Expected::Absent, b"").unwrap();
    assert_ne!(fs::metadata(&fresh).unwrap().mode() & 0o044, 0, "readable as files usually are");
}

#[test]
fn one_writer_at_a_time() {
    let (folder, _, lock) = writable("");
    let git = folder.path().join("git");
    let began = Instant::now();
    let error = Lock::acquire(&git, Duration::from_millis(60)).unwrap_err();
    assert!(began.elapsed() >= Duration::from_millis(60));
    let holder = std::process::id();
    assert!(matches!(error, LockError::Held { holder: Some(found), .. } if found == holder), "{error}");
    drop(lock);
    let lock = Lock::acquire(&git, Duration::ZERO).unwrap();
    let waiting = std::thread::spawn({
        let git = git.clone();
        move || Lock::acquire(&git, Duration::from_secs(20)).map(drop)
    });
    std::thread::sleep(Duration::from_millis(50));
    drop(lock);
    waiting.join().unwrap().unwrap();
    fs::remove_dir_all(&git).unwrap();
    fs::write(&git, "no folder").unwrap();
    assert!(matches!(Lock::acquire(&git, Duration::ZERO), Err(LockError::Refused { .. })));
}

#[cfg(unix)]
#[test]
fn shells_by_their_programs() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&["one/bash", "two/pwsh", "three/sh"]);
    for program in ["one/bash", "two/pwsh"] {
        fs::set_permissions(folder.path().join(program), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let present = |parts: &[&str]| {
        let path = std::env::join_paths(parts.iter().map(|part| folder.path().join(part))).unwrap();
        shells::present_on(Some(&path)).into_iter().collect::<Vec<_>>()
    };
    assert_eq!(present(&["one", "two"]), [Shell::Bash, Shell::PowerShell]);
    assert_eq!(present(&["three"]), [], "it is no program");
    assert!(shells::present_on(None).is_empty());
}
