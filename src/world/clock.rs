//! The time, read once a run.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

/// The variable that sets the clock, for output that is the same every time.
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// The moment that counts as now, and who said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Now, in UTC.
    pub now: DateTime<Utc>,
    /// True where `SOURCE_DATE_EPOCH` said so and not the system.
    pub overridden: bool,
}

/// `SOURCE_DATE_EPOCH` holds no time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockError {
    /// What it holds.
    pub value: OsString,
}

impl Clock {
    /// Reads the time.
    pub fn read() -> Result<Self, ClockError> {
        Self::of(std::env::var_os(VARIABLE).as_deref(), Utc::now())
    }

    /// The time that the variable sets, else that of the system. An empty variable is none.
    pub fn of(variable: Option<&OsStr>, system: DateTime<Utc>) -> Result<Self, ClockError> {
        let Some(value) = variable.filter(|value| !value.is_empty()) else {
            return Ok(Self { now: system, overridden: false });
        };
        let seconds = value.to_str().and_then(|value| value.parse().ok());
        let now = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        now.map(|now| Self { now, overridden: true }).ok_or_else(|| ClockError { value: value.to_owned() })
    }

    /// What the reader of a report should know of the clock; `None` where it is the system's.
    pub fn note(&self) -> Option<String> {
        self.overridden.then(|| format!("now is {} by {VARIABLE}", self.now.format("%Y-%m-%d %H:%M UTC")))
    }
}

/// Tells how much time has gone by, whatever the clock is set to.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins to count.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago that was.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// The same in milliseconds.
    pub fn millis(self) -> u64 {
        u64::try_from(self.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The moment so long after the beginning.
    pub fn after(self, duration: Duration) -> Instant {
        self.0 + duration
    }
}

impl fmt::Display for ClockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.to_string_lossy();
        write!(f, "{VARIABLE} is `{}`, which is no number of seconds: unset it", value.escape_debug())
    }
}

impl std::error::Error for ClockError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_comes_first() {
        let system = DateTime::from_timestamp(1, 0).unwrap();
        let of = |value: Option<&str>| Clock::of(value.map(OsStr::new), system);
        assert_eq!(of(None), Ok(Clock { now: system, overridden: false }));
        assert_eq!(of(Some("")), of(None));
        assert_eq!(of(Some("60")).unwrap().now.to_rfc3339(), "1970-01-01T00:01:00+00:00");
        for value in ["now", "1.5", "99999999999999999999", "9223372036854775807"] {
            assert!(of(Some(value)).unwrap_err().to_string().contains(value), "{value}");
        }
    }
}
