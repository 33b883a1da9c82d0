//! What every command is given, built once.

use std::path::PathBuf;

use super::Error;
use crate::world::gather::Place;

/// What every command is given.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The folder that the command was started in.
    pub dir: PathBuf,
    /// That folder as `-C` named it; `None` where it is the one that the person is in.
    pub asked_dir: Option<PathBuf>,
    /// Where the configuration was asked to come from, if not from the repository's root.
    pub config_file: Option<PathBuf>,
    /// True where warnings are to fail.
    pub deny_warnings: bool,
}

impl Ctx {
    /// The repository that holds the folder, and its configuration.
    pub fn place(&self) -> Result<Place, Error> {
        Ok(Place::find(&self.dir, self.config_file.as_deref())?)
    }

    /// The same, with a broken-off work left as it is.
    pub fn place_as_it_is(&self) -> Result<Place, Error> {
        Ok(Place::find_as_it_is(&self.dir, self.config_file.as_deref())?)
    }
}
