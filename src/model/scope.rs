//! What a packet's coder may change.

use globset::{GlobBuilder, GlobMatcher};

use super::RepoPath;
use crate::text::Span;

/// The scope of a packet. An empty scope allows nothing.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The IN_SCOPE_PATHS key; `None` where the packet has none.
    pub heading: Option<Span>,
    /// What may be changed, in the order of the packet.
    pub items: Vec<ScopeItem>,
    /// The OUT_OF_SCOPE key; `None` where the packet has none.
    pub out_heading: Option<Span>,
    /// What may not.
    pub out: Vec<OutItem>,
}

/// One item of IN_SCOPE_PATHS.
#[derive(Clone, Debug)]
pub struct ScopeItem {
    /// The path or pattern, without backticks and annotation, `\` read as `/`, a leading `./` dropped.
    pub path: String,
    /// How to read it.
    pub kind: ScopeKind,
    /// The annotation behind it, without its parentheses.
    pub note: Option<String>,
    /// The item's text, from behind the bullet to the end of the line.
    pub span: Span,
}

/// One item of OUT_OF_SCOPE: prose, unless all of it is a path.
#[derive(Clone, Debug)]
pub struct OutItem {
    /// The text as written.
    pub text: String,
    /// The path, where the item is nothing but one.
    pub path: Option<ScopeItem>,
    /// Where it stands.
    pub span: Span,
}

/// How a scope item is read.
#[derive(Clone, Debug)]
pub enum ScopeKind {
    /// One file; where a folder of that name exists, all beneath it.
    File,
    /// A folder and all beneath it, written with a final `/`.
    Directory,
    /// A pattern with `*`, `**`, `?` or `{a,b}`; brackets and parentheses stand for themselves.
    Glob(GlobMatcher),
    /// Prose, a path that leaves the repository, an unedited template: it allows nothing.
    Unreadable(&'static str),
}

/// Whether a path may be changed, and by which item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// Allowed by the item of that index.
    By(usize),
    /// Within an allowed item, but carved out by the OUT_OF_SCOPE item of that index.
    CarvedOut(usize),
    /// No item allows it.
    Outside,
}

impl Scope {
    /// Decides about one path.
    pub fn decide(&self, path: &RepoPath) -> Allowance {
        match (self.items.iter().position(|item| item.matches(path)), self.carved_out(path)) {
            (Some(_), Some(index)) => Allowance::CarvedOut(index),
            (Some(index), None) => Allowance::By(index),
            (None, _) => Allowance::Outside,
        }
    }

    /// The first item of OUT_OF_SCOPE that covers the path.
    pub fn carved_out(&self, path: &RepoPath) -> Option<usize> {
        self.out.iter().position(|item| item.path.as_ref().is_some_and(|item| item.matches(path)))
    }

    /// True where the path may be changed.
    pub fn allows(&self, path: &RepoPath) -> bool {
        matches!(self.decide(path), Allowance::By(_))
    }
}

impl ScopeItem {
    /// Reads a cleaned path: what it is follows from its form alone.
    pub fn new(path: &str, note: Option<String>, span: Span) -> Self {
        let path = path.replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
        let kind = ScopeKind::of(&path);
        Self { path, kind, note, span }
    }

    /// True where the item covers the path.
    pub fn matches(&self, path: &RepoPath) -> bool {
        match &self.kind {
            ScopeKind::File | ScopeKind::Directory => path.is_within(self.path.as_bytes()),
            ScopeKind::Glob(glob) => match path.as_str() {
                Some(text) => glob.is_match(text),
                None => glob.is_match(String::from_utf8_lossy(path.as_bytes()).as_ref()),
            },
            ScopeKind::Unreadable(_) => false,
        }
    }

    /// True where every path that `inner` covers is surely covered by this item too.
    pub fn covers(&self, inner: &Self) -> bool {
        if self.path == inner.path {
            return !matches!(self.kind, ScopeKind::Unreadable(_));
        }
        match (&self.kind, &inner.kind) {
            (_, ScopeKind::Unreadable(_)) | (ScopeKind::Unreadable(_), _) => false,
            (ScopeKind::File | ScopeKind::Directory, _) => {
                RepoPath::from(inner.literal_prefix()).is_within(self.path.as_bytes())
            }
            (ScopeKind::Glob(_), ScopeKind::File) if self.matches(&RepoPath::from(inner.path.as_str())) => true,
            (ScopeKind::Glob(_), _) => {
                self.path.strip_suffix("/**").or_else(|| self.path.strip_suffix("/**/*")).is_some_and(|folder| {
                    !is_glob(folder) && RepoPath::from(inner.literal_prefix()).is_within(folder.as_bytes())
                })
            }
        }
    }

