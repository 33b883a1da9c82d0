//! Words into lines, cells into columns.

/// Breaks `text` at spaces so that no line is longer than `width` columns; a longer word stays whole. Every line but
/// the first is indented by `indent` columns, and the first is taken to begin there.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let room = width.saturating_sub(indent).max(20);
    let mut result = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = columns(word);
        if used > 0 && used + 1 + length > room {
            result.push('\n');
            result.extend(std::iter::repeat_n(' ', indent));
            used = 0;
        } else if used > 0 {
            result.push(' ');
            used += 1;
        }
        result.push_str(word);
        used += length;
    }
    result
}

/// Aligns rows into columns with two spaces between them; a column of numbers and windows is aligned to the right.
pub fn table(rows: &[Vec<String>]) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, at: usize| row.get(at).map(String::as_str).unwrap_or_default().to_owned();
    let widths: Vec<usize> =
        (0..count).map(|at| rows.iter().map(|row| columns(&cell(row, at))).max().unwrap_or(0)).collect();
    let right: Vec<bool> = (0..count).map(|at| rows.iter().all(|row| is_numeric(&cell(row, at)))).collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for at in 0..count {
                let text = cell(row, at);
                let pad = " ".repeat(widths[at] - columns(&text));
                let padded = if right[at] { format!("{pad}{text}") } else { format!("{text}{pad}") };
                line.push_str(&padded);
                line.push_str("  ");
            }
            line.trim_end().to_owned()
        })
        .collect()
}

/// How many columns a text takes; near enough for what is aligned here.
pub fn columns(text: &str) -> usize {
    text.chars().count()
}

fn is_numeric(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces() {
        assert_eq!(wrap("one two three four five six", 24, 4), "one two three four\n    five six");
        assert_eq!(wrap("a", 10, 4), "a");
        assert_eq!(wrap(&"x".repeat(60), 20, 0), "x".repeat(60));
    }

    #[test]
    fn aligns_columns() {
        let rows = [["src/a.rs", "1..64", "+64", "new"], ["src/store.rs", "12..40", "+2", ""]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), ["src/a.rs       1..64  +64  new", "src/store.rs  12..40   +2"]);
    }
}
