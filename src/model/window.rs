//! The window of a change: the lines that it touched, as a manifest entry gives them.

use std::fmt;

use super::Image;

/// Lines `start` to `end`, counted from 1, inclusive; `1 <= start <= end`.
///
/// `end` counts in the image after the change. Where the file shrank, it may count in the image before instead: a pure
/// deletion leaves no line behind that a window could name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first line.
    pub start: u64,
    /// The last line.
    pub end: u64,
}

impl Window {
    /// The smallest window that holds the whole change between two sides of a file, either of which may be absent;
    /// `None` where a side has no lines (binary, submodule), or both are absent.
    ///
    /// Found by the lines that both sides begin and end with, never by a diff. Lines that were only taken out are named
    /// by their numbers before; where no line changed, or none is there, it is `1..1`.
    pub fn tight(before: Option<&Image>, after: Option<&Image>) -> Option<Self> {
        let sides = Sides::of(before, after)?;
        let head = sides.common_head();
        let tail = sides.common_tail(head);
        let in_after = sides.after.len() - tail;
        let end = if in_after > head { in_after } else { sides.before.len() - tail };
        if end > head {
            Some(Self { start: head as u64 + 1, end: end as u64 })
        } else {
            Some(Self { start: 1, end: 1 })
        }
    }

    /// True where the lines outside of the window are the same bytes on both sides; `None` where a side has no lines.
    pub fn holds_change(self, before: Option<&Image>, after: Option<&Image>) -> Option<bool> {
        let sides = Sides::of(before, after)?;
        let (Ok(head), Ok(end)) = (usize::try_from(self.start.saturating_sub(1)), usize::try_from(self.end)) else {
            return Some(false);
        };
        let (old, new) = (sides.before.len(), sides.after.len());
        let tail_equals = |length: usize| {
            head + length <= old.min(new)
                && sides.before[..head] == sides.after[..head]
                && sides.before[old - length..] == sides.after[new - length..]
        };
        let holds_in = |lines: usize| end <= lines && tail_equals(lines - end);
        let nothing_at_all = old == 0 && new == 0 && head == 0 && end == 1;
        Some(nothing_at_all || holds_in(new) || (new < old && holds_in(old)))
    }

    /// True where the window is larger than the change needs, on whichever side its end counts.
    pub fn is_wider(self, before: Option<&Image>, after: Option<&Image>) -> bool {
        let Some(sides) = Sides::of(before, after) else { return false };
        let head = sides.common_head();
        let tail = sides.common_tail(head);
        let changed = sides.before.len().max(sides.after.len()) - tail - head;
        changed > 0 && self.end.saturating_sub(self.start) >= changed as u64
    }

    /// A line that changed and lies outside of the window; `None` where there is none, or a side has no lines.
    pub fn stray(self, before: Option<&Image>, after: Option<&Image>) -> Option<Stray> {
        if self.holds_change(before, after)? {
            return None;
        }
        let sides = Sides::of(before, after)?;
        let head = sides.common_head();
        let tail = sides.common_tail(head);
        let (old_end, new_end) = (sides.before.len() - tail, sides.after.len() - tail);
        let stray = if (head as u64) + 1 < self.start {
            if new_end > head { Stray::After(head + 1) } else { Stray::Before(head + 1) }
        } else if new_end as u64 > self.end {
            Stray::After(new_end)
        } else {
            Stray::Before(old_end.max(1))
        };
        Some(stray)
    }
}

/// A changed line, counted from 1, and the side it is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// A line of the side before: it is not there any more.
    Before(usize),
    /// A line of the side after.
    After(usize),
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Both sides, cut into lines that keep their line feeds.
struct Sides<'a> {
    before: Vec<&'a [u8]>,
    after: Vec<&'a [u8]>,
}

