//! Audits: rules over the tree. What a rule looks at and what counts as a hit is decided here, and what its finds amount
//! to is judged here; looking is for `world::search`.

mod codes;
mod compiled;
mod fault;
mod judge;
mod names;
mod paths;
mod pattern;
mod readings;
mod step;
mod zones;

pub use codes::{CODES, FORBIDDEN};
pub use compiled::{Compiled, RuleSet};
pub use fault::Fault;
pub use judge::{RuleJudged, RuleOutcome, judge, judge_all};
pub use pattern::{PatternError, matcher};
pub use step::{folder_of, rule_of_step};
pub use zones::{Zones, has_zones, zones};
