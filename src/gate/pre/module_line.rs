//! A hint, and no gate: a Rust file that is yet to come wants a `mod` line in a file that is out of scope.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::finding::{Code, Finding, Page};
use crate::gate::edit::amend_command;
use crate::gate::permit::permission;
use crate::model::{Before, RepoPath, Scope, ScopeItem, ScopeKind};

/// The page of this hint.
pub static MODULE_LINE: Code = Code {
    id: "TP115",
    name: "module_line_out_of_scope",
    page: Page {
        checks: "Where the scope names a Rust file that is not there yet, one of the files that could declare it as a module \
                 (`mod.rs`, `lib.rs` or `main.rs` of its folder, or the file named as the folder) is in scope too, or \
                 declares it already. It is a hint: it fails nothing.",
        why: "A file without its `mod` line is not compiled, and the line stands in a file that nobody thought of.",
        fails: "- IN_SCOPE_PATHS:\n  - src/store/new.rs      (and src/store/mod.rs, which is there, is not in scope)",
        mend: "Have the scope amended before the first line of code; the hint prints the command.",
    },
};

/// Files that need no `mod` line: roots of crates, and what cargo finds by itself.
const ROOTS: &[&str] = &["lib.rs", "main.rs", "build.rs"];

/// Folders beside Cargo.toml in which every file is a root.
const FOLDERS_OF_ROOTS: &[&str] = &["tests", "examples", "benches", "bin"];

/// `mod name;`, and a path that an attribute gives to a module.
static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(?:r#)?(?<name>\w+)\s*;|^\s*#\[path\s*=\s*"(?<path>[^"]*)"\]"#)
        .expect("the pattern is a constant that the tests compile")
});

/// Every file that has to be looked for before the hint can be given.
pub fn module_files(scope: &Scope) -> BTreeSet<String> {
    let wanted = scope.items.iter().filter_map(Module::of);
    wanted.flat_map(|module| module.parents.into_iter().chain([module.path])).collect()
}

/// One note for each file to come whose declaration has no place in scope.
pub fn module_hints(facts: &Before) -> Vec<Finding> {
    let scope = &facts.packet.scope;
    let modules = scope.items.iter().filter_map(|item| Some((item, Module::of(item)?)));
    modules.filter_map(|(item, module)| hint(item, &module, facts)).collect()
}

fn hint(item: &ScopeItem, module: &Module, facts: &Before) -> Option<Finding> {
    let there = |path: &&String| facts.modules.contains_key(*path);
    if there(&&module.path) {
        return None;
    }
    let governance = BTreeSet::new();
    let in_scope = |path: &String| {
        permission(&RepoPath::from(path.as_str()), &facts.packet.scope, &governance, &facts.config).is_granted()
    };
    let parents = || module.parents.iter();
    if parents().any(in_scope)
        || parents().filter_map(|path| facts.modules.get(path)).any(|text| module.is_declared(text))
    {
        return None;
    }
    let parent = parents().find(there)?;
    let message = format!(
        "`{}` is yet to come, and its `mod {};` belongs into `{parent}`, which is out of scope",
        module.path, module.name
    );
    let mut finding =
        Finding::note(&MODULE_LINE, message).at(facts.packet.source, item.span).about(module.path.clone());
    finding.help.extend(amend_command(&facts.id, std::slice::from_ref(parent), None, None));
    Some(finding)
}

/// A Rust file that is a module of something.
struct Module {
    /// Where it lies.
    path: String,
    /// What it is called.
    name: String,
    /// The files that can declare it, the likeliest first.
    parents: Vec<String>,
}

impl Module {
    /// The module of an item that names one Rust file; `None` for anything else, and for roots of crates.
    fn of(item: &ScopeItem) -> Option<Self> {
        let path = matches!(item.kind, ScopeKind::File).then_some(item.path.as_str())?;
        let (folder, file) = path.rsplit_once('/')?;
        let stem = file.strip_suffix(".rs")?;
        if ROOTS.contains(&file) {
            return None;
        }
        // `store/mod.rs` is the module `store` of the folder around it.
        let (folder, name) = if stem == "mod" { folder.rsplit_once('/')? } else { (folder, stem) };
        if folder.rsplit('/').next().is_some_and(|last| FOLDERS_OF_ROOTS.contains(&last)) {
            return None;
        }
        let within = ["mod.rs", "lib.rs", "main.rs"].map(|file| format!("{folder}/{file}"));
        let parents = within.into_iter().chain([format!("{folder}.rs")]).collect();
        Some(Self { path: path.to_owned(), name: name.to_owned(), parents })
    }

    /// True where a text declares it, or gives a module the path of its file.
    fn is_declared(&self, text: &str) -> bool {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        DECLARATION.captures_iter(text).any(|found| {
            let named = |group: &str| found.name(group).map(|it| it.as_str());
            named("name") == Some(&self.name) || named("path").is_some_and(|path| path.ends_with(file))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::pre::fixture::Fixture;

    /// What is hinted at for a scope, where these files are there with these texts.
    fn hints(scope: &str, files: &[(&str, &str)]) -> Vec<String> {
        let mut facts = Fixture::new().edit("  - src/store/\n  - src/main.rs\n", scope).facts();
        facts.modules = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        module_hints(&facts)
            .into_iter()
            .map(|finding| format!("{}\n{}", finding.message, finding.help.join("\n")))
            .collect()
    }

    #[test]
    fn a_file_to_come_wants_its_line() {
        let cases = [
            (
                "  - src/store/new.rs\n",
                &[("src/store/mod.rs", "mod old;\n")][..],
                "`mod new;` belongs into `src/store/mod.rs`",
            ),
            ("  - src/new.rs\n", &[("src/lib.rs", "// mod new;\n")], "`mod new;` belongs into `src/lib.rs`"),
            ("  - src/store/new.rs\n", &[("src/store.rs", "")], "belongs into `src/store.rs`"),
            ("  - src/store/mod.rs\n", &[("src/main.rs", "")], "`mod store;` belongs into `src/main.rs`"),
        ];
        for (scope, files, expected) in cases {
            let hints = hints(scope, files);
            assert!(hints.len() == 1 && hints[0].contains(expected), "{scope}: {hints:?}");
            assert!(hints[0].contains("taskpacket amend WP-1-Store-v2 --add src/"), "{hints:?}");
        }
    }

    #[test]
    fn where_nothing_is_missing_nothing_is_said() {
        let parent = ("src/store/mod.rs", "");
        let cases = [
            ("  - src/store/new.rs\n", &[("src/store/new.rs", ""), parent][..]),
            ("  - src/store/new.rs\n  - src/store/mod.rs\n", &[parent]),
            ("  - src/store/\n", &[parent]),
            ("  - src/store/new.rs\n  - src/**\n", &[parent]),
            ("  - src/store/new.rs\n", &[("src/store/mod.rs", "pub(crate) mod new;\n")]),
            ("  - src/store/new.rs\n", &[("src/store/mod.rs", "#[path = \"new.rs\"]\nmod other;\n")]),
            ("  - src/store/new.rs\n", &[]),
            ("  - tests/new.rs\n", &[("tests/main.rs", "")]),
            ("  - src/bin/new.rs\n", &[("src/bin/main.rs", "")]),
            ("  - src/store/lib.rs\n", &[parent]),
            ("  - src/store/new.txt\n", &[parent]),
            ("  - build.rs\n", &[]),
        ];
        for (scope, files) in cases {
            assert_eq!(hints(scope, files), [""; 0], "{scope}");
        }
    }
}
