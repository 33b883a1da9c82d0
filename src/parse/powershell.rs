//! PowerShell within a plan: which lines are it, and the search-and-throw form that is judged natively.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::StepKind;

/// True where a line can only be PowerShell.
pub(super) fn is_statement(line: &str) -> bool {
    static SIGNS: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"^\s*\$(env:)?[0-9A-Za-z_]+\s*[-+]?=[^=]",
            r"|^\s*(if|elseif|while|foreach|switch)\s*\(.*\$.*\)\s*\{",
            r"|\|\s*(Where-Object|ForEach-Object|Select-String|Select-Object|Measure-Object|Out-[0-9A-Za-z_]+|\?\s*\{|%\s*\{)",
            r"|^\s*(Get|Set|New|Remove|Test|Copy|Move|Write|Select|Invoke|Start|Stop|Import|Push|Pop|Out)-[A-Z][A-Za-z]+(?-u:\b)",
            r"|^\s*(throw\s|try\s*\{|\[[A-Za-z.]+\]::)",
        ))
    });
    SIGNS.is_match(line)
}

/// How many lines the statement takes that begins at the first of `lines`: until its braces and parentheses close, or,
/// where they never do, this one.
pub(super) fn statement_lines(lines: &[&str]) -> usize {
    let mut depth = 0_i64;
    for (index, line) in lines.iter().enumerate().take(200) {
        depth += balance(line);
        let goes_on = line.trim_end().ends_with(['`', '|', ',']);
        let next = lines.get(index + 1).map_or("", |next| next.trim_start());
        let next = next.trim_start_matches('}').trim_start();
        let else_follows = ["else", "elseif", "catch", "finally"].iter().any(|word| next.starts_with(word));
        if depth <= 0 && !goes_on && !else_follows {
            return index + 1;
        }
    }
    1
}

/// How many more braces and parentheses a line opens than it closes, quotes and comments left out.
fn balance(line: &str) -> i64 {
    let mut depth = 0;
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '{' | '(') => depth += 1,
            (None, '}' | ')') => depth -= 1,
            (None, '#') => break,
            _ => {}
        }
    }
    depth
}

/// Reads `$hits = rg .. | Where-Object { $_ -notmatch '..' }` with the `if ($hits) { .. throw .. }` behind it.
pub(super) fn audit(search: &str, check: &str) -> Option<StepKind> {
    static SEARCH: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"^\s*\$([0-9A-Za-z_]+)\s*=\s*@?\(?\s*rg\s+(.*?)\s*",
            r#"(?:\|\s*(?:Where-Object|\?)\s*\{\s*\$_\s+-notmatch\s+(?:"([^"]*)"|'([^']*)')\s*\}\s*)?\)?\s*$"#,
        ))
    });
    static CHECK: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?s)^\s*if\s*\(\s*\$([0-9A-Za-z_]+)(?:\.Count(?:\s+-gt\s+0)?)?\s*\)\s*\{(.*)$"));
    let search = SEARCH.captures(search)?;
    let check = CHECK.captures(check)?;
    let throws = check[2].split('}').next().unwrap_or_default();
    if search[1] != check[1] || !(throws.contains("throw") || throws.contains("exit 1")) {
        return None;
    }
    let (pattern, roots) = arguments(&search[2])?;
    let allow = search.get(3).or_else(|| search.get(4)).map(|it| it.as_str().to_owned());
    Some(StepKind::Audit { pattern, roots, allow })
}

/// The pattern and the roots of a search; `None` where an option changes what the pattern means.
fn arguments(text: &str) -> Option<(String, Vec<String>)> {
    let harmless = ["-n", "-N", "-H", "--line-number", "--with-filename", "--no-heading", "--color=never", "-e"];
    let mut words = words(text)?.into_iter().filter(|(word, bare)| !(*bare && harmless.contains(&word.as_str())));
    let (pattern, bare) = words.next()?;
    if bare && pattern.starts_with('-') {
        return None;
    }
    let mut roots = Vec::new();
    for (word, bare) in words {
        if bare && (word.starts_with('-') || word.contains(['|', '>', '<', ';', '&', '$'])) {
            return None;
        }
        roots.push(word);
    }
    Some((pattern, roots))
}

/// The words of a command, quotes taken off and what stands in them kept as it is; true for words without quotes.
fn words(text: &str) -> Option<Vec<(String, bool)>> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (word, bare, behind) = if first == '"' || first == '\'' {
            let close = closing_quote(&rest[1..], first)?;
            (&rest[1..=close], false, &rest[close + 2..])
        } else {
            let end = rest.find([' ', '\t']).unwrap_or(rest.len());
            (&rest[..end], true, &rest[end..])
        };
        words.push((word.to_owned(), bare));
        rest = behind.trim_start();
    }
    Some(words)
}

/// The quote that closes: one behind a backslash does not in bash, one doubled does not in PowerShell.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '\\' if quote == '"' => escaped = !escaped,
            _ if letter == quote && !escaped => return Some(at),
            _ => escaped = false,
        }
    }
    None
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements() {
        let yes = [
            "$hits = rg -n x src",
            "$env:RUST_LOG=\"debug\"",
            "if ($hits) { throw 'x' }",
            "rg x | Where-Object { $_ -notmatch 'y' }",
            "Get-ChildItem src",
            "throw 'x'",
        ];
        for line in yes {
            assert!(is_statement(line), "{line}");
        }
        for line in [
            "cargo test",
            "if [ -f a ]; then",
            "x=$(a)",
            "echo $hits",
            "if (( $x > 1 )); then",
            "# $a = 1",
            "rg '\\$x = 1'",
        ] {
            assert!(!is_statement(line), "{line}");
        }
    }

    #[test]
    fn search_and_throw() {
        let check = "if ($hits) { $hits; throw \"FAIL\" } else { \"PASS\" }";
        let audit = |search: &str| audit(search, check);
        let kind = |pattern: &str, allow: Option<&str>| {
            Some(StepKind::Audit {
                pattern: pattern.to_owned(),
                roots: vec!["src".to_owned()],
                allow: allow.map(str::to_owned),
            })
        };
        assert_eq!(
            audit("$hits = rg -n \"a::\" src | Where-Object { $_ -notmatch 'src\\\\b' }"),
            kind("a::", Some("src\\\\b"))
        );
        assert_eq!(audit("$hits = rg -n \"\\\\ba\\\\b\" src"), kind("\\\\ba\\\\b", None));
        assert_eq!(audit("$hits = rg -n 'a b' src"), kind("a b", None));
        assert_eq!(audit("$hits = rg -i a src"), None);
        assert_eq!(audit("$other = rg -n a src"), None);
        assert_eq!(audit("$hits = rg -n a src | Sort-Object"), None);
        assert_eq!(super::audit("$hits = rg -n a src", "if ($hits) { $hits }"), None);
    }
}
