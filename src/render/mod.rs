//! The formats: one file each, all fed by the same events; and the documents that are made from tables in the code.

mod gates_page;
mod human;
mod json;
mod parts_table;

pub use gates_page::gates_page;
pub use human::{Human, Look};
pub use json::{Json, json_error, packet_schema, report_schema};
pub use parts_table::parts_table;
