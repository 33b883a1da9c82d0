//! Bytes to model. Reading never fails: what was not understood is said in findings.

mod config;
mod config_file;
mod packet;
mod registry;
mod signature_audit;
mod spec;
mod spec_anchor;
mod table;
mod yaml;
mod yaml_serde;

pub use config::{config, config_schema};
pub use packet::packet;
pub use registry::registry;
pub use signature_audit::signature_audit;
pub use spec::{spec, spec_file, spec_pointer};
pub use spec_anchor::spec_anchors;

use crate::finding::Code;

/// The codes of this floor, in the order of their numbers.
pub static CODES: &[&Code] = &[&config::CONFIG_READABLE];
