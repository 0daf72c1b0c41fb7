//! What a workbook consists of: its sheets in order, and the parts that they need.

use super::fault;
use super::package::{Archive, Package};
use super::part::Part;
use super::xml::{Xml, attribute, raw_attribute};
use crate::error::{ErrorKind, Result};
use crate::read::Place;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;

/// The parts of a workbook.
pub(super) struct Contents {
    /// The sheets in the order of the workbook, hidden ones included, charts left out.
    pub(super) sheets: Vec<(String, Part)>,
    /// The shared strings, where there are any.
    pub(super) strings: Option<Part>,
    /// The styles, where there are any.
    pub(super) styles: Option<Part>,
    /// Whether dates count from 1904.
    pub(super) date1904: bool,
}

/// A link from the workbook to a part.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// Returns what the archive's workbook consists of.
///
/// # Errors
/// Where it has no workbook, or one that cannot be followed.
pub(super) fn read(package: &mut Package, place: &Place) -> Result<Contents> {
    let name = workbook_name(package, place)?;
    let Some(workbook) = package.part(&name)? else { return Err(no_workbook(package, place)) };
    package.refuse_twins()?;
    let folder = folder(&name);
    let file = name.rsplit('/').next().unwrap_or_default();
    let links = relations(package, &format!("{folder}_rels/{file}.rels"), &folder, place)?;
    let (listed, date1904) = listed_sheets(&workbook)?;
    let (mut sheets, mut starts) = (Vec::new(), HashSet::new());
    for (sheet, id) in listed {
        let link = links.iter().find(|link| link.id == id);
        let link = link.ok_or_else(|| fault::broken(place, "a sheet without its relationship"))?;
        if link.kind == "worksheet" {
            let part = package.part(&link.target)?.ok_or_else(|| fault::broken(place, "a sheet without its part"))?;
            if !starts.insert(part.start) {
                return Err(fault::broken(place, "two sheets that are one part of the archive"));
            }
            sheets.push((sheet.clone(), part.of_sheet(&sheet)));
        }
    }
    let mut linked = |kind: &str| match links.iter().find(|link| link.kind == kind) {
        Some(link) => package.part(&link.target),
        None => Ok(None),
    };
    Ok(Contents { sheets, strings: linked("sharedStrings")?, styles: linked("styles")?, date1904 })
}

fn workbook_name(package: &mut Package, place: &Place) -> Result<String> {
    let links = relations(package, "_rels/.rels", "", place)?;
    let name = links.into_iter().find(|link| link.kind == "officeDocument").map(|link| link.target);
    let name = name.filter(|name| package.has(name)).unwrap_or_else(|| "xl/workbook.xml".to_owned());
    if package.has(&name) && !name.to_ascii_lowercase().ends_with(".bin") && !package.has("word/document.xml") {
        return Ok(name);
    }
    Err(no_workbook(package, place))
}

fn no_workbook(package: &Package, place: &Place) -> crate::error::Error {
    let found = match package.kind() {
        Archive::Xlsb => "an .xlsb workbook under another name; rename it to .xlsb".to_owned(),
        Archive::OpenDocument => "an OpenDocument file under another name; rename it to .ods".to_owned(),
        Archive::Word => "a Word document".to_owned(),
        Archive::Xlsx | Archive::Other => format!("a zip archive of {} entries without a workbook", package.len()),
    };
    ErrorKind::UnknownFormat { file: place.file.to_string(), found }.into()
}

/// Returns the links of a part of relationships to parts inside the archive; none where there is no such part.
fn relations(package: &mut Package, name: &str, folder: &str, place: &Place) -> Result<Vec<Relation>> {
    let Some(part) = package.part(name)? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(part.description()?, place);
    let mut links = Vec::new();
    loop {
        match xml.next()? {
            Event::Eof => return Ok(links),
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == "Relationship" => {
                links.extend(relation(&start, folder, place)?);
            }
            _ => {}
        }
    }
}

fn relation(start: &BytesStart<'_>, folder: &str, place: &Place) -> Result<Option<Relation>> {
    let external = raw_attribute(start, "TargetMode").is_some_and(|mode| mode == "External");
    let (id, kind, target) = (attribute(start, "Id", place)?, attribute(start, "Type", place)?, attribute(start, "Target", place)?);
    let (Some(id), Some(kind), Some(target), false) = (id, kind, target, external) else { return Ok(None) };
    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Some(Relation { id, kind, target: resolve(folder, &target) }))
}

/// Returns the sheets' names and relationship ids in order, and whether dates count from 1904.
fn listed_sheets(workbook: &Part) -> Result<(Vec<(String, String)>, bool)> {
    let mut xml = Xml::new(workbook.description()?, &workbook.place);
    let (mut sheets, mut date1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Eof => return Ok((sheets, date1904)),
            Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                "workbookPr" => date1904 = raw_attribute(&start, "date1904").is_some_and(|value| value == "1" || value == "true"),
                "sheet" => {
                    let name = attribute(&start, "name", &workbook.place)?.unwrap_or_default();
                    let id = attribute(&start, "id", &workbook.place)?;
                    sheets.push((name, id.ok_or_else(|| fault::broken(&workbook.place, "a sheet without a relationship id"))?));
                }
                _ => {}
            },
            _ => {}
        }
    }
}

fn folder(name: &str) -> String {
    name.rfind('/').map_or_else(String::new, |slash| name[..=slash].to_owned())
}

/// Returns the name of the part that a target means: absolute, or relative to the folder.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}{target}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_absolute_or_relative_and_never_leave_the_archive() {
        assert_eq!(resolve("xl/", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/", "../xl/.\\sheet1.xml"), "xl/sheet1.xml");
        assert_eq!(resolve("xl/", "../../../etc/passwd"), "etc/passwd");
    }
}
