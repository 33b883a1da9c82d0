//! Time, taken in pairs, and what is said of it.

use std::time::{Duration, Instant};

/// How long something takes once.
pub fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(run());
    start.elapsed()
}

/// Runs both, one after the other, so often; a first pair warms up and does not count.
pub fn pairs<A, B>(count: usize, mut run: impl FnMut() -> A, mut against: impl FnMut() -> B) -> Measure {
    let mut taken = Vec::new();
    for at in 0..=count {
        let pair = (time(&mut run), time(&mut against));
        if at > 0 {
            taken.push(pair);
        }
    }
    let ratios = taken.iter().map(|(own, other)| own.as_secs_f64() / other.as_secs_f64());
    Measure {
        ratio: median(ratios.collect()),
        own: median(taken.iter().map(|(own, _)| own.as_secs_f64()).collect()),
        other: median(taken.iter().map(|(_, other)| other.as_secs_f64()).collect()),
    }
}

/// The medians over all pairs.
pub struct Measure {
    /// Of the ratios.
    ratio: f64,
    /// Of what is measured, in seconds.
    pub own: f64,
    /// Of what it is measured against, in seconds.
    other: f64,
}

impl Measure {
    /// The shortest of times that are measured against nothing: whatever else the machine does only adds to them.
    pub fn seconds(times: &[Duration]) -> Self {
        let own = times.iter().map(Duration::as_secs_f64).fold(f64::INFINITY, f64::min);
        Self { ratio: 0.0, own, other: 0.0 }
    }

    /// A line with the ratio, and whether it is within the aim.
    pub fn print(&self, name: &str, aim: f64) {
        let (own, other) = (self.own * 1e3, self.other * 1e3);
        println!("  {name:<44} {:>7.2} x  {own:>7.1} ms : {other:>6.1} ms  {}", self.ratio, word(self.ratio <= aim));
    }

    /// A line with what each of so many steps takes more than what it is measured against, in milliseconds.
    pub fn print_steps(&self, name: &str, (steps, aim): (f64, f64)) {
        let each = |seconds: f64| seconds * 1e3 / steps;
        let (own, other) = (each(self.own), each(self.other));
        let more = own - other;
        println!(
            "  {name:<44} {more:>7.2} ms more a step  {own:.2} ms : {other:.3} ms, {:.0} x  {}",
            self.ratio,
            word(more <= aim)
        );
    }

    /// A line with the time, and whether it is within the aim.
    pub fn print_seconds(&self, name: &str, aim: f64) {
        println!("  {name:<44} {:>7.1} ms  {}", self.own * 1e3, word(self.own <= aim));
    }
}

fn word(holds: bool) -> &'static str {
    if holds { "ok" } else { "MISSED" }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