impl<'a> Sides<'a> {
    fn of(before: Option<&'a Image>, after: Option<&'a Image>) -> Option<Self> {
        if before.is_none() && after.is_none() {
            return None;
        }
        let lines = |side: Option<&'a Image>| match side {
            None => Some(Vec::new()),
            Some(image) => image.text().map(|text| text.split_inclusive(|byte| *byte == b'\n').collect()),
        };
        Some(Self { before: lines(before)?, after: lines(after)? })
    }

    fn common_head(&self) -> usize {
        self.before.iter().zip(&self.after).take_while(|(old, new)| old == new).count()
    }

    /// How many lines both sides end with, those that they begin with left out.
    fn common_tail(&self, head: usize) -> usize {
        let (old, new) = (&self.before[head..], &self.after[head..]);
        old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileKind, Oid};

    fn image(text: &str) -> Image {
        Image::of_bytes(Oid::zero(), FileKind::of_mode(0o100_644), text.as_bytes().into(), None)
    }

    #[test]
    fn tight_windows() {
        let cases = [
            (Some("a\nb\nc\n"), Some("a\nX\nc\n"), 2, 2),
            (Some("a\nb\n"), Some("a\nb\nc\n"), 3, 3),
            (Some("a\nb\n"), Some("a\nb"), 2, 2),
            (Some("a\nb\nc\nd\n"), Some("a\nd\n"), 2, 3),
            (Some("a\nb\nc\nd\n"), Some("a\nX\nd\n"), 2, 2),
            (Some("x\nx\n"), Some("x\n"), 2, 2),
            (Some("x\n"), Some("x\nx\n"), 2, 2),
            (None, Some("a\nb\n"), 1, 2),
            (Some("a\nb\n"), None, 1, 2),
            (Some("a\nb\n"), Some(""), 1, 2),
            (None, Some(""), 1, 1),
            (Some("a\n"), Some("a\n"), 1, 1),
        ];
        for (before, after, start, end) in cases {
            let (old, new) = (before.map(image), after.map(image));
            let window = Window::tight(old.as_ref(), new.as_ref()).unwrap();
            assert_eq!(window, Window { start, end }, "{before:?} {after:?}");
            assert_eq!(window.holds_change(old.as_ref(), new.as_ref()), Some(true), "{before:?} {after:?}");
        }
    }

    #[test]
    fn equal_lines_may_be_told_either_way() {
        let (old, new) = (image("x\nx\n"), image("x\nx\nx\n"));
        for line in 1..=3 {
            let window = Window { start: line, end: line };
            assert_eq!(window.holds_change(Some(&old), Some(&new)), Some(true), "{window}");
        }
    }

    #[test]
    fn a_window_must_have_room_for_the_change() {
        let (old, new) = (image("x\nx\n"), image("x\nx\nx\nx\n"));
        assert_eq!(Window { start: 2, end: 2 }.holds_change(Some(&old), Some(&new)), Some(false));
        assert_eq!(Window { start: 2, end: 3 }.holds_change(Some(&old), Some(&new)), Some(true));
    }

    #[test]
    fn an_end_must_exist_in_the_side_it_counts_in() {
        let (old, new) = (image("a\nb\nc\nd\n"), image("a\n"));
        for (start, end, holds) in [(2, 2, false), (2, 3, false), (2, 4, true), (1, 4, true), (2, 5, false)] {
            assert_eq!(Window { start, end }.holds_change(Some(&old), Some(&new)), Some(holds), "{start}..{end}");
        }
        assert_eq!(Window { start: 1, end: 1 }.holds_change(Some(&old), None), Some(false));
    }

    #[test]
    fn strays_are_named() {
        let lines = |text: &str| image(&text.replace("", "\n")[1..]);
        let cases = [
            ("abcdef", "aXcdYf", 2, 2, Some(Stray::After(5))),
            ("abcdef", "aXcdYf", 5, 5, Some(Stray::After(2))),
            ("abcdef", "abdf", 4, 4, Some(Stray::After(3))),
            ("abcdef", "abf", 5, 5, Some(Stray::Before(3))),
            ("abcdef", "aXcdYf", 2, 5, None),
        ];
        for (before, after, start, end, expected) in cases {
            let (old, new) = (lines(before), lines(after));
            assert_eq!(Window { start, end }.stray(Some(&old), Some(&new)), expected, "{before} {after}");
        }
        let (old, new) = (lines("abc"), lines("aXc"));
        assert!(Window { start: 1, end: 3 }.is_wider(Some(&old), Some(&new)));
        assert!(!Window { start: 2, end: 2 }.is_wider(Some(&old), Some(&new)));
    }

    #[test]
    fn what_has_no_lines_has_no_window() {
        let binary = image("a\0");
        assert_eq!(Window::tight(Some(&binary), None), None);
        assert_eq!(Window::tight(None, None), None);
    }
}
