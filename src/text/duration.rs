//! Durations as people read them.

/// A duration in milliseconds: `0.02 s`, `38.2 s`, `4 min 10 s`.
#[expect(clippy::cast_precision_loss, reason = "a report shows three digits")]
pub fn duration(millis: u64) -> String {
    match millis {
        0..1_000 => format!("{:.2} s", millis as f64 / 1000.0),
        1_000..120_000 => format!("{:.1} s", millis as f64 / 1000.0),
        _ => format!("{} min {} s", millis / 60_000, millis / 1000 % 60),
    }
}

/// How long ago something was, in one unit: `20 min`, `3 h`, `41 d`. What lies ahead was just now.
pub fn age(seconds: i64) -> String {
    match seconds.max(0) {
        seconds @ 0..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages() {
        let read = [-5, 59, 1_250, 7_199, 10_900, 172_799, 3_600_000].map(age);
        assert_eq!(read, ["0 min", "0 min", "20 min", "119 min", "3 h", "47 h", "41 d"]);
    }

    #[test]
    fn short_and_long() {
        let read = [0, 20, 999, 38_240, 119_999, 250_400].map(duration);
        assert_eq!(read, ["0.00 s", "0.02 s", "1.00 s", "38.2 s", "120.0 s", "4 min 10 s"]);
    }
}
