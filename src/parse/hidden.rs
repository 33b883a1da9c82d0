//! What a reader of lines does not look at: fenced blocks and comments.

/// What hides lines: fences and comments.
#[derive(Default)]
pub(super) struct Hidden {
    fence: Option<String>,
    comment: bool,
}

impl Hidden {
    /// Of lines, those that are not to be read. A fence or a comment that nothing closes hides nothing, and neither does
    /// what stands behind its first line.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<bool> {
        let mut hidden = Self::default();
        let mut opened = None;
        let mut flags: Vec<bool> = Vec::new();
        for line in lines {
            let was_open = hidden.is_open();
            flags.push(hidden.hides(line.trim()));
            opened = if !hidden.is_open() {
                None
            } else if was_open {
                opened
            } else {
                Some(flags.len())
            };
        }
        if let Some(first) = opened {
            flags[first..].fill(false);
        }
        flags
    }

    fn is_open(&self) -> bool {
        self.fence.is_some() || self.comment
    }

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
