//! The hook that git calls before a commit: never over one that is there.

use std::path::PathBuf;

use super::parts::PRE_COMMIT;
use crate::command::Error;
use crate::finding::Finding;
use crate::gate::set_up::LEFT_AS_IT_IS;
use crate::report::Written;
use crate::world::files;
use crate::world::gather::{self, Place};

/// The hook, and whether it is still to be written.
pub struct Hook {
    path: PathBuf,
    /// As people are told: relative to the root where it lies beneath it.
    shown: String,
    /// True where it is not there yet.
    pub is_new: bool,
}

/// Where the hook goes; `None`, with a finding, where somebody else's is there.
pub fn planned(place: &Place, findings: &mut Vec<Finding>) -> Result<Option<Hook>, Error> {
    let path = place.repo.hooks_folder()?.join("pre-commit");
    let shown = path.strip_prefix(&place.repo.root).unwrap_or(&path).display().to_string();
    match gather::document_if_there(&path)? {
        None => Ok(Some(Hook { path, shown, is_new: true })),
        Some(text) if text == PRE_COMMIT.as_bytes() => Ok(Some(Hook { path, shown, is_new: false })),
        Some(_) => {
            let message = format!("`{shown}` is there already, and stays as it is");
            findings.push(
                Finding::warning(&LEFT_AS_IT_IS, message)
                    .help("add to it the line  taskpacket allows --staged || [ $? -ne 1 ] || exit 1"),
            );
            Ok(None)
        }
    }
}

impl Hook {
    /// Writes it, where it is not there yet.
    pub fn install(&self) -> Result<(), Error> {
        if self.is_new {
            files::create_program(&self.path, PRE_COMMIT)?;
        }
        Ok(())
    }

    /// What people are told of it.
    pub fn told(self, dry: bool) -> Written {
        let action = match (self.is_new, dry) {
            (false, _) => "unchanged",
            (true, false) => "created",
            (true, true) => "would create",
        };
        Written { path: self.shown, action, diff: None }
    }
}
