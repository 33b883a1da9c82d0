//! What exists on disk, under exactly that name, also where the file system takes `A` for `a`.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::model::RepoPath;
use crate::world::git::{os_string, path_bytes};

/// A folder whose files are asked for by their path. Each folder is listed once.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    /// The names in each folder that was asked about; `None` where they cannot be listed.
    names: RefCell<HashMap<PathBuf, Option<Names>>>,
}

type Names = Rc<BTreeSet<Vec<u8>>>;

impl Disk {
    /// Asks below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), names: RefCell::default() }
    }

    /// True where there is a file, a folder or a link of exactly this path. A path that is not in git's own spelling
    /// (`./a`, `a//b`, `../a`) names nothing.
    pub fn exists(&self, path: &RepoPath) -> bool {
        if !path.is_canonical() {
            return false;
        }
        if path.as_bytes().is_empty() {
            return true;
        }
        let parts: Vec<&[u8]> = path.as_bytes().split(|byte| *byte == b'/').collect();
        let mut folder = self.root.clone();
        // Most paths that do not exist are found out by one question instead of several lists.
        fs::symlink_metadata(folder.join(os_string(path.as_bytes()))).is_ok()
            && parts.iter().all(|part| {
                let named = self.is_named(&folder, part);
                folder.push(os_string(part));
                named
            })
    }

    /// True where there is a folder of exactly this path, and no link to one.
    pub fn is_folder(&self, path: &RepoPath) -> bool {
        let found = fs::symlink_metadata(self.root.join(os_string(path.as_bytes())));
        self.exists(path) && found.is_ok_and(|found| found.is_dir())
    }

    /// True where the folder holds the name, or does not let itself be listed.
    fn is_named(&self, folder: &Path, name: &[u8]) -> bool {
        self.names(folder).is_none_or(|names| names.contains(name))
    }

    fn names(&self, folder: &Path) -> Option<Names> {
        let mut known = self.names.borrow_mut();
        known.entry(folder.to_owned()).or_insert_with(|| list(folder)).clone()
    }
}

fn list(folder: &Path) -> Option<Names> {
    let entries = fs::read_dir(folder).ok()?;
    let names = entries.filter_map(|entry| Some(path_bytes(Path::new(&entry.ok()?.file_name()))));
    Some(Rc::new(names.collect()))
}
