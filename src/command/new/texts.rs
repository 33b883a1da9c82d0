//! What was typed for a packet: each text one line that can stand in it.

use crate::command::Error;
use crate::gate::way::fits;
use crate::model::RiskTier;
use crate::world::gather::Place;

/// What was typed for a packet.
#[derive(Clone, Debug, Default)]
pub struct PacketTexts {
    /// What is to be done.
    pub what: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// What may be changed.
    pub scope: Vec<String>,
    /// What may not.
    pub out: Vec<String>,
    /// The commands that prove it.
    pub tests: Vec<String>,
    /// What done means.
    pub done: Vec<String>,
    /// How much is at stake.
    pub risk: Option<RiskTier>,
    /// Who asks for it.
    pub requestor: Option<String>,
}

impl PacketTexts {
    /// True where nothing was typed that a stub could know as well.
    pub(super) fn say_nothing(&self) -> bool {
        let lists = [&self.scope, &self.out, &self.tests, &self.done];
        self.what.is_none() && self.why.is_none() && lists.iter().all(|list| list.is_empty())
    }

    /// The same with paths from the root; an error where a text would break the packet.
    pub fn fitting(&self, place: &Place) -> Result<Self, Error> {
        let options = [
            ("--what", self.what.as_slice()),
            ("--why", self.why.as_slice()),
            ("--requestor", self.requestor.as_slice()),
            ("--scope", &self.scope),
            ("--out-of-scope", &self.out),
            ("--test", &self.tests),
            ("--done", &self.done),
        ];
        for (option, values) in options {
            for value in values {
                fits(value).map_err(|why| unfit(option, value, why))?;
            }
        }
        let prefix = place.repo.prefix.to_string();
        let scope = self.scope.iter().map(|path| from_root(&prefix, path)).collect::<Result<_, _>>()?;
        Ok(Self { scope, ..self.clone() })
    }
}

fn unfit(option: &'static str, value: &str, why: impl Into<String>) -> Error {
    Error::Unfit { option, value: value.to_owned(), why: why.into() }
}

/// A path as typed in the folder `prefix`, as a path from the root: `.` and `..` worked out, a final `/` kept.
fn from_root(prefix: &str, typed: &str) -> Result<String, Error> {
    let slashed = typed.trim().replace('\\', "/");
    if slashed.starts_with('/') || slashed.get(1..3) == Some(":/") {
        return Err(unfit("--scope", typed, "it is absolute: paths are relative to the current folder"));
    }
    let mut parts: Vec<&str> = prefix.split('/').filter(|part| !part.is_empty()).collect();
    for part in slashed.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop().ok_or_else(|| unfit("--scope", typed, "it leaves the repository"))?;
        } else {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        return Err(unfit("--scope", typed, "it is the whole repository: name what is to be changed"));
    }
    let last = if slashed.ends_with('/') { "/" } else { "" };
    Ok(parts.join("/") + last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_meant_from_the_current_folder() {
        let cases = [
            ("", "src/a.rs", Some("src/a.rs")),
            ("", "./src//x/", Some("src/x/")),
            ("app", "../src/**", Some("src/**")),
            ("app/x", "a b.rs", Some("app/x/a b.rs")),
            ("", "..", None),
            ("app", "../../x", None),
            ("", "/etc/passwd", None),
            ("", "C:\\x", None),
            ("app", "..", None),
            ("", ".", None),
        ];
        for (prefix, typed, expected) in cases {
            assert_eq!(from_root(prefix, typed).ok().as_deref(), expected, "{prefix} {typed}");
        }
    }
}
