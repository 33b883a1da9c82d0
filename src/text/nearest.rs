//! The nearest of some words: "did you mean".

/// The candidate that is nearest to `word`, where one is near enough to have been meant; letter case does not count.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let lower: Vec<String> = candidates.iter().map(|candidate| candidate.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let found = *similar::get_close_matches(word.to_lowercase().as_str(), &lower, 1, 0.6).first()?;
    let index = lower.iter().position(|candidate| *candidate == found)?;
    Some(candidates[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_enough_or_nothing() {
        let words = ["packets", "profile", "registry"];
        assert_eq!(nearest("Packet", words), Some("packets"));
        assert_eq!(nearest("regsitry", words), Some("registry"));
        assert_eq!(nearest("zebra", words), None);
        assert_eq!(nearest("", words), None);
    }
}
