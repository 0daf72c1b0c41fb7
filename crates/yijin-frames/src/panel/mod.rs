//! Panels: one row for each unit and period, zeros told apart from what is not known.

mod design;
mod period;
mod unit;

pub use design::Design;

use crate::border::{batch, failed, wholes_of};
use crate::frames::{Frames, schema_named};
use crate::measure::{self, Sieve};
use crate::table::Table;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use period::Period;
use polars::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use unit::Member;
pub(crate) use unit::Unit;
use yijin::calendar::Day;
use yijin::metric::{Measure, Metric};
use yijin::suggest::did_you_mean;
use yijin::{ErrorKind, Result};

/// What a panel is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What one unit is: `community`, `enterprise`, `county`, `supplier` or `household`.
    pub unit: &'a str,
    /// The periods: `month` or `week`.
    pub freq: &'a str,
    /// Whether every unit has a row for every period.
    pub balanced: bool,
    /// Metrics of lines.
    pub measures: &'a [String],
    /// What counts as the start of treatment: `joined_on`, `pilot` or `first_fair`.
    pub treatment: Option<&'a str>,
}

/// A panel.
#[derive(Debug, Clone)]
pub struct Panel {
    /// One row for each unit and period, in the order of units and periods.
    pub rows: RecordBatch,
    /// What the design can tell, where a treatment was named.
    pub design: Option<Design>,
}

/// The values of a measure by the unit's and the period's number; `None` where lines are there but nothing is known of them.
type Values = HashMap<(u32, u32), Option<i64>>;

impl Frames<'_> {
    /// Returns a panel: for each unit and period how many days the unit was exposed, and the measures. A measure is 0 where the unit was exposed and has no lines,
    /// and missing where it was not: before it joined, or, of a household, before its first purchase.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`] for a unit, period, measure or treatment that does not exist; [`ErrorKind::NeedsTable`]; as [`yijin::Book::lines`].
    pub fn panel(&self, asked: &Asked<'_>) -> Result<Panel> {
        let unit = Unit::named(asked.unit)?;
        let periods = period::all(self, asked.freq)?;
        let treatment = asked.treatment.map(|name| unit.treatment(name)).transpose()?;
        let measures = asked.measures.iter().map(|id| self.measure(id)).collect::<Result<Vec<_>>>()?;
        let schema = schema_named("lines")?;
        let sieves: Vec<Sieve<'_>> = measures.iter().map(|metric| Sieve::of(self, schema, metric)).collect();
        let keys = [unit.column().to_owned(), asked.freq.to_owned()];
        let mut columns: Vec<&str> = measures.iter().flat_map(|metric| measure::columns(&keys, schema, metric)).collect();
        columns.extend(keys.iter().map(String::as_str).chain(sieves.iter().flat_map(Sieve::columns)).chain(["day"]));
        columns.sort_unstable();
        columns.dedup();
        let lines = self.lines(&columns, &[])?;
        let measured = measures.iter().zip(&sieves);
        let values = measured.map(|(metric, sieve)| self.values(&lines, &keys, metric, sieve)).collect::<Result<Vec<_>>>()?;
        let members = unit::members(self, unit, &lines)?;
        let mut table = Rows::new(unit, treatment.is_some(), measures.len());
        for member in &members {
            let treated_on = treatment.and_then(|treatment| member.treated_on(treatment, self.book.campaign().window.start));
            for period in &periods {
                let key = (member.number, period.number);
                let figures: Vec<Option<Option<i64>>> = values.iter().map(|values| values.get(&key).copied()).collect();
                let exposed = period.exposed(member.entered);
                if asked.balanced || exposed > 0 || figures.iter().any(Option::is_some) {
                    table.push(member, period, exposed, treated_on.map(|day| (day, period::number_of(&periods, day))), &figures);
                }
            }
        }
        let design = treatment.map(|treatment| Design::of(&members, &periods, treatment, self.book.campaign().window.start));
        Ok(Panel { rows: table.into_batch(unit, asked)?, design })
    }

    fn measure(&self, id: &str) -> Result<&Metric> {
        let fits = |metric: &&Metric| metric.table.as_deref() == Some("lines") && !matches!(metric.measure, Measure::Ratio(_));
        let known: Vec<&Metric> = self.metrics.all().iter().filter(fits).collect();
        known.iter().find(|metric| metric.id == id).copied().ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|metric| metric.id.as_str()).collect();
            let hint = did_you_mean(id, names.iter().copied());
            ErrorKind::UnknownName { what: "measure of lines", found: id.to_owned(), allowed: names.join(", "), hint }.into()
        })
    }

    fn values(&self, lines: &Table, [unit, freq]: &[String; 2], metric: &Metric, sieve: &Sieve<'_>) -> Result<Values> {
        let found = sieve
            .within_bounds(lines.rows_passing(&sieve.kept))
            .filter(col(unit.as_str()).is_not_null().and(col(freq.as_str()).is_not_null()))
            .with_columns([col(unit.as_str()).alias("unit"), col(freq.as_str()).alias("period")])
            .group_by([col("unit"), col("period")])
            .agg(measure::measures(self, schema_named("lines")?, metric))
            .collect()
            .map_err(failed)?;
        let numbers = |name: &str| wholes_of(&found, name).map(|values| values.into_iter().map(|value| value.unwrap_or(0) as u32));
        Ok(numbers("unit")?.zip(numbers("period")?).zip(wholes_of(&found, "value")?).collect())
    }
}

