//! Weights: what one piece of a product weighs, in whole grams.

use crate::cell::Cell;
use crate::clean::vocabulary::Words;
use crate::clean::{Flaw, number, quantity, unit};

/// Returns the whole grams of a weight above 0; `None` where it is missing. A unit in the cell (1.5kg, 1.5kg/件) goes before that of its
/// header; where neither has one, it is grams. `units` are a campaign's words.
///
/// # Errors
/// [`Flaw::BadNumber`] for anything else.
pub fn grams(cell: &Cell<'_>, in_header: Option<&str>, units: Option<&Words>) -> Result<Option<i64>, Flaw> {
    let Some(found) = number::number(cell)? else { return Ok(None) };
    let unit = Some(found.after.as_str()).filter(|after| !after.is_empty()).or(in_header);
    let of_one = unit.map_or(Some(1), |unit| unit::of_weight(units, unit));
    let micro = quantity::micro(&found).filter(|&micro| micro > 0 && found.before.is_empty());
    let grams = of_one.zip(micro).and_then(|(of_one, micro)| unit::mass_g(micro, of_one));
    grams.map(Some).ok_or(Flaw::BadNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_in_the_cells_unit_else_the_headers_else_in_grams() {
        let read = |written, unit| grams(&Cell::Text(written), unit, None);
        assert_eq!(read("500", None), Ok(Some(500)));
        assert_eq!(read("1.5", Some("kg/件")), Ok(Some(1500)));
        assert_eq!(read("1.5", Some("公斤/箱")), Ok(Some(1500)));
        assert_eq!(read("2斤", Some("kg")), Ok(Some(1000)));
        assert_eq!(read("1.5kg/件", None), Ok(Some(1500)));
        assert_eq!(grams(&Cell::Number("2.4999999999999996"), Some("kg"), None), Ok(Some(2500)));
        assert_eq!(read("无", Some("kg")), Ok(None));
        for bad in ["0", "-1", "5件", "5磅", "约5", "1e3"] {
            assert_eq!(read(bad, None), Err(Flaw::BadNumber), "{bad}");
        }
    }
}
