//! What was typed for a packet is what the packet says: proven by reading it back.

use crate::model::{Packet, ScopeKind};

/// What was typed for the parts of a packet that hold one thing a line.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// IN_SCOPE_PATHS.
    pub scope: &'a [String],
    /// OUT_OF_SCOPE.
    pub out: &'a [String],
    /// TEST_PLAN.
    pub tests: &'a [String],
    /// DONE_MEANS.
    pub done: &'a [String],
}

/// A text that the packet would not hold as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The option that it was typed behind.
    pub option: &'static str,
    /// What was typed.
    pub value: String,
    /// What became of it.
    pub why: String,
}

/// The first text that `packet` does not hold as it was meant; `template` is the packet before anything was filled in.
pub fn misread(template: &Packet, packet: &Packet, typed: &Typed) -> Option<Misread> {
    let of_scope = typed.scope.iter().find_map(|path| {
        let why = match packet.scope.items.iter().find(|item| item.path == *path) {
            None => "it does not read as a path",
            Some(item) => match item.kind {
                ScopeKind::Unreadable(why) => why,
                _ => return None,
            },
        };
        Some(Misread { option: "--scope", value: path.clone(), why: why.to_owned() })
    });
    let of_plan = || {
        let step = packet.plan.steps.iter().find_map(|step| Some((step, step.unreadable.as_ref()?)));
        let (step, unreadable) = step.filter(|_| !typed.tests.is_empty())?;
        let value = typed.tests.iter().find(|command| command.contains(step.text.trim())).unwrap_or(&step.text);
        Some(Misread { option: "--test", value: value.clone(), why: unreadable.reason.clone() })
    };
    let lists = [
        ("--out-of-scope", typed.out, packet.scope.out.len(), "OUT_OF_SCOPE"),
        ("--done", typed.done, packet.done_means.len(), "DONE_MEANS"),
    ];
    let of_lists = || {
        lists.into_iter().find_map(|(option, values, held, part)| {
            let (true, Some(last)) = (!values.is_empty() && held != values.len(), values.last()) else { return None };
            let why = format!("it does not read as one item of {part}");
            let odd = values.iter().find(|value| !value.starts_with(char::is_alphanumeric)).unwrap_or(last);
            Some(Misread { option, value: odd.clone(), why })
        })
    };
    of_scope.or_else(of_plan).or_else(of_lists).or_else(|| of_outline(template, packet, typed))
}

/// Headings and fences are those of the template: nothing that was typed makes a part of its own.
fn of_outline(template: &Packet, packet: &Packet, typed: &Typed) -> Option<Misread> {
    let parts = |packet: &Packet| (packet.headings.len(), packet.code_blocks.len());
    if parts(template) == parts(packet) {
        return None;
    }
    let all =
        [("--test", typed.tests), ("--done", typed.done), ("--out-of-scope", typed.out), ("--scope", typed.scope)];
    let odd = |value: &&String| !value.starts_with(char::is_alphanumeric);
    let found = all.iter().find_map(|(option, values)| Some((*option, values.iter().find(odd)?.clone())));
    let (option, value) = found.unwrap_or(("--what", String::new()));
    Some(Misread { option, value, why: "it would make a heading or a fence of its own".to_owned() })
}
