//! Numbers with their nouns.

/// `1 error`, `2 errors`, `2 entries`, `2 branches`.
pub fn plural(count: usize, noun: &str) -> String {
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match (count, stem) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ if noun.ends_with("ch") => format!("{count} {noun}es"),
        (_, None) => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one() {
        let counted = [(0, "error"), (1, "error"), (2, "key"), (1, "entry"), (2, "entry"), (2, "branch")];
        let words = counted.map(|(count, noun)| plural(count, noun));
        assert_eq!(words, ["0 errors", "1 error", "2 keys", "1 entry", "2 entries", "2 branches"]);
    }
}
