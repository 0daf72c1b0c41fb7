//! Concentration: how what was bought is spread over communities, enterprises, counties, suppliers or households.

use crate::frames::Frames;
use crate::panel::Unit;
use crate::units::{self, Left, refused};
use std::collections::BTreeMap;
use yijin::Result;
use yijin::evaluate::concentration::{Spread, Together, spread};
use yijin::evaluate::influence::Measure;

/// At most so many points of a Lorenz curve are told.
const POINTS: usize = 200;
/// Each point of the Lorenz curve of households is so many households further on: none stands alone.
const STEP: usize = 10;

/// What is asked of a total.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The measure of lines whose total is spread.
    pub measure: &'a str,
    /// What one unit is, as of a panel.
    pub over: &'a str,
    /// The dimension of a coarser unit, for what is between and within.
    pub by: Option<&'a str>,
    /// Whether units of a list that bought nothing count as 0.
    pub zeros: bool,
    /// The measures.
    pub measures: &'a [Measure],
    /// The level of the intervals.
    pub level: f64,
}

impl Frames<'_> {
    /// Returns how a total is spread over units. Households are drawn with their communities, those without one on their own; none of them is told: fewer
    /// than the policy's least are refused, and what rests on fewer is held back.
    ///
    /// # Errors
    /// [`yijin::ErrorKind::UnknownName`] for a measure, unit or dimension that does not exist; [`yijin::ErrorKind::NeedsTable`], also for a ledger whose lines
    /// cannot name such units; [`yijin::ErrorKind::BadOption`] where nothing was bought, by too few households, a unit lies in several coarser ones, or there
    /// is no list of those that bought nothing; as [`spread`] and [`yijin::Book::lines`].
    pub fn concentration(&self, asked: &Asked<'_>) -> Result<(Spread, Left)> {
        let (unit, measures) = (Unit::named(asked.over)?, vec![self.sum_of_lines(asked.measure)?]);
        let found = self.units(&units::Asked { unit, measures, by: asked.by, zeros: asked.zeros })?;
        let rows: Vec<usize> = (0..found.groups.len()).filter(|row| found.values[0][*row].is_some()).collect();
        let values: Vec<f64> = rows.iter().filter_map(|row| found.values[0][*row]).map(|value| value as f64).collect();
        let buying = values.iter().filter(|value| **value > 0.0).count();
        if buying == 0 {
            return Err(refused("where", "a scope in which something was bought", "none"));
        }
        let groups: Vec<Option<String>> = rows.iter().map(|row| found.groups[*row].clone()).collect();
        let mut left = Left { unknown: found.values[0].len() - values.len(), ..found.left };
        if unit != Unit::Household {
            let together = Together { clusters: None, groups: asked.by.map(|_| groups.as_slice()) };
            return Ok((spread(&values, together, asked.measures, asked.level, POINTS)?, left));
        }
        let least = self.book.campaign().policy.min_cell as usize;
        if buying < least {
            return Err(refused("where", &format!("a scope in which at least {least} households bought (min_cell)"), buying));
        }
        let (codes, nowhere) = found.clusters(&rows);
        let sizes = sizes(&values, &groups);
        left.nowhere = nowhere;
        left.several = groups.iter().filter(|group| group.is_none()).count();
        left.small = asked.by.map_or(0, |_| sizes.values().filter(|size| **size < least).count());
        let is_told = asked.by.is_some() && left.small == 0 && !sizes.is_empty();
        let together = Together { clusters: Some(&codes), groups: is_told.then_some(groups.as_slice()) };
        let points = POINTS.min(values.len() / STEP.max(least));
        let mut spread = spread(&values, together, asked.measures, asked.level, points)?;
        let is_few = |measure: &Measure| measure.tail(values.len()) < least as f64;
        let measured = spread.measured.into_iter().zip(asked.measures);
        spread.measured = measured.map(|(one, measure)| if is_few(measure) { one.withheld() } else { one }).collect();
        Ok((spread, left))
    }
}

/// Returns how many households of each group bought something.
fn sizes<'g>(values: &[f64], groups: &'g [Option<String>]) -> BTreeMap<&'g str, usize> {
    let mut sizes = BTreeMap::new();
    for (value, group) in values.iter().zip(groups) {
        if let Some(group) = group {
            *sizes.entry(group.as_str()).or_default() += usize::from(*value > 0.0);
        }
    }
    sizes
}
