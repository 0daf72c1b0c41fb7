//! The styles of a workbook, of which only the number formats matter.

use super::format::{built_in_is_date, code_is_date};
use super::part::Part;
use super::xml::{Xml, attribute, raw_attribute};
use crate::error::Result;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Returns for each cell style whether it shows a number as a date.
///
/// # Errors
/// Where the part cannot be read. Fonts, fills and borders are not looked at, however odd they are.
pub(super) fn date_styles(part: &Part) -> Result<Vec<bool>> {
    let mut xml = Xml::new(part.description()?, &part.place);
    let mut codes = HashMap::new();
    let mut dates = Vec::new();
    let mut in_cell_styles = false;
    loop {
        match xml.next()? {
            Event::Eof => return Ok(dates),
            Event::Start(start) if start.local_name().as_ref() == "cellXfs" => in_cell_styles = true,
            Event::End(end) if end.local_name().as_ref() == "cellXfs" => in_cell_styles = false,
            Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                "numFmt" => {
                    if let Some(code) = attribute(&start, "formatCode", &part.place)? {
                        codes.insert(number_format(&start), code_is_date(&code));
                    }
                }
                "xf" if in_cell_styles => dates.push(is_date(number_format(&start), &codes)),
                _ => {}
            },
            _ => {}
        }
    }
}

fn number_format(start: &BytesStart<'_>) -> u32 {
    raw_attribute(start, "numFmtId").and_then(|id| id.trim().parse().ok()).unwrap_or(0)
}

fn is_date(id: u32, codes: &HashMap<u32, bool>) -> bool {
    codes.get(&id).copied().unwrap_or_else(|| built_in_is_date(id))
}