    /// The folders before the first wildcard, without a final `/`; the whole path where there is none.
    fn literal_prefix(&self) -> &str {
        match self.path.find(['*', '?', '{']) {
            Some(at) if is_glob(&self.path) => self.path[..at].rfind('/').map_or("", |slash| &self.path[..slash]),
            _ => self.path.strip_suffix('/').unwrap_or(&self.path),
        }
    }
}

impl ScopeKind {
    fn of(path: &str) -> Self {
        if path.is_empty() {
            return Self::Unreadable("it is empty");
        }
        if path.starts_with('/') || path.get(1..3) == Some(":/") {
            return Self::Unreadable("it is absolute: paths are relative to the repository's root");
        }
        if path.split('/').any(|part| part == "..") {
            return Self::Unreadable("it leaves the repository");
        }
        if is_glob(path) {
            let literal = path.replace('[', "[[]").replace(']', "[]]").replace("[[[]]", "[[]");
            return match GlobBuilder::new(&literal).literal_separator(true).backslash_escape(false).build() {
                Ok(glob) => Self::Glob(glob.compile_matcher()),
                Err(_) => Self::Unreadable("its pattern cannot be read"),
            };
        }
        if path.ends_with('/') { Self::Directory } else { Self::File }
    }

    /// The word for it in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Directory => "directory",
            Self::Glob(_) => "glob",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// True where the text holds a wildcard: `*`, `?` or braces with a comma.
fn is_glob(path: &str) -> bool {
    path.contains(['*', '?'])
        || path
            .find('{')
            .is_some_and(|open| path[open..].find('}').is_some_and(|close| path[open..open + close].contains(',')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(items: &[&str], out: &[&str]) -> Scope {
        let item = |path: &&str| ScopeItem::new(path, None, Span::default());
        Scope {
            items: items.iter().map(item).collect(),
            out: out
                .iter()
                .map(|path| OutItem { text: (*path).to_owned(), path: Some(item(path)), span: Span::default() })
                .collect(),
            ..Scope::default()
        }
    }

    #[test]
    fn items_cover_paths() {
        let cases = [
            ("src/a.rs", "src/a.rs", true),
            ("src/a.rs", "src/a.rs.bak", false),
            ("src/", "src/deep/a.rs", true),
            ("src", "src/deep/a.rs", true),
            ("src/", "srcs/a.rs", false),
            ("./src/a.rs", "src/a.rs", true),
            ("src\\a.rs", "src/a.rs", true),
            ("src/**", "src/deep/a.rs", true),
            ("src/*.rs", "src/deep/a.rs", false),
            ("src/{a,b}.rs", "src/b.rs", true),
            ("app/[id]/*.tsx", "app/[id]/page.tsx", true),
            ("app/[id]/*.tsx", "app/i/page.tsx", false),
            ("app/[id]/page.tsx", "app/[id]/page.tsx", true),
            ("fonts/R(wdth,wght).ttf", "fonts/R(wdth,wght).ttf", true),
            ("../other/a.rs", "../other/a.rs", false),
            ("/src/a.rs", "src/a.rs", false),
        ];
        for (item, path, expected) in cases {
            assert_eq!(scope(&[item], &[]).allows(&RepoPath::from(path)), expected, "{item} {path}");
        }
    }

    #[test]
    fn an_empty_scope_allows_nothing() {
        assert_eq!(Scope::default().decide(&RepoPath::from("a")), Allowance::Outside);
    }

    #[test]
    fn out_of_scope_carves_out() {
        let scope = scope(&["src/"], &["src/gen/"]);
        assert_eq!(scope.decide(&RepoPath::from("src/gen/a.rs")), Allowance::CarvedOut(0));
        assert_eq!(scope.decide(&RepoPath::from("src/a.rs")), Allowance::By(0));
    }

    #[test]
    fn items_cover_items() {
        let cases = [
            ("src/", "src/a.rs", true),
            ("src/**", "src/deep/", true),
            ("src/**", "src", true),
            ("src/**", "src/deep/*.rs", true),
            ("src/*.rs", "src/a.rs", true),
            ("src/*.rs", "src/**", false),
            ("src/a.rs", "src/", false),
            ("src/**", "src/**", true),
            ("src", "src/x/{a,b}.rs", true),
        ];
        for (outer, inner, expected) in cases {
            let scope = scope(&[outer, inner], &[]);
            assert_eq!(scope.items[0].covers(&scope.items[1]), expected, "{outer} {inner}");
        }
    }
}