/// A column whose cells may be missing.
type Maybe<T> = Vec<Option<T>>;

/// The columns of a panel as they grow.
struct Rows {
    names: Vec<String>,
    periods: Vec<String>,
    numbers: Vec<i64>,
    days: [Vec<String>; 2],
    exposed: Vec<i64>,
    traits: Option<[Maybe<String>; 4]>,
    treatment: Option<(Maybe<String>, [Maybe<i64>; 2])>,
    measures: Vec<Maybe<i64>>,
}

impl Rows {
    fn new(unit: Unit, treated: bool, measures: usize) -> Self {
        Self {
            names: Vec::new(),
            periods: Vec::new(),
            numbers: Vec::new(),
            days: [Vec::new(), Vec::new()],
            exposed: Vec::new(),
            traits: unit.joins().then(Default::default),
            treatment: treated.then(Default::default),
            measures: vec![Vec::new(); measures],
        }
    }

    fn push(&mut self, member: &Member, period: &Period, exposed: i64, treated: Option<(i32, i64)>, figures: &[Option<Option<i64>>]) {
        let day = |day: i32| Day::from_epoch(day).to_string();
        self.names.push(member.name.clone());
        self.periods.push(period.label.clone());
        self.numbers.push(i64::from(period.number));
        self.days[0].push(day(period.first));
        self.days[1].push(day(period.last));
        self.exposed.push(exposed);
        if let Some(traits) = &mut self.traits {
            let values = [member.city.clone(), member.pilot.clone(), member.joined_on.map(day), member.first_fair.map(day)];
            traits.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
        if let Some((on, [is, time])) = &mut self.treatment {
            on.push(treated.map(|(on, _)| day(on)));
            is.push(Some(i64::from(treated.is_some_and(|(on, _)| on <= period.last))));
            time.push(treated.map(|(_, number)| i64::from(period.number) - number));
        }
        let none = (exposed > 0).then_some(0);
        self.measures.iter_mut().zip(figures).for_each(|(column, figure)| column.push(figure.unwrap_or(none)));
    }

    fn into_batch(self, unit: Unit, asked: &Asked<'_>) -> Result<RecordBatch> {
        let texts = |values: Vec<String>| -> ArrayRef { Arc::new(StringArray::from(values)) };
        let maybe = |values: Vec<Option<String>>| -> ArrayRef { Arc::new(StringArray::from(values)) };
        let wholes = |values: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(values)) };
        let counts = |values: Vec<Option<i64>>| -> ArrayRef { Arc::new(Int64Array::from(values)) };
        let [first, last] = self.days;
        let mut columns = vec![
            (unit.name().to_owned(), texts(self.names)),
            (asked.freq.to_owned(), texts(self.periods)),
            ("period".to_owned(), wholes(self.numbers)),
            ("first_day".to_owned(), texts(first)),
            ("last_day".to_owned(), texts(last)),
            ("exposure_days".to_owned(), wholes(self.exposed)),
        ];
        let traits = self.traits.into_iter().flatten();
        columns.extend(unit::TRAITS.iter().zip(traits).map(|(name, values)| ((*name).to_owned(), maybe(values))));
        if let Some((on, [is, time])) = self.treatment {
            columns.extend([
                ("treated_on".to_owned(), maybe(on)),
                ("treated".to_owned(), counts(is)),
                ("event_time".to_owned(), counts(time)),
            ]);
        }
        columns.extend(asked.measures.iter().cloned().zip(self.measures.into_iter().map(counts)));
        batch(columns)
    }
}
