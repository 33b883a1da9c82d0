//! The first few of many names.

use std::fmt::Display;

/// The first `most` names, and how many more there are: `a, b, and 3 more`.
pub fn listed(names: impl IntoIterator<Item = impl Display>, most: usize) -> String {
    let mut names = names.into_iter();
    let shown: Vec<String> = names.by_ref().take(most).map(|name| name.to_string()).collect();
    let shown = shown.join(", ");
    match names.count() {
        0 => shown,
        more => format!("{shown}, and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_counted() {
        let names = ["a", "b", "c"];
        assert_eq!(listed(names, 3), "a, b, c");
        assert_eq!(listed(names, 1), "a, and 2 more");
        assert_eq!(listed([""; 0], 3), "");
    }
}
