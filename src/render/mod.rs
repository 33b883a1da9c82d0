//! The formats: one file each, all fed by the same events; and the documents that are made from tables in the code.

mod adopted_json;
mod answers_json;
mod collected;
mod doctor_json;
mod gates_page;
mod github;
mod human;
mod json;
mod junit;
mod markdown;
mod parts_table;
mod progress;
mod review_json;
mod run_json;
mod sarif;
mod standing_json;
mod status_json;
mod verdict_json;
mod verified_json;
mod words;

pub use collected::{Collected, Document};
pub use gates_page::gates_page;
pub use github::{github, github_error};
pub use human::{Human, Look};
pub use json::{json, json_error, packet_schema, report_schema};
pub use junit::junit;
pub use markdown::markdown;
pub use parts_table::parts_table;
pub use progress::{Live, Silent};
pub use sarif::sarif;
