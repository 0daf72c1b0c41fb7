//! Buyers from one campaign month to the next.

use super::household::Households;
use super::month::Months;
use crate::error::Result;
use crate::evaluate::proportion::{self, Interval, Method};
use serde::Serialize;

/// The households that bought in a campaign month.
#[derive(Debug, Default, Serialize)]
pub struct Buyers {
    /// The month.
    pub month: String,
    /// How many: those that are new, stayed or came back.
    pub buyers: u64,
    /// How many bought for the first time.
    pub new: u64,
    /// How many bought in the campaign month before too.
    pub stayed: u64,
    /// How many bought before, but not in the campaign month before.
    pub back: u64,
    /// How many did not buy in the next campaign month; `None` where that is not over.
    pub absent: Option<u64>,
    /// How many of the absent bought on a later day, likewise.
    pub again: Option<u64>,
    /// The absent's share with Wilson's interval; `None` as above, and without buyers.
    pub share: Option<Interval>,
}

/// Returns the buyers of each campaign month that has begun.
pub fn churn(households: &Households, months: &Months, level: f64) -> Result<Vec<Buyers>> {
    let known = |place: usize| place + 1 < months.over;
    let fresh = |(place, month): (usize, &super::month::Month)| {
        let counted = known(place).then_some(0);
        Buyers { month: month.label.clone(), absent: counted, again: counted, ..Buyers::default() }
    };
    let mut rows: Vec<Buyers> = months.all.iter().enumerate().map(fresh).collect();
    for (household, seen) in households.buying() {
        for (place, (row, month)) in rows.iter_mut().zip(&months.all).enumerate() {
            if !households.bought(household, place) {
                continue;
            }
            row.buyers += 1;
            if seen.first >= month.first {
                row.new += 1;
            } else if place > 0 && households.bought(household, place - 1) {
                row.stayed += 1;
            } else {
                row.back += 1;
            }
            if let (Some(absent), Some(again)) = (&mut row.absent, &mut row.again)
                && !households.bought(household, place + 1)
            {
                *absent += 1;
                *again += u64::from(seen.last > month.last);
            }
        }
    }
    for row in &mut rows {
        let counted = row.absent.filter(|_| row.buyers > 0);
        row.share = counted.map(|absent| proportion::share(absent, row.buyers, level, Method::Wilson)).transpose()?;
    }
    Ok(rows)
}
