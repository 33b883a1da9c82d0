//! Generated sequences of edits, in and out of scope, by the packet and by others, with renames and with steps back; a
//! stack a file predicts what is left of them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{moves, standing};
use crate::model::{Commit, Deed, FileKind, Oid, RepoPath, Standing, State, Touched};

pub fn state(path: &str, blob: usize) -> State {
    let blob = Oid::parse(&format!("{blob:040x}")).unwrap();
    State::new(&RepoPath::from(path), FileKind::of_mode(0o100_644), &blob)
}

/// One thing done to one file; `file` and `by` are read modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Edit,
    Rename { inside: bool },
    Delete,
    Create { inside: bool },
    TakeBack,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Edit),
        2 => any::<bool>().prop_map(|inside| Step::Rename { inside }),
        1 => Just(Step::Delete),
        2 => any::<bool>().prop_map(|inside| Step::Create { inside }),
        3 => Just(Step::TakeBack),
    ]
}

/// A file, from what was judged to what it is; each state with whose work made it so.
struct File {
    states: Vec<(Option<State>, bool)>,
    /// True once it was deleted: that happens once, so that no state comes about twice but by a step back.
    deleted: bool,
    /// True once it lay in scope.
    watched: bool,
}

impl File {
    fn now(&self) -> Option<&State> {
        self.states.last().and_then(|(state, _)| state.as_ref())
    }
}

fn deed(before: Option<State>, after: Option<State>, own: bool, number: usize) -> Deed {
    let author = if own { "own" } else { "other" };
    let oid = Oid::parse(&format!("{number:040x}")).unwrap();
    Deed {
        commit: Some(Commit { oid, author: author.to_owned(), subject: String::new() }),
        trailers: Vec::new(),
        touched: vec![Touched { before, after }],
    }
}

fn is_own(deed: &Deed) -> bool {
    deed.commit.as_ref().is_some_and(|commit| commit.author == "own")
}

fn allowed(path: &RepoPath) -> bool {
    path.is_within(b"src")
}

/// Carries the steps out; the deeds, and the files as they ended.
fn carried_out(steps: &[(Step, usize, bool)]) -> (Vec<Deed>, Vec<File>) {
    let first = ["src/a.rs", "src/b.rs", "lib/c.rs"];
    let mut files: Vec<File> = first
        .iter()
        .enumerate()
        .map(|(at, path)| File {
            states: vec![(Some(state(path, at)), false)],
            deleted: false,
            watched: allowed(&RepoPath::from(*path)),
        })
        .collect();
    let mut deeds = Vec::new();
    for (number, (step, which, own)) in steps.iter().enumerate() {
        let fresh = 100 + number;
        let place = |inside: bool| format!("{}/{fresh}.rs", if inside { "src" } else { "lib" });
        if let Step::Create { inside } = step {
            let made = state(&place(*inside), fresh);
            deeds.push(deed(None, Some(made.clone()), *own, number));
            let states = if *inside { vec![(None, false), (Some(made), *own)] } else { vec![(Some(made), false)] };
            files.push(File { states, deleted: false, watched: *inside });
            continue;
        }
        let count = files.len();
        let file = &mut files[which % count];
        let before = file.now().cloned();
        let after = match (step, &before) {
            (Step::Edit, Some(old)) => Some(State { blob: state("", fresh).blob, ..old.clone() }),
            (Step::Rename { inside }, Some(old)) => Some(State { path: place(*inside).as_str().into(), ..old.clone() }),
            (Step::Delete, Some(_)) if !file.deleted => None,
            (Step::TakeBack, _) if file.watched && file.states.len() > 1 => {
                file.states[file.states.len() - 2].0.clone()
            }
            _ => continue,
        };
        file.watched |= after.as_ref().is_some_and(|state| allowed(&state.path));
        file.deleted |= after.is_none();
        match step {
            Step::TakeBack => drop(file.states.pop()),
            // What lies outside is not looked at.
            _ if !file.watched => file.states = vec![(after.clone(), false)],
            _ => file.states.push((after.clone(), *own)),
        }
        deeds.push(deed(before, after, *own, number));
    }
    (deeds, files)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_decides(steps in prop::collection::vec((step(), 0_usize..8, any::<bool>()), 0..24)) {
        let (deeds, files) = carried_out(&steps);
        let expected: BTreeMap<(Option<State>, Option<State>), bool> = files
            .iter()
            .filter(|file| file.states[0].0.as_ref() != file.now())
            .filter(|file| file.states[0].0.iter().chain(file.now()).any(|state| allowed(&state.path)))
            .map(|file| ((file.states[0].0.clone(), file.now().cloned()), file.states[1..].iter().any(|(_, own)| *own)))
            .collect();
        let deeds: Vec<&Deed> = deeds.iter().collect();
        let found = moves(&deeds, allowed, is_own);
        let got: BTreeMap<_, _> =
            found.iter().map(|it| ((it.before.clone(), it.after.clone()), it.is_own())).collect();
        prop_assert_eq!(&got, &expected);
        let word = match (expected.is_empty(), expected.values().any(|own| *own)) {
            (true, _) => Standing::Current,
            (_, true) => Standing::Stale,
            _ => Standing::ContextMoved,
        };
        prop_assert_eq!(standing(&[], &found), word);
    }
}

#[test]
fn a_contract_that_changed_is_stale() {
    use crate::model::ContractMove;
    let contract =
        ContractMove { part: "SCOPE.WHAT".into(), what: "is gone".into(), sides: (None, None), commit: None };
    assert_eq!(standing(&[], &[]), Standing::Current);
    assert_eq!(standing(&[contract], &[]), Standing::Stale);
}
