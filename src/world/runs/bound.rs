//! The bound on what all runs take together: the oldest go first.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What all runs of a repository may take together, in bytes.
const MOST: u64 = 256 << 20;

/// Removes the oldest runs until the others take no more than they may; never the one in `own`. What cannot be removed now
/// is removed another time.
pub(super) fn prune(root: &Path, own: &Path) {
    prune_to(root, own, MOST);
}

fn prune_to(root: &Path, own: &Path, most: u64) {
    let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    let packets = folders(root);
    for folder in packets.iter().flat_map(|packet| folders(packet)) {
        let Ok(changed) = fs::metadata(&folder).and_then(|metadata| metadata.modified()) else { continue };
        kept.push((changed, size(&folder), folder));
    }
    kept.sort();
    let mut total: u64 = kept.iter().map(|(_, size, _)| size).sum();
    for (_, size, folder) in kept.into_iter().filter(|(.., folder)| folder != own) {
        if total <= most {
            break;
        }
        if fs::remove_dir_all(&folder).is_ok() {
            total -= size;
        }
    }
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()).collect()
}

fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first_and_the_own_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let made: Vec<PathBuf> = ["a/1", "b/2", "a/3"].iter().map(|name| root.join(name)).collect();
        for (at, run) in made.iter().enumerate() {
            fs::create_dir_all(run).unwrap();
            fs::write(run.join("step-1.log"), vec![b'x'; 1000]).unwrap();
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000 + at as u64);
            fs::File::open(run).unwrap().set_modified(time).unwrap();
        }
        let left = || made.iter().map(|run| run.exists()).collect::<Vec<_>>();
        prune_to(root, &made[2], 3000);
        assert_eq!(left(), [true, true, true]);
        prune_to(root, &made[2], 2500);
        assert_eq!(left(), [false, true, true]);
        prune_to(root, &made[2], 10);
        assert_eq!(left(), [false, false, true]);
    }
}
