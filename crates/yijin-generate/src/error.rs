//! What can go wrong while a campaign is written.

use std::path::{Path, PathBuf};

/// Why no campaign was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder holds something already.
    #[error("expected an empty folder at '{}', found files in it; name a new folder", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The operating system or a format's writer refused.
    #[error("cannot write '{}': {cause}; mend that and generate into a new folder", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The writer's own words.
        cause: String,
    },
    /// A plan that makes no sense.
    #[error("expected {expected} for {option}, found '{found}'")]
    BadPlan {
        /// The part of the plan.
        option: &'static str,
        /// What was expected.
        expected: &'static str,
        /// What was given.
        found: String,
    },
    /// The caller stopped the run; what had been written is removed.
    #[error("interrupted; the files in '{}' were removed", path.display())]
    Stopped {
        /// The folder.
        path: PathBuf,
    },
}

impl Error {
    /// Returns the error of a writer at `path`.
    pub(crate) fn io(path: &Path, cause: impl std::fmt::Display) -> Self {
        Self::Io { path: path.to_owned(), cause: cause.to_string() }
    }
}
