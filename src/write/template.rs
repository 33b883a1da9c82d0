//! Templates, and the blanks in them filled in.

/// Where a repository keeps a template of its own for packets.
pub const OWN_TEMPLATE: &str = "docs/templates/task_packet.md";

/// What there is a template of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// A packet that is asked for everything.
    Packet,
    /// A packet of the light profile.
    Light,
    /// An idea that is worth keeping.
    Stub,
    /// A refinement.
    Refinement,
}

impl Template {
    /// The template that ships with the program.
    pub fn text(self) -> &'static str {
        match self {
            Self::Packet => include_str!("../../templates/packet.md"),
            Self::Light => include_str!("../../templates/light.md"),
            Self::Stub => include_str!("../../templates/stub.md"),
            Self::Refinement => include_str!("../../templates/refinement.md"),
        }
    }
}

/// What goes into the blanks: each blank by its name, with one answer or several.
#[derive(Clone, Debug, Default)]
pub struct Answers(Vec<(&'static str, Vec<String>)>);

impl Answers {
    /// Gives a blank its answer.
    pub fn one(&mut self, blank: &'static str, answer: impl Into<String>) -> &mut Self {
        self.all(blank, [answer.into()])
    }

    /// Gives a blank its answer, where there is one; else it stays.
    pub fn maybe(&mut self, blank: &'static str, answer: Option<impl Into<String>>) -> &mut Self {
        self.all(blank, answer.map(Into::into))
    }

    /// Gives a blank all its answers; without any it stays.
    pub fn all(&mut self, blank: &'static str, answers: impl IntoIterator<Item = String>) -> &mut Self {
        self.0.push((blank, answers.into_iter().collect()));
        self
    }

    fn of(&self, blank: &str) -> Option<&[String]> {
        let found = self.0.iter().find(|(name, answers)| *name == blank && !answers.is_empty());
        found.map(|(_, answers)| answers.as_slice())
    }
}

/// The template with its blanks `<NAME>` filled in. A line whose blank has several answers stands there once for each of
/// them; a blank without an answer stays. What was filled in is not looked at again.
pub fn fill(template: &str, answers: &Answers) -> String {
    let mut filled = String::with_capacity(template.len());
    for line in template.split_inclusive('\n') {
        let times = blanks(line).filter_map(|(_, name)| answers.of(name)).map(<[String]>::len).max().unwrap_or(1);
        for time in 0..times {
            fill_line(line, answers, time, &mut filled);
        }
    }
    filled
}

/// The names of the blanks that a text still has, each once.
pub fn blanks_left(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in text.lines().flat_map(blanks) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn fill_line(line: &str, answers: &Answers, time: usize, filled: &mut String) {
    let mut done = 0;
    for (at, name) in blanks(line) {
        let Some(given) = answers.of(name) else { continue };
        filled.push_str(&line[done..at]);
        filled.push_str(&given[time.min(given.len() - 1)]);
        done = at + name.len() + 2;
    }
    filled.push_str(&line[done..]);
}

/// The blanks of a line, each with where it begins and its name.
fn blanks(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.match_indices('<').filter_map(|(at, _)| {
        let rest = &line[at + 1..];
        let name = &rest[..rest.find('>')?];
        let is_name = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        is_name.then_some((at, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_once() {
        let mut answers = Answers::default();
        answers.one("A", "<B>").all("B", ["x".to_owned(), "y".to_owned()]).maybe("C", None::<&str>);
        let text = "<A> and <A>\n  - <B> of <A>\n<C> <line> <B\n<";
        assert_eq!(fill(text, &answers), "<B> and <B>\n  - x of <B>\n  - y of <B>\n<C> <line> <B\n<");
    }

    #[test]
    fn every_shipped_template_has_the_blank_of_the_id() {
        for template in [Template::Packet, Template::Light, Template::Stub, Template::Refinement] {
            assert!(template.text().contains("<WP-ID>"), "{template:?}");
        }
    }
}
