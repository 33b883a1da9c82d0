//! `rails_untouched_outside_window`: what lies outside the window is the same, byte for byte.

use super::claim::{lacks_lines, window};
use super::sides::{Sides, ask, unproven};
use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{After, Entry, Image, Stray, Window};

/// What lies outside the window is the same, byte for byte.
pub static CODE: Code = Code {
    id: "TP203",
    name: "rails_untouched_outside_window",
    page: Page {
        checks: "The lines before Start are the same bytes before and after the change, and so are the lines behind End. \
                 End counts in the file after the change or, where the file became shorter, in the one before; either may \
                 hold. The comparison is by content and not by the hunks of a diff, so which of two equal lines a diff \
                 calls new does not matter. A window that is wider than the change is a note that names the tight one.",
        why: "The window is what a reviewer reads. A change outside of it is one that nobody declared.",
        fails: "- **Start**: 12\n- **End**: 40\n    .. and line 88 is another one than at HEAD",
        mend: "Take the stray change back, or declare it: `taskpacket manifest WP-ID --write` writes the tight window.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| {
        if lacks_lines(sides.base, sides.head) {
            return Judgement::not_applicable("no lines");
        }
        let Some(window) = window(entry) else { return unproven("no window to look outside of") };
        if window.holds_change(sides.base, sides.head) == Some(true) {
            return Judgement::of(wide(window, entry, sides, after).into_iter().collect(), window.to_string());
        }
        Judgement::of(vec![strayed(window, entry, sides, after)], "")
    })
}

fn strayed(window: Window, entry: &Entry, sides: &Sides, after: &After) -> Finding {
    let target = sides.target;
    let lines = |side: Option<&Image>| side.map_or(0, Image::line_count) as u64;
    let tight = Window::tight(sides.base, sides.head).map(|tight| tight.to_string()).unwrap_or_default();
    let finding = if window.end > lines(sides.base).max(lines(sides.head)).max(1) {
        Finding::error(&CODE, format!("nothing of `{target}` is held in place: its window {window} ends in no line"))
            .at(after.packet.source, entry.end.span().unwrap_or(entry.span))
    } else {
        match window.stray(sides.base, sides.head) {
            Some(Stray::After(line)) => changed(line, window, entry, sides, after),
            Some(Stray::Before(line)) => removed(line, window, entry, sides, after),
            None => Finding::error(&CODE, format!("`{target}` changed outside its window {window}"))
                .at(after.packet.source, entry.end.span().unwrap_or(entry.span)),
        }
    };
    finding
        .about(target)
        .compare(format!("window {tight}"), format!("window {window}"))
        .help("take the change outside of the window back")
        .help(format!("declare it: taskpacket manifest {} --write", after.id))
}

/// A line that is another one now, shown in the file itself where its text is at hand.
fn changed(line: usize, window: Window, entry: &Entry, sides: &Sides, after: &After) -> Finding {
    let message = format!("`{}` changed on line {line}, outside its window {window}", sides.target);
    let finding = Finding::error(&CODE, message);
    let place = sides.head.and_then(|image| image.source).and_then(|source| {
        let span = after.sources.try_get(source)?.line_span(line)?;
        Some((source, span))
    });
    let declared = entry.start.span().unwrap_or(entry.span);
    let Some((source, span)) = place else { return finding.at(after.packet.source, declared) };
    let was = was_there(line, sides).map_or_else(
        || format!("not there at {}", sides.base_name),
        |was| format!("was `{was}` at {}", sides.base_name),
    );
    finding.at(source, span).label(was).related(after.packet.source, declared, "the window")
}

fn removed(line: usize, window: Window, entry: &Entry, sides: &Sides, after: &After) -> Finding {
    let base = sides.base_name;
    let message = format!("line {line} of `{}` at {base} is gone, outside its window {window}", sides.target);
    let was = was_there(line, sides).unwrap_or_default();
    Finding::error(&CODE, message)
        .at(after.packet.source, entry.start.span().unwrap_or(entry.span))
        .label(format!("the line was `{was}`"))
}

/// The line of that number before the change, without its ending, cut to what fits a line of a report.
fn was_there(line: usize, sides: &Sides) -> Option<String> {
    let base = sides.base?;
    let bytes = base.lines(line, line);
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim();
    (!bytes.is_empty()).then(|| text.chars().take(60).collect())
}

fn wide(window: Window, entry: &Entry, sides: &Sides, after: &After) -> Option<Finding> {
    let tight = Window::tight(sides.base, sides.head)?;
    window.is_wider(sides.base, sides.head).then(|| {
        let message = format!("the window {window} of `{}` is wider than its change: {tight} holds it", sides.target);
        Finding::note(&CODE, message)
            .at(after.packet.source, entry.start.span().unwrap_or(entry.span))
            .about(sides.target)
            .help(format!("taskpacket manifest {} --write", after.id))
    })
}

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;

    #[test]
    fn a_change_outside_is_named_by_its_line() {
        let changed =
            Fixture::new().file("src/a.rs", Some("a\nb\nc\nd\n"), Some("A\nb\nc\nD\n")).true_entry("src/a.rs");
        assert_eq!(changed.findings(), []);
        let narrow = changed.clone().edit("**End**: 4", "**End**: 3");
        assert_eq!(narrow.errors(), ["rails_untouched_outside_window"]);
        let told = narrow.told("rails_untouched_outside_window");
        assert!(told.starts_with("`src/a.rs` changed on line 4, outside its window 1..3\nwas `d` at HEAD"), "{told}");
        let late = changed.edit("**Start**: 1", "**Start**: 2").told("rails_untouched_outside_window");
        assert!(late.starts_with("`src/a.rs` changed on line 1, outside its window 2..4"), "{late}");
    }

    #[test]
    fn a_line_that_is_gone_is_named_by_its_old_number() {
        let shrunk = Fixture::new().file("src/a.rs", Some("a\nb\nc\nd\ne\n"), Some("a\ne\n")).true_entry("src/a.rs");
        assert_eq!(shrunk.findings(), []);
        let told = shrunk.edit("**End**: 4", "**End**: 3").told("rails_untouched_outside_window");
        assert!(told.starts_with("line 4 of `src/a.rs` at HEAD is gone, outside its window 2..3"), "{told}");
    }

    #[test]
    fn which_of_two_equal_lines_is_new_does_not_matter() {
        let twins = Fixture::new().file("src/a.rs", Some("x\nx\ny\n"), Some("x\nx\nx\ny\n")).true_entry("src/a.rs");
        for line in 1..=3 {
            let window = format!("- **Start**: {line}\n- **End**: {line}");
            assert_eq!(twins.clone().edit("- **Start**: 3\n- **End**: 3", &window).errors(), [""; 0], "{line}");
        }
    }

    #[test]
    fn a_wide_window_is_a_note() {
        let wide = Fixture::changed().edit("**Start**: 2", "**Start**: 1");
        assert!(wide.errors().is_empty() && wide.warnings().is_empty());
        let told = wide.told("rails_untouched_outside_window");
        assert!(told.starts_with("the window 1..3 of `src/a.rs` is wider than its change: 2..3 holds it"), "{told}");
    }

    #[test]
    fn line_ends_are_bytes() {
        let changed = Fixture::new().file("src/a.rs", Some("a\nb\nc\n"), Some("a\r\nB\nc\n")).true_entry("src/a.rs");
        assert_eq!(changed.edit("**Start**: 1", "**Start**: 2").errors(), ["rails_untouched_outside_window"]);
    }
}
