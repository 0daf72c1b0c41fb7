//! What a file was when it was read, so that it can be told later whether it still is.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A file with its size and its time of modification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// Its real path.
    pub path: PathBuf,
    /// How many bytes it holds.
    pub bytes: u64,
    /// When it was modified, in nanoseconds since 1970; `None` where that is not known.
    pub modified_ns: Option<u64>,
}

impl Stamped {
    /// Returns a file as it is; `None` where there is none.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let path = path.canonicalize().ok()?;
        let about = path.metadata().ok()?;
        let since = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Some(Self { path, bytes: about.len(), modified_ns: since.and_then(|time| u64::try_from(time.as_nanos()).ok()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_stamped_with_its_size_and_one_that_is_not_there_has_no_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.csv");
        assert_eq!(Stamped::of(&path), None);
        std::fs::write(&path, "order_id\n").unwrap();
        let first = Stamped::of(&path).unwrap();
        assert_eq!((first.bytes, first.modified_ns.is_some()), (9, true));
        std::fs::write(&path, "order_id\nA\n").unwrap();
        assert_ne!(Stamped::of(&path).unwrap(), first);
    }
}
