//! What a reader of lines does not look at: fenced blocks and comments.

/// What hides lines: fences and comments.
#[derive(Default)]
pub(super) struct Hidden {
    fence: Option<String>,
    comment: bool,
}

impl Hidden {
    /// Takes the next line, without the white space around it; true where it is not to be read.
    pub(super) fn hides(&mut self, line: &str) -> bool {
        if let Some(fence) = &self.fence {
            if line.starts_with(fence.as_str()) && line.trim_start_matches(['`', '~']).is_empty() {
                self.fence = None;
            }
            return true;
        }
        if self.comment {
            self.comment = !line.contains("-->");
            return true;
        }
        let ticks = line.len() - line.trim_start_matches(['`', '~']).len();
        if ticks >= 3 {
            self.fence = Some(line[..ticks].to_owned());
            return true;
        }
        if line.starts_with("<!--") {
            self.comment = !line.contains("-->");
            return true;
        }
        false
    }
}
