//! What becomes of values that are missing: never 0, which would be a value.

use super::index::Direction;
use super::{check_finite, refused};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// A rule for missing values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The matrix is refused.
    Refuse,
    /// The unit is left out.
    DropUnit,
    /// The worst of the criterion's other values stands in.
    Worst,
    /// The median of the criterion's other values stands in.
    Median,
}

/// A matrix without missing values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Complete {
    /// Units by criteria.
    pub matrix: Vec<Vec<f64>>,
    /// The places of the units that stayed.
    pub units: Vec<usize>,
    /// The places, unit and criterion, of the values that something stands in for, in the matrix that was given.
    pub filled: Vec<(usize, usize)>,
}

/// Returns a matrix whose missing values a rule has answered.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for missing values under [`Missing::Refuse`], where no unit or no value of a criterion is left, for rows or directions of
/// another number, and for numbers that are not finite.
pub fn complete(matrix: &[Vec<Option<f64>>], directions: &[Direction], rule: Missing) -> Result<Complete> {
    if let Some(row) = matrix.iter().find(|row| row.len() != directions.len()) {
        return Err(refused("matrix", "one value a criterion, or none, for each unit", row.len()));
    }
    let gaps = |row: &[Option<f64>]| row.iter().any(Option::is_none);
    let units: Vec<usize> = (0..matrix.len()).filter(|&unit| rule != Missing::DropUnit || !gaps(&matrix[unit])).collect();
    if units.is_empty() {
        return Err(refused("matrix", "a unit without missing values", "none"));
    }
    let (mut rows, mut filled) = (vec![Vec::new(); units.len()], Vec::new());
    for (place, direction) in directions.iter().enumerate() {
        let values: Vec<Option<f64>> = units.iter().map(|&unit| matrix[unit][place]).collect();
        let stand_in = if values.iter().any(Option::is_none) { Some(stand_in(&values, *direction, rule)?) } else { None };
        let known: Vec<f64> = values.iter().filter_map(|value| value.or(stand_in)).collect();
        check_finite("matrix", &known)?;
        rows.iter_mut().zip(known).for_each(|(row, value)| row.push(value));
        filled.extend(units.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(&unit, _)| (unit, place)));
    }
    filled.sort_unstable();
    Ok(Complete { matrix: rows, units, filled })
}

fn stand_in(values: &[Option<f64>], direction: Direction, rule: Missing) -> Result<f64> {
    let mut known: Vec<f64> = values.iter().copied().flatten().collect();
    known.sort_by(f64::total_cmp);
    let (Some(least), Some(most)) = (known.first(), known.last()) else {
        return Err(refused("matrix", "a value of each criterion", "none"));
    };
    match (rule, direction) {
        (Missing::Worst, Direction::More) => Ok(*least),
        (Missing::Worst, Direction::Less) => Ok(*most),
        (Missing::Median, _) => Ok(f64::midpoint(known[(known.len() - 1) / 2], known[known.len() / 2])),
        (Missing::Refuse | Missing::DropUnit, _) => {
            Err(refused("missing", "drop_unit, worst or median where values are missing", "refuse"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_is_never_zero() {
        let rows = [vec![Some(4.0)], vec![None], vec![Some(8.0)], vec![Some(5.0)]];
        let second = |rule, direction| complete(&rows, &[direction], rule).map(|found| found.matrix[1][0]);
        assert_eq!(second(Missing::Median, Direction::More).unwrap(), 5.0);
        assert_eq!(second(Missing::Worst, Direction::More).unwrap(), 4.0);
        assert_eq!(second(Missing::Worst, Direction::Less).unwrap(), 8.0);
        assert!(second(Missing::Refuse, Direction::More).is_err());
        assert_eq!(complete(&rows, &[Direction::More], Missing::DropUnit).unwrap().units, [0, 2, 3]);
        assert_eq!(complete(&rows, &[Direction::More], Missing::Worst).unwrap().filled, [(1, 0)]);
    }

    #[test]
    fn what_no_rule_answers_is_refused() {
        for rule in [Missing::DropUnit, Missing::Worst, Missing::Median] {
            assert!(complete(&[vec![None]], &[Direction::More], rule).is_err());
        }
        assert!(complete(&[vec![Some(1.0), None]], &[Direction::More], Missing::Worst).is_err());
        assert!(complete(&[], &[Direction::More], Missing::Refuse).is_err());
    }
}
