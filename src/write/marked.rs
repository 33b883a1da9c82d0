//! A block that is ours in a file that is somebody else's: between two markers, the rest of the file stays.

/// A text with the block at its end, between the markers; the text as it is where it holds the first marker already.
pub fn with_block(text: &str, block: &str, markers: [&str; 2]) -> String {
    let [begin, end] = markers;
    if text.lines().any(|line| line.trim() == begin) {
        return text.to_owned();
    }
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let block = format!("{begin}\n{}\n{end}\n", block.trim_end()).replace('\n', ending);
    if text.trim().is_empty() {
        return block;
    }
    let feed = if text.ends_with('\n') { "" } else { ending };
    format!("{text}{feed}{ending}{block}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_file_stays() {
        let with = |text: &str| with_block(text, "ours\n", ["<a>", "<b>"]);
        let cases = [
            ("", "<a>\nours\n<b>\n"),
            ("# Agents", "# Agents\n\n<a>\nours\n<b>\n"),
            ("# Agents\r\n", "# Agents\r\n\r\n<a>\r\nours\r\n<b>\r\n"),
            ("<a>\nours, edited\n<b>\nx\n", "<a>\nours, edited\n<b>\nx\n"),
        ];
        for (old, new) in cases {
            assert_eq!(with(old), new, "{old}");
            assert_eq!(with(&with(old)), with(old), "{old}");
        }
    }
}
