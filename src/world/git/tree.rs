//! A tree object: what a folder of a commit holds.

use crate::model::Oid;

/// The mode of a folder within a folder.
pub(super) const FOLDER: u32 = 0o40_000;

/// The mode of a commit of another repository.
pub(super) const SUBMODULE: u32 = 0o160_000;

/// One entry of a folder: its mode, its name and its id in binary.
pub(super) type Entry<'a> = (u32, &'a [u8], &'a [u8]);

/// The entries of a folder. Ids have `length` bytes.
pub(super) fn entries(mut tree: &[u8], length: usize) -> impl Iterator<Item = Entry<'_>> {
    // `mode name NUL id`, again and again.
    std::iter::from_fn(move || {
        let space = tree.iter().position(|byte| *byte == b' ')?;
        let end = space + tree[space..].iter().position(|byte| *byte == 0)?;
        let mode = u32::from_str_radix(std::str::from_utf8(&tree[..space]).ok()?, 8).ok()?;
        let (name, id) = (&tree[space + 1..end], tree.get(end + 1..end + 1 + length)?);
        tree = &tree[end + 1 + length..];
        Some((mode, name, id))
    })
}

/// An id in binary, as everybody else writes it.
pub(super) fn oid(id: &[u8]) -> Oid {
    let digits = id.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
    Oid::parse(&digits).expect("an id in binary has its digits")
}

/// The mode of an entry, by its name; `None` where the folder holds no such name.
pub(super) fn mode_of(tree: &[u8], name: &[u8], length: usize) -> Option<u32> {
    entries(tree, length).find(|(_, own, _)| *own == name).map(|(mode, ..)| mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_by_name() {
        let tree = b"40000 a b\x00123100644 a\x00\x00 \x00160000 lib\x00456";
        let cases = [
            (&b"a b"[..], Some(0o40_000)),
            (b"a", Some(0o100_644)),
            (b"lib", Some(0o160_000)),
            (b"b", None),
            (b"", None),
        ];
        for (name, mode) in cases {
            assert_eq!(mode_of(tree, name, 3), mode);
        }
        assert_eq!(mode_of(b"", b"a", 3), None);
        assert_eq!(mode_of(b"100644 a", b"b", 3), None);
    }
}
