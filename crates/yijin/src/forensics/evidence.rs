//! The lines of a finding.

use super::Finding;
use crate::book::Book;
use crate::calendar::Day;
use crate::error::{ErrorKind, Result};
use crate::fold::Facts;
use crate::headline::tally;
use crate::headline::{Evidence, Inquiry, Question};
use crate::progress::{Phase, Progress};
use arrow_array::RecordBatch;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

impl Book {
    /// Returns the lines of a finding that was made as of this day, as [`Book::evidence_lines`] gives lines, but without their households.
    ///
    /// # Errors
    /// As [`Book::lines`].
    pub fn finding_lines(&self, finding: &Finding, as_of: Day, progress: &Progress) -> Result<RecordBatch> {
        let evidence = self.pool.install(|| self.inquiry(progress).lines_at(finding, as_of))?;
        let lines = self.evidence_lines(&evidence)?;
        let columns: Vec<usize> =
            (0..lines.num_columns()).filter(|&column| lines.schema_ref().field(column).name() != "household_id").collect();
        lines.project(&columns).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
    }
}

impl Inquiry<'_> {
    fn lines_at(&self, finding: &Finding, as_of: Day) -> Result<Evidence> {
        let plan = self.plan(&Question { as_of: Some(as_of), ..Question::default() })?;
        self.progress.begin(Phase::Folding, self.lines.lines());
        let of_chunk = |facts: &mut Facts, number: usize| {
            self.progress.check()?;
            let chunk = self.lines.chunk(number)?;
            self.progress.done.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            let mut found = Vec::new();
            if finding.places.binary_search_by_key(&chunk.sheet(), |place| place.sheet).is_err() {
                return Ok(found);
            }
            chunk.unpack(facts);
            tally::visit(facts, &self.settled.excluded[number], &self.settled.returns[number], &plan, |net| {
                let place = chunk.place(net.index);
                if finding.places.binary_search(&place).is_ok() {
                    found.push((place, *net));
                }
            });
            Ok(found)
        };
        let chunks: Vec<usize> = (0..self.lines.chunks()).filter(|&number| self.lines.is_of_lines(number)).collect();
        let parts = chunks.into_par_iter().map_init(Facts::default, of_chunk).collect::<Result<Vec<_>>>()?;
        let mut lines: Vec<_> = parts.into_iter().flatten().collect();
        lines.par_sort_unstable_by_key(|(place, _)| *place);
        Ok(Evidence { lines, members: BTreeMap::new() })
    }
}
