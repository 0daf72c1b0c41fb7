//! Inputs become files: a file is one, a folder is the exports in it and below it, a pattern is what it matches.
//!
//! Every file has a name that does not depend on where the data lie: relative to the folder, or to the part of a pattern that
//! has no `*`, `?` or `[`; for a single file its own name, or the path as given where two would be called the same.

use super::delimited::Delimited;
use super::format::{Format, is_export_name};
use super::ipc::Ipc;
use super::parquet::Parquet;
use super::source::Source;
use super::{ReadOptions, Sheet, workbook, xlsx};
use crate::error::{Error, ErrorKind, Result};
use crate::progress::Progress;
use crate::suggest::did_you_mean;
use crate::table::Tables;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The characters that make a path a pattern.
const WILD: [char; 3] = ['*', '?', '['];

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is called in results and errors.
    pub name: Arc<str>,
    /// The place of the input that it is, or is in.
    pub input: usize,
}

/// Returns the files of `inputs`, by name. In folders and patterns, hidden files, lock files (`~$…`) and files that are no exports are
/// left out; a file that is named itself is always in, and refused by [`open`] where it is none. A file given twice is there twice.
///
/// # Errors
/// [`ErrorKind::NotFound`] for an input that is or holds no file, [`ErrorKind::UnknownFormat`] for a named file that is no export, [`ErrorKind::Io`].
pub fn find<P: AsRef<Path>>(inputs: &[P]) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        all.extend(candidates(input.as_ref())?.into_iter().map(|candidate| (place, candidate)));
    }
    let mut found = named_apart(all);
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn candidates(input: &Path) -> Result<Vec<Candidate>> {
    if input.is_dir() {
        in_folder(input)
    } else if input.is_file() {
        let name = slashed(Path::new(input.file_name().unwrap_or(input.as_os_str())));
        Format::of(input, &name)?;
        Ok(vec![Candidate { path: input.to_owned(), given: slashed(input), name }])
    } else if slashed(input).contains(WILD) {
        by_pattern(input)
    } else {
        Err(missing(input))
    }
}

/// Returns the sheets of a file; the headers of these tables help to find out its encoding.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`], and whatever keeps its reader from opening it.
pub fn open(found: &Found, tables: &Tables, options: &ReadOptions, progress: &Progress) -> Result<Vec<Box<dyn Sheet>>> {
    let name = found.name.clone();
    Ok(match Format::of(&found.path, &name)? {
        Format::Text(packing) => vec![Box::new(Delimited::open(Source::new(&found.path, name, packing), tables, options, progress)?)],
        Format::Xlsx => xlsx::open(&found.path, name, options, progress)?,
        Format::Workbook => workbook::open(&found.path, name, options, progress)?,
        Format::Parquet => vec![Box::new(Parquet::open(&found.path, name, options)?)],
        Format::IpcFile => vec![Box::new(Ipc::open(&found.path, name, false, options)?)],
        Format::IpcStream => vec![Box::new(Ipc::open(&found.path, name, true, options)?)],
    })
}

/// A file before it is known whether another goes by the same name.
struct Candidate {
    path: PathBuf,
    given: String,
    name: String,
}

fn in_folder(folder: &Path) -> Result<Vec<Candidate>> {
    let mut paths = Vec::new();
    walk(folder, &mut BTreeSet::new(), &mut paths)?;
    if paths.is_empty() {
        return Err(not_found(folder, "; the folder holds no file that ends in .csv, .xlsx, .parquet or the like".to_owned()));
    }
    Ok(paths.into_iter().map(|path| relative(path, folder)).collect())
}

fn relative(path: PathBuf, folder: &Path) -> Candidate {
    let name = slashed(path.strip_prefix(folder).unwrap_or(&path));
    Candidate { given: slashed(&path), path, name }
}

