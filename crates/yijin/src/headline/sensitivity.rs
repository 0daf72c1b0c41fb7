//! Sensitivity: the headline under other policies, in one pass over the lines.

use super::tally::{self, Plan};
use super::{Inquiry, Question, Row, Sources};
use crate::book::Book;
use crate::campaign::{Campaign, Policy};
use crate::catalogue::Catalogue;
use crate::error::{ErrorKind, Result};
use crate::progress::{Phase, Progress};
use rayon::prelude::*;

impl Book {
    /// Returns the total of a question under each of these policies, in their order.
    ///
    /// # Errors
    /// As [`Book::headline`]; [`ErrorKind::BadOption`] where a policy cannot be meant, or the question has dimensions.
    pub fn sensitivity(&self, policies: &[Policy], question: &Question, progress: &Progress) -> Result<Vec<Row>> {
        if let Some(dimension) = question.by.first() {
            let expected = "no dimensions beside policies".to_owned();
            return Err(ErrorKind::BadOption { option: "by", expected, found: dimension.clone() }.into());
        }
        let campaigns = policies.iter().map(|policy| self.campaign().under(policy.clone())).collect::<Result<Vec<Campaign>>>()?;
        self.pool.install(|| self.under_each(&campaigns, question, progress))
    }

    fn under_each(&self, campaigns: &[Campaign], question: &Question, progress: &Progress) -> Result<Vec<Row>> {
        let of = |campaign| Catalogue::new(&self.state.members, &self.reference, campaign, self.cleaner());
        let catalogues: Vec<Catalogue> = campaigns.par_iter().map(of).collect();
        let base = self.inquiry(progress);
        let inquiry = |(campaign, catalogue)| Inquiry { sources: Sources { campaign, catalogue, ..base.sources }, ..base };
        let inquiries: Vec<Inquiry<'_>> = campaigns.iter().zip(&catalogues).map(inquiry).collect();
        let plans = inquiries.iter().map(|inquiry| inquiry.plan(question)).collect::<Result<Vec<Plan<'_>>>>()?;
        progress.begin(Phase::Folding, self.state.lines.lines());
        let groups = tally::tallies(&self.state.lines, &self.settled, &plans, progress)?;
        let mut rows = Vec::with_capacity(plans.len());
        for ((inquiry, plan), groups) in inquiries.iter().zip(&plans).zip(groups) {
            rows.extend(inquiry.answer(question, plan, groups)?);
        }
        Ok(rows)
    }
}
