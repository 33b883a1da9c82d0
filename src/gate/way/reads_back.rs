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

/// The first text that `packet`, made of that template, does not hold as it was meant.
pub fn misread(template: &str, packet: &Packet, typed: &Typed) -> Option<Misread> {
    let blanks = [
        ("--scope", typed.scope, "<IN-SCOPE-PATH>"),
        ("--out-of-scope", typed.out, "<OUT-OF-SCOPE>"),
        ("--test", typed.tests, "<TEST-COMMAND>"),
        ("--done", typed.done, "<DONE-MEANS>"),
    ];
    let homeless = blanks.iter().find_map(|(option, values, blank)| {
        let value = values.first().filter(|_| !template.contains(blank))?;
        Some(Misread { option, value: value.clone(), why: format!("the template has no blank `{blank}` for it") })
    });
    homeless.or_else(|| not_as_meant(packet, typed))
}

fn not_as_meant(packet: &Packet, typed: &Typed) -> Option<Misread> {
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
    of_scope.or_else(of_plan).or_else(of_lists)
}
