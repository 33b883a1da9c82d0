//! The templates that ship with the program, and how their blanks are filled in.

/// A packet, with every section.
pub static PACKET: &str = include_str!("../../templates/packet.md");

/// A stub: an idea that binds nobody yet.
pub static STUB: &str = include_str!("../../templates/stub.md");

/// A refinement.
pub static REFINEMENT: &str = include_str!("../../templates/refinement.md");

/// The recipes that packets call, for a justfile to import.
pub static RECIPES: &str = include_str!("../../templates/taskpacket.just");

/// The template with each blank `<NAME>` replaced by its value; blanks without a value stay.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('<') {
        let (before, blank) = rest.split_at(open);
        text.push_str(before);
        let length = blank.find('>').map_or(1, |close| close + 1);
        let value = values.iter().find(|(name, _)| blank[..length] == format!("<{name}>"));
        let (written, taken) = value.map_or(("<", 1), |(_, value)| (*value, length));
        text.push_str(written);
        rest = &blank[taken..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_once() {
        assert_eq!(fill("# <ID>: <What> a<b <ID>>", &[("ID", "<What>"), ("What", "x")]), "# <What>: x a<b <What>>");
        assert_eq!(fill("a <", &[("ID", "1")]), "a <");
    }
}
