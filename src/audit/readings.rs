//! What a quoted text means to bash and to PowerShell. Where they disagree, an audit takes both at their word.

/// The readings of what stands between double quotes, each once: as PowerShell has it, then as bash does.
pub fn of_double_quotes(text: &str) -> Vec<String> {
    let mut readings = vec![power_shell(text), bash(text)];
    readings.dedup();
    readings
}

/// A backtick takes the next letter as it is, and two quotes are one.
fn power_shell(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '`' => read.extend(letters.next()),
            '"' if letters.peek() == Some(&'"') => read.extend(letters.next()),
            _ => read.push(letter),
        }
    }
    read
}

/// A backslash takes only `\`, `"`, `$`, a backtick and a line feed as they are.
fn bash(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('\n')) => drop(letters.next()),
            ('\\', Some('\\' | '"' | '$' | '`')) => read.extend(letters.next()),
            _ => read.push(letter),
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_differ_over_backslashes() {
        assert_eq!(of_double_quotes("sqlx::"), ["sqlx::"]);
        assert_eq!(of_double_quotes(r"\bPool\b"), [r"\bPool\b"]);
        assert_eq!(of_double_quotes(r"\\bPool\\b"), [r"\\bPool\\b", r"\bPool\b"]);
        assert_eq!(of_double_quotes(r#"a\"b"#), [r#"a\"b"#, r#"a"b"#]);
    }
}