/// Adds the exports in and below a folder. A folder that links back to one above it is entered once.
fn walk(folder: &Path, entered: &mut BTreeSet<PathBuf>, paths: &mut Vec<PathBuf>) -> Result<()> {
    let real = folder.canonicalize().map_err(|cause| Error::io(folder.display(), &cause))?;
    if !entered.insert(real) {
        return Ok(());
    }
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let mut entries: Vec<PathBuf> =
        entries.map_err(|cause| Error::io(folder.display(), &cause))?.iter().map(std::fs::DirEntry::path).collect();
    entries.sort();
    for path in entries {
        let name = file_name(&path);
        if is_hidden(&name) {
            continue;
        }
        if path.is_dir() {
            walk(&path, entered, paths)?;
        } else if is_export_name(&name) && path.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

fn by_pattern(pattern: &Path) -> Result<Vec<Candidate>> {
    let text = slashed(pattern);
    let wrong = |cause: String| -> Error {
        ErrorKind::BadOption {
            option: "the pattern of files",
            expected: format!("a pattern with *, ? or [] ({cause})"),
            found: text.clone(),
        }
        .into()
    };
    let matches = glob::glob(&text).map_err(|error| wrong(error.msg.to_owned()))?;
    let fixed = fixed_part(&text);
    let mut paths = Vec::new();
    for path in matches {
        let path = path.map_err(|error| Error::io(error.path().display(), error.error()))?;
        if path.strip_prefix(&fixed).unwrap_or(&path).components().any(|part| is_hidden(&part.as_os_str().to_string_lossy())) {
            continue;
        }
        if path.is_dir() {
            walk(&path, &mut BTreeSet::new(), &mut paths)?;
        } else if Format::of(&path, &file_name(&path)).is_ok() {
            paths.push(path);
        }
    }
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        return Err(missing(pattern));
    }
    Ok(paths.into_iter().map(|path| relative(path, &fixed)).collect())
}

/// Returns the folders of a pattern before the first part that varies.
fn fixed_part(pattern: &str) -> PathBuf {
    Path::new(pattern).components().take_while(|part| !part.as_os_str().to_string_lossy().contains(WILD)).collect()
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && name != "." && name != ".." || name.starts_with("~$")
}

/// Gives each file its name; the path as given where two would have the same, and a number where even that is the same.
fn named_apart(candidates: Vec<(usize, Candidate)>) -> Vec<Found> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (_, candidate) in &candidates {
        *names.entry(candidate.name.clone()).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for (input, Candidate { path, given, name }) in candidates {
        let name = free(if names.get(&name) == Some(&1) { name } else { given }, &taken);
        taken.insert(name.clone());
        found.push(Found { path, name: Arc::from(name), input });
    }
    found
}

/// Returns the name, with a number where it is taken.
pub fn free(name: String, taken: &BTreeSet<String>) -> String {
    let again = (2..).map(|count: usize| format!("{name} ({count})"));
    std::iter::once(name.clone()).chain(again).find(|name| !taken.contains(name)).unwrap_or(name)
}

/// Returns the error of a path that is not there, with the name beside it that is nearest.
pub fn missing(path: &Path) -> Error {
    not_found(path, sibling_hint(path))
}

fn not_found(path: &Path, hint: String) -> Error {
    ErrorKind::NotFound { what: "an export", path: slashed(path), hint }.into()
}

/// Returns the name beside a missing path that is nearest to it; or the folder that is missing too.
pub fn sibling_hint(path: &Path) -> String {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = std::fs::read_dir(folder) else {
        return if slashed(folder).contains(WILD) { String::new() } else { format!("; there is no folder '{}'", slashed(folder)) };
    };
    let mut names: Vec<String> = entries.flatten().map(|entry| file_name(&entry.path())).filter(|name| !is_hidden(name)).collect();
    names.sort();
    did_you_mean(&file_name(path), names.iter().map(String::as_str))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "a,b\n1,2\n").unwrap();
        }
        folder
    }

    fn names(inputs: &[PathBuf]) -> Vec<String> {
        find(inputs).unwrap().iter().map(|found| found.name.to_string()).collect()
    }

    #[test]
    fn a_folder_is_its_exports_by_name_without_locks_and_notes() {
        let folder = folder(&["b.csv", "a/z.csv", "~$b.csv", ".hidden.csv", ".git/x.csv", "truth.json", "README.md", "注意.txt", "c.tsv"]);
        assert_eq!(names(&[folder.path().to_owned()]), ["a/z.csv", "b.csv", "c.tsv"]);
    }

    #[test]
    fn a_pattern_is_named_from_its_fixed_part() {
        let folder = folder(&["2019/a.csv", "2020/a.csv", "2020/b.json", "2020/~$a.csv"]);
        assert_eq!(names(&[folder.path().join("*/a.csv")]), ["2019/a.csv", "2020/a.csv"]);
        assert_eq!(names(&[folder.path().join("20*")]), ["2019/a.csv", "2020/a.csv"]);
        assert_eq!(names(&[folder.path().join("2020/*")]), ["a.csv"]);
    }

    #[test]
    fn single_files_go_by_their_own_name_unless_two_are_called_the_same() {
        let folder = folder(&["x/a.csv", "y/a.csv", "y/[1].csv"]);
        let (a, b, odd) = (folder.path().join("x/a.csv"), folder.path().join("y/a.csv"), folder.path().join("y/[1].csv"));
        assert_eq!(names(std::slice::from_ref(&a)), ["a.csv"]);
        assert_eq!(names(&[odd]), ["[1].csv"]);
        assert_eq!(names(&[a.clone(), b.clone()]), [slashed(&a), slashed(&b)]);
        assert_eq!(names(&[a.clone(), a.clone()]), [slashed(&a), format!("{} (2)", slashed(&a))]);
    }

    #[test]
    fn a_missing_file_names_its_nearest_neighbour() {
        let folder = folder(&["ledger.csv", "empty/note.md"]);
        let message = |path: PathBuf| find(&[path]).unwrap_err().to_string();
        assert!(message(folder.path().join("legder.csv")).contains("did you mean 'ledger.csv'?"));
        assert!(message(folder.path().join("no/ledger.csv")).contains("there is no folder"));
        assert!(message(folder.path().join("empty")).contains("holds no file"));
        assert!(message(folder.path().join("*.xlsx")).contains("found nothing there"));
    }

    #[test]
    fn a_named_file_that_is_no_export_is_refused() {
        let folder = folder(&["truth.json"]);
        let error = find(&[folder.path().join("truth.json")]).unwrap_err();
        assert_eq!(error.id(), "unknown-format");
    }

    #[test]
    fn each_file_opens_by_what_it_is() {
        let folder = folder(&["a.csv"]);
        let packed = zstd::encode_all("单号\t金额\n1\t2\n".as_bytes(), 1).unwrap();
        std::fs::write(folder.path().join("b.tsv.zst"), packed).unwrap();
        std::fs::write(folder.path().join("c.parquet"), b"a,b\n").unwrap();
        let opened: Vec<Result<usize>> = find(&[folder.path()])
            .unwrap()
            .iter()
            .map(|found| {
                let sheets = open(found, &Tables::standard(), &ReadOptions::default(), &Progress::default());
                sheets.and_then(|sheets| sheets[0].parts(&[])).map(|parts| parts.len())
            })
            .collect();
        assert!(matches!(opened[..2], [Ok(1), Ok(1)]));
        assert_eq!(opened[2].as_ref().unwrap_err().id(), "broken-file");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_links_to_itself_is_read_once() {
        let folder = folder(&["a.csv"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        assert_eq!(names(&[folder.path().to_owned()]), ["a.csv"]);
    }
}
