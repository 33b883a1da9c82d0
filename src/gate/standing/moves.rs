//! Which files in scope are no longer what was judged, and who made them so.

use std::collections::BTreeMap;

use crate::model::{Deed, Move, Mover, RepoPath, State, Touched};

/// What deeds behind a judgement, oldest first, did to the files that `allowed` lets in. A file that is renamed is
/// followed, out of the scope too. What was taken back again is no move: each file is told from what it was to what it
/// became, by those alone whose work is left in it; who puts back what another one made adds nothing.
pub fn moves(deeds: &[&Deed], allowed: impl Fn(&RepoPath) -> bool, own: impl Fn(&Deed) -> bool) -> Vec<Move> {
    let mut trails: Vec<Trail> = Vec::new();
    // Where each followed file lies now.
    let mut at: BTreeMap<RepoPath, usize> = BTreeMap::new();
    for deed in deeds {
        let mover = Mover { commit: deed.commit.clone(), own: own(deed) };
        for touch in &deed.touched {
            let followed = touch.before.as_ref().and_then(|state| at.get(&state.path).copied());
            let landed = || touch.after.as_ref().and_then(|state| at.get(&state.path).copied());
            let trail = match followed.or_else(landed) {
                Some(trail) => trail,
                None if touch.paths().any(&allowed) => {
                    trails.push(Trail::default());
                    trails.len() - 1
                }
                None => continue,
            };
            if let Some(state) = &touch.before {
                at.remove(&state.path);
            }
            // A file that is gone is looked for where it was.
            let place = touch.after.as_ref().or(touch.before.as_ref());
            at.extend(place.map(|state| (state.path.clone(), trail)));
            trails[trail].0.push((touch.clone(), mover.clone()));
        }
    }
    // What came into the scope and left it again is nobody's concern.
    let counts = |it: &Move| it.before.iter().chain(&it.after).any(|state| allowed(&state.path));
    let mut moves: Vec<Move> = trails.into_iter().filter_map(Trail::end).filter(counts).collect();
    moves.sort_by(|one, other| one.path().cmp(other.path()));
    moves
}

/// The changes of one file, oldest first.
#[derive(Default)]
struct Trail(Vec<(Touched, Mover)>);

impl Trail {
    fn end(self) -> Option<Move> {
        let (first, last) = (self.0.first()?, self.0.last()?);
        let (before, after): (Option<State>, Option<State>) = (first.0.before.clone(), last.0.after.clone());
        // Side by side in two branches, changes do not join: each line of them counts by itself.
        let mut by: Vec<Mover> = self.0.chunk_by(|one, next| one.0.after == next.0.before).flat_map(left).collect();
        by.dedup();
        (before != after && !by.is_empty()).then_some(Move { before, after, by })
    }
}

/// Who first made a file what it is at the end of a line of changes, and so on back to what it was at its beginning.
fn left(line: &[(Touched, Mover)]) -> Vec<Mover> {
    let (Some((first, _)), Some((last, _))) = (line.first(), line.last()) else { return Vec::new() };
    let (mut state, mut rest) = (&last.after, line);
    let mut by = Vec::new();
    while *state != first.before
        && let Some(at) = rest.iter().position(|(touch, _)| touch.after == *state)
    {
        by.push(rest[at].1.clone());
        state = &rest[at].0.before;
        rest = &rest[..at];
    }
    by.reverse();
    by
}
