//! The gates: one computed question each. One gate, one file, one row of a table.
//!
//! A gate judges plain values: it cannot fail, needs no mock, and gives the same answer twice. Its phase is the variant
//! of [`Check`], so a gate of pre-work cannot ask for results that do not exist yet.

mod judge;

pub use judge::{Check, Gate, GateStatus, Judged, Judgement, Topic, outcome};

/// How a whole run ended. Fail beats no-verdict beats pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Everything that was asked was judged, and holds.
    Pass,
    /// Something could not be judged.
    NoVerdict,
    /// Something was found wanting.
    Fail,
}

impl Outcome {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::NoVerdict => "no-verdict",
            Self::Fail => "fail",
        }
    }
}
