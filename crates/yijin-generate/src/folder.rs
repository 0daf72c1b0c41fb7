//! The folder that a campaign is written to: whole files under their names, or nothing.

use crate::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder and the files that stand in it so far. Dropped before [`Folder::keep`], it removes them again.
pub(crate) struct Folder {
    path: PathBuf,
    files: Vec<PathBuf>,
    /// Whether it was made for this campaign.
    made: bool,
    kept: bool,
}

/// A file under a temporary name. Dropped, it is removed.
pub(crate) struct Draft {
    part: PathBuf,
    path: PathBuf,
    placed: bool,
}

impl Folder {
    /// Returns the folder, made where it is not there; one with files in it is refused.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let made = !path.exists();
        fs::create_dir_all(path).map_err(|cause| Error::io(path, cause))?;
        let mut entries = fs::read_dir(path).map_err(|cause| Error::io(path, cause))?;
        if entries.next().is_some() {
            return Err(Error::NotEmpty { path: path.to_owned() });
        }
        Ok(Self { path: path.to_owned(), files: Vec::new(), made, kept: false })
    }

    /// Returns a file to write, not yet under its name.
    pub fn draft(&self, name: &str) -> Draft {
        Draft { part: self.path.join(format!(".{name}.part")), path: self.path.join(name), placed: false }
    }

    /// Puts a finished draft under its name.
    pub fn place(&mut self, mut draft: Draft) -> Result<(), Error> {
        fs::rename(&draft.part, &draft.path).map_err(|cause| Error::io(&draft.path, cause))?;
        draft.placed = true;
        self.files.push(draft.path.clone());
        Ok(())
    }

    /// Returns the files, which stay.
    pub fn keep(mut self) -> Vec<PathBuf> {
        self.kept = true;
        std::mem::take(&mut self.files)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            self.files.iter().for_each(|file| drop(fs::remove_file(file)));
            if self.made {
                drop(fs::remove_dir(&self.path));
            }
        }
    }
}

impl Draft {
    /// Returns the temporary path to write to.
    pub fn part(&self) -> &Path {
        &self.part
    }

    /// Returns the error of a writer of this file.
    pub fn error(&self, cause: impl std::fmt::Display) -> Error {
        Error::io(&self.path, cause)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.placed {
            drop(fs::remove_file(&self.part));
        }
    }
}
