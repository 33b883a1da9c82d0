//! All codes, in one list: what `explain` knows, and what `docs/gates.md` is made of.

use crate::finding::Code;
use crate::{audit, gate, lint, parse};

/// Every code, in the order of their ids, each once.
pub fn codes() -> Vec<&'static Code> {
    let lists: &[&[&'static Code]] = &[
        parse::CODES,
        audit::CODES,
        gate::CODES,
        gate::carried_out::CODES,
        gate::edit::CODES,
        gate::recorded::CODES,
        gate::standing::CODES,
        gate::set_up::CODES,
        gate::verdict::CODES,
        gate::way::CODES,
    ];
    let gates = gate::all().map(|gate| gate.code);
    let mut codes: Vec<&'static Code> = lists
        .iter()
        .copied()
        .flatten()
        .copied()
        .chain(lint::codes())
        .chain(gates)
        .chain(gate::doctor::codes())
        .collect();
    codes.sort_by_key(|code| code.id);
    codes.dedup();
    codes
}

/// The code of that id or name, in any case, `-` and `_` being equal.
pub fn find(text: &str) -> Option<&'static Code> {
    let wanted = plain(text);
    codes().into_iter().find(|code| plain(code.id) == wanted || plain(code.name) == wanted)
}

fn plain(text: &str) -> String {
    text.to_ascii_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_unique_and_well_formed() {
        let codes = codes();
        for (at, code) in codes.iter().enumerate() {
            let digits = code.id.strip_prefix("TP").unwrap_or_default();
            assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", code.id);
            for other in &codes[at + 1..] {
                assert!(code.id != other.id && plain(code.name) != plain(other.name), "{} and {}", code.id, other.id);
            }
        }
    }

    #[test]
    fn every_page_is_written() {
        for code in codes() {
            let page = &code.page;
            for (name, text) in [("checks", page.checks), ("why", page.why), ("fails", page.fails), ("mend", page.mend)]
            {
                assert!(text.trim().len() > 20, "{} has no word on `{name}`", code.id);
            }
        }
    }

    #[test]
    fn every_declared_code_is_listed() {
        let listed: Vec<&str> = codes().iter().map(|code| code.id).collect();
        for id in declared() {
            assert!(listed.contains(&id.as_str()), "{id} is declared and in no list");
        }
    }

    /// The ids that the sources declare.
    fn declared() -> Vec<String> {
        let mut folders = vec![std::path::PathBuf::from("src")];
        let mut ids = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let text = std::fs::read_to_string(&path).unwrap();
                    ids.extend(text.split("id: \"TP").skip(1).map(|rest| format!("TP{}", &rest[..3])));
                }
            }
        }
        ids
    }
}
