//! What every command is given, built once.

use std::path::PathBuf;

use super::Error;
use crate::world::gather::Place;

/// What every command is given.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The folder that the command was started in.
    pub dir: PathBuf,
    /// Where the configuration was asked to come from, if not from the repository's root.
    pub config_file: Option<PathBuf>,
    /// True where warnings are to fail.
    pub deny_warnings: bool,
}

impl Ctx {
    /// Works in `dir`, else in the current folder.
    pub fn new(dir: Option<PathBuf>, config_file: Option<PathBuf>, deny_warnings: bool) -> Result<Self, Error> {
        let current = std::env::current_dir().map_err(Error::NoCurrentDir)?;
        let dir = dir.map_or_else(|| current.clone(), |dir| current.join(dir));
        Ok(Self { dir, config_file, deny_warnings })
    }

    /// The repository that holds the folder, and its configuration.
    pub fn place(&self) -> Result<Place, Error> {
        Ok(Place::find(&self.dir, self.config_file.as_deref())?)
    }
}
