//! The formats: one file each, all fed by the same events.

mod human;
mod json;

pub use human::{Human, Look};
pub use json::{Json, json_error, packet_schema, report_schema};
