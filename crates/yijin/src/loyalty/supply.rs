//! How long supply relations last.

use super::month::Months;
use super::{LOOK, Lines};
use crate::error::Result;
use crate::evaluate::survival::{self, Curve, Spells};
use crate::progress::Progress;
use hashbrown::HashMap;
use serde::Serialize;
use std::collections::BTreeSet;

/// Campaign months from each relation's first month with a line to its last, of enterprises and origin counties.
#[derive(Debug, Serialize)]
pub struct Supply {
    /// The curve of the relations that are followed.
    pub curve: Curve,
    /// How many relations have a line in a campaign month.
    pub relations: u64,
    /// How many of them began so late that an end could not have been seen: they are not followed.
    pub late: u64,
    /// How many were silent for as long and then traded again: such a silence was no end.
    pub resumed: u64,
    /// How many relations have lines on days that count with no month that has begun alone: they are none of the above.
    pub between: u64,
}

/// Returns the curve where so many silent months that are over count as an end. An end is seen in a month only where the silence behind it is over too, so that a
/// relation that goes on is followed until the last month of which that could be said.
pub fn supply(lines: &Lines, months: &Months, silence: u32, level: f64, progress: &Progress) -> Result<Supply> {
    let relations = relations(lines, months, progress)?;
    let (silence, over) = (silence as usize, months.over);
    let (mut times, mut events) = (Vec::new(), Vec::new());
    let (mut late, mut resumed, mut between) = (0, 0, 0);
    for traded in relations.into_values() {
        let (Some(&begun), Some(&last)) = (traded.first(), traded.last()) else {
            between += 1;
            continue;
        };
        resumed += u64::from(traded.iter().zip(traded.iter().skip(1)).any(|(one, next)| next - one > silence));
        let Some(watched) = over.checked_sub(begun + silence + 1) else {
            late += 1;
            continue;
        };
        events.push(last - begun <= watched);
        times.push((last - begun).min(watched) as f64);
    }
    let curve = survival::kaplan_meier(&Spells { times: &times, events: &events, counts: None }, level)?;
    Ok(Supply { relations: curve.n + late, curve, late, resumed, between })
}

/// Returns the campaign months of each relation; none of one that has lines on days of none alone.
fn relations(lines: &Lines, months: &Months, progress: &Progress) -> Result<HashMap<(u32, u32), BTreeSet<usize>>> {
    let of_days = months.of_days();
    let mut relations: HashMap<(u32, u32), BTreeSet<usize>> = HashMap::new();
    for (line, (&enterprise, &county)) in lines.enterprises.iter().zip(&lines.counties).enumerate() {
        if line % LOOK == 0 {
            progress.check()?;
        }
        if enterprise > 0 && county > 0 {
            let month = of_days.get(lines.days[line] as usize).copied().flatten();
            relations.entry((enterprise, county)).or_default().extend(month);
        }
    }
    Ok(relations)
}
