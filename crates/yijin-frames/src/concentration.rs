//! Concentration: how what was bought is spread over communities, enterprises, counties, suppliers or households.

use crate::frames::Frames;
use crate::panel::Unit;
use crate::units::{self, Left, refused};
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
    /// Returns how a total is spread over units. Households are drawn with their communities; none of them is told.
    ///
    /// # Errors
    /// [`yijin::ErrorKind::UnknownName`] for a measure, unit or dimension that does not exist; [`yijin::ErrorKind::NeedsTable`];
    /// [`yijin::ErrorKind::BadOption`] where nothing was bought, a unit lies in several coarser ones, or there is no list of those that bought nothing; as
    /// [`spread`] and [`yijin::Book::lines`].
    pub fn concentration(&self, asked: &Asked<'_>) -> Result<(Spread, Left)> {
        let (unit, measures) = (Unit::named(asked.over)?, vec![self.sum_of_lines(asked.measure)?]);
        let found = self.units(&units::Asked { unit, measures, by: asked.by, zeros: asked.zeros })?;
        let known: Vec<(usize, f64)> =
            found.values[0].iter().enumerate().filter_map(|(row, value)| Some((row, (*value)? as f64))).collect();
        let values: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
        if values.iter().all(|value| *value == 0.0) {
            return Err(refused("where", "a scope in which something was bought", "none"));
        }
        let codes: Option<Vec<i64>> = (unit == Unit::Household).then(|| known.iter().map(|(row, _)| found.communities[*row]).collect());
        let groups = asked.by.map(|_| known.iter().map(|(row, _)| found.groups[*row].clone()).collect::<Vec<_>>());
        let points = if unit == Unit::Household { POINTS.min(values.len() / STEP) } else { POINTS };
        let together = Together { clusters: codes.as_deref(), groups: groups.as_deref() };
        let left = Left { unknown: found.values[0].len() - values.len(), ..found.left };
        Ok((spread(&values, together, asked.measures, asked.level, points)?, left))
    }
}
