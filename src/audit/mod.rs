//! Audits: rules over the tree. What a rule looks at and what counts as a hit is decided here, and what its finds amount
//! to is judged here; looking is for `world::search`.

mod audited;
mod codes;
mod compiled;
mod examples;
mod fault;
mod judge;
mod names;
mod paths;
mod pattern;
mod readings;
mod relax;
mod step;
mod zones;

pub use audited::{Audited, Relaxations, audited};
pub use codes::{CODES, FORBIDDEN};
pub use compiled::{Compiled, RuleSet};
pub use examples::{broken, no_example};
pub use fault::Fault;
pub use judge::{RuleJudged, RuleOutcome, judge, judge_all, origin};
pub use pattern::{PatternError, matcher};
pub use relax::{GATE, known};
pub use step::{calls_for, folder_of, rule_of_step};
pub use zones::{Zones, has_zones, zones};
