//! Means and ratios over households, whose communities are drawn whole.

use crate::frames::Frames;
use crate::panel::Unit;
use crate::units::{self, Left, refused};
use yijin::Result;
use yijin::evaluate::bootstrap::{Bootstrap, Plan, bootstrap};

impl Frames<'_> {
    /// Returns the mean of a measure of lines over the households that bought, or the ratio of its sum to that of another over them. Each household counts in
    /// the community of its first purchase; one whose first purchase names none is drawn on its own.
    ///
    /// # Errors
    /// [`yijin::ErrorKind::UnknownName`] for a measure or dimension that does not exist; [`yijin::ErrorKind::NeedsTable`] for a ledger without households or
    /// communities; [`yijin::ErrorKind::BadOption`] where no household bought; as
    /// [`bootstrap`] and [`yijin::Book::lines`].
    pub fn per_household(&self, measure: &str, over: Option<&str>, plan: Plan) -> Result<(Bootstrap, Left)> {
        let measures = [Some(measure), over].into_iter().flatten().map(|id| self.sum_of_lines(id)).collect::<Result<Vec<_>>>()?;
        let found = self.units(&units::Asked { unit: Unit::Household, measures, by: None, zeros: false })?;
        let count = found.communities.len();
        if count == 0 {
            return Err(refused("where", "a scope in which a household bought", "none"));
        }
        let known: Vec<usize> = (0..count).filter(|row| found.values.iter().all(|values| values[*row].is_some())).collect();
        let column =
            |values: &Vec<Option<i64>>| -> Vec<f64> { known.iter().filter_map(|row| values[*row]).map(|value| value as f64).collect() };
        let columns: Vec<Vec<f64>> = found.values.iter().map(column).collect();
        let (codes, nowhere) = found.clusters(&known);
        let bootstrap = bootstrap(&columns[0], columns.get(1).map(Vec::as_slice), &codes, plan, self.progress)?;
        Ok((bootstrap, Left { unknown: count - known.len(), nowhere, ..found.left }))
    }
}
