//! Bash text cut into its top-level commands: a small reader of quotes, continuations, heredocs and blocks.

use std::ops::Range;

/// The top-level commands of a bash text, in order; comments and blank lines between them belong to none. Text that
/// does not balance is one command from where it begins.
pub(super) fn commands(text: &str) -> Vec<Range<usize>> {
    let mut reader =
        Reader { text: text.as_bytes(), at: 0, heredocs: Vec::new(), blocks: Vec::new(), names_function: false };
    let mut commands = Vec::new();
    while let Some(command) = reader.command() {
        let end = command.start + text[command.clone()].trim_end().len();
        commands.push(command.start..end);
    }
    commands
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    /// The heredocs announced on this line: their delimiter, and whether tabs before it count.
    heredocs: Vec<(Vec<u8>, bool)>,
    /// The words or signs that close the blocks around this place.
    blocks: Vec<&'static [u8]>,
    /// True where the next word is the name of a function.
    names_function: bool,
}

impl Reader<'_> {
    fn command(&mut self) -> Option<Range<usize>> {
        self.skip_between();
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        self.blocks.clear();
        let mut end = start;
        let mut command_position = true;
        let mut goes_on = false;
        while let Some(byte) = self.text.get(self.at).copied() {
            match byte {
                b'\n' => {
                    self.at += 1;
                    if self.skip_heredocs() {
                        end = self.at.min(self.text.len());
                        end -= usize::from(self.text[..end].ends_with(b"\n"));
                    }
                    if self.blocks.is_empty() && !goes_on {
                        return Some(start..end);
                    }
                    command_position = true;
                    continue;
                }
                b' ' | b'\t' => {
                    self.at += 1;
                    continue;
                }
                b'#' => {
                    self.skip_line();
                    continue;
                }
                b';' => {
                    self.at += 1;
                    command_position = true;
                    goes_on = false;
                }
                b'&' | b'|' => {
                    let double = self.text.get(self.at + 1) == Some(&byte);
                    goes_on = byte == b'|' || double;
                    self.at += 1 + usize::from(double || self.text.get(self.at + 1) == Some(&b'&'));
                    command_position = true;
                }
                b'(' => {
                    self.blocks.push(b")");
                    self.at += 1;
                    (command_position, goes_on) = (true, false);
                }
                b')' => {
                    if self.blocks.last() == Some(&&b")"[..]) {
                        self.blocks.pop();
                    }
                    let function = self.text[..self.at].ends_with(b"(");
                    self.at += 1;
                    (command_position, goes_on) = (function || self.blocks.last() == Some(&&b"esac"[..]), false);
                }
                b'<' if self.text[self.at..].starts_with(b"<<<") => self.at += 3,
                b'<' if self.text[self.at..].starts_with(b"<<") => self.heredoc(),
                _ => {
                    let word = self.word();
                    goes_on = false;
                    command_position = self.keyword(&word, command_position);
                }
            }
            end = self.at.min(self.text.len());
        }
        Some(start..end)
    }

    /// Goes to the next character that begins a command.
    fn skip_between(&mut self) {
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'#' => self.skip_line(),
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        while self.text.get(self.at).is_some_and(|byte| *byte != b'\n') {
            self.at += 1;
        }
    }

    /// Reads a word, its quotes and substitutions included; returns the bytes that stand in it bare.
    fn word(&mut self) -> Range<usize> {
        let start = self.at;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' => break,
                b'(' if !self.text[start..self.at].ends_with(b"$") => break,
                b'<' if self.text[self.at..].starts_with(b"<<") && self.at > start => break,
                b'\\' => self.at += 2,
                b'\'' => self.quoted(b'\''),
                b'"' => self.double_quoted(),
                b'`' => self.quoted(b'`'),
                b'(' => self.substitution(b'(', b')'),
                b'{' if self.text[start..self.at].ends_with(b"$") => self.substitution(b'{', b'}'),
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.text.len());
        if self.at == start {
            self.at += 1;
        }
        start..self.at
    }

    fn quoted(&mut self, mark: u8) {
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            self.at += 1;
            if *byte == mark {
                return;
            }
        }
    }

    fn double_quoted(&mut self) {
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => return,
                _ => {}
            }
        }
    }

    /// `$( .. )` and `${ .. }`, to the sign that closes it.
    fn substitution(&mut self, open: u8, close: u8) {
        let mut depth = 0_usize;
        while let Some(byte) = self.text.get(self.at).copied() {
            match byte {
                b'\\' => self.at += 1,
                b'\'' => {
                    self.quoted(b'\'');
                    continue;
                }
                b'"' => {
                    self.double_quoted();
                    continue;
                }
                _ if byte == open => depth += 1,
                _ if byte == close => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Opens and closes blocks by their words; returns whether the next word stands where a command may begin.
    fn keyword(&mut self, word: &Range<usize>, command_position: bool) -> bool {
        let word = &self.text[word.clone()];
        if std::mem::take(&mut self.names_function) {
            return true;
        }
        if !command_position {
            return self.blocks.last() == Some(&&b"esac"[..]) && word == b"in";
        }
        if self.blocks.last().is_some_and(|close| *close == word) {
            self.blocks.pop();
            return false;
        }
        match word {
            b"if" => self.blocks.push(b"fi"),
            b"for" | b"while" | b"until" | b"select" => self.blocks.push(b"done"),
            b"case" => {
                self.blocks.push(b"esac");
                return false;
            }
            b"{" => self.blocks.push(b"}"),
            b"then" | b"else" | b"elif" | b"do" | b"!" | b"time" => {}
            b"function" => {
                self.names_function = true;
                return false;
            }
            _ => return false,
        }
        !matches!(word, b"for" | b"select")
    }

    /// `<<WORD`, `<<-'WORD'`: remembers what ends it.
    fn heredoc(&mut self) {
        self.at += 2;
        let tabs = self.text.get(self.at) == Some(&b'-');
        self.at += usize::from(tabs);
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        let word = self.word();
        let bare = |byte: &u8| !matches!(byte, b'\'' | b'"' | b'\\');
        let delimiter: Vec<u8> = self.text[word].iter().copied().filter(bare).collect();
        self.heredocs.push((delimiter, tabs));
    }

    /// Goes behind the heredocs announced on the line above; true where there was one.
    fn skip_heredocs(&mut self) -> bool {
        let announced = std::mem::take(&mut self.heredocs);
        for (delimiter, tabs) in &announced {
            while self.at < self.text.len() {
                let start = self.at;
                self.skip_line();
                let line = &self.text[start..self.at];
                self.at = (self.at + 1).min(self.text.len());
                let line = if *tabs { line.trim_ascii_start() } else { line };
                if line == delimiter.as_slice() {
                    break;
                }
            }
        }
        !announced.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_a_command() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("# only a comment\n\n", &[]),
            ("a\nb\n", &["a", "b"]),
            ("a # note\nb", &["a", "b"]),
            ("a#b 'c # d' \"e # f\"", &["a#b 'c # d' \"e # f\""]),
            ("cd x; a\nb", &["cd x; a", "b"]),
            ("a &&\n  b\nc", &["a &&\n  b", "c"]),
            ("a |\n# between\nb\nc", &["a |\n# between\nb", "c"]),
            ("a \\\n  b\nc", &["a \\\n  b", "c"]),
            ("echo 'one\ntwo'\nc", &["echo 'one\ntwo'", "c"]),
            ("echo \"a \\\" b\nc\"\nd", &["echo \"a \\\" b\nc\"", "d"]),
            ("if a; then\n  b\nfi\nc", &["if a; then\n  b\nfi", "c"]),
            ("for x in 1 2; do\n  b\ndone\nc", &["for x in 1 2; do\n  b\ndone", "c"]),
            ("while a\ndo b\ndone\nc", &["while a\ndo b\ndone", "c"]),
            ("case $x in\n  a) b ;;\n  (c|d) e ;;\nesac\nf", &["case $x in\n  a) b ;;\n  (c|d) e ;;\nesac", "f"]),
            ("f() {\n  a\n}\nf", &["f() {\n  a\n}", "f"]),
            ("function f {\n  a\n}\nf", &["function f {\n  a\n}", "f"]),
            ("(\n a\n)\nb", &["(\n a\n)", "b"]),
            ("cat <<'E'\n$x\nif\nE\nb", &["cat <<'E'\n$x\nif\nE", "b"]),
            ("cat <<-E\n\tx\n\tE\nb", &["cat <<-E\n\tx\n\tE", "b"]),
            ("x=$(a\nb)\nc", &["x=$(a\nb)", "c"]),
            ("echo ${x:-}}\nb", &["echo ${x:-}}", "b"]),
            ("echo if\nb", &["echo if", "b"]),
            ("rg -n \"a && b\" src\nc", &["rg -n \"a && b\" src", "c"]),
            ("a <<< 'x'\nb", &["a <<< 'x'", "b"]),
            ("if a; then\nb\nc", &["if a; then\nb\nc"]),
            ("echo 'open\nb", &["echo 'open\nb"]),
            ("a &\nb", &["a &", "b"]),
            ("a 2>&1\nb", &["a 2>&1", "b"]),
            ("a)\nb", &["a)", "b"]),
        ];
        for (text, expected) in cases {
            let got: Vec<&str> = commands(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(&got, expected, "{text:?}");
        }
    }
}
