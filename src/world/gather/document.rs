//! Packets, refinements, specifications, tables and configurations, read from disk.

use std::path::Path;

use crate::world::files::{FileError, LARGEST_DOCUMENT, read};

/// Reads a packet, refinement, specification, table or configuration from disk.
pub fn document(path: &Path) -> Result<Vec<u8>, FileError> {
    read(path, LARGEST_DOCUMENT)
}

/// The same, where there may be none.
pub fn document_if_there(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match document(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(FileError::Missing { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
