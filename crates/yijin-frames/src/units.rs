//! What each unit of a kind bought: the numbers that means and measures of concentration are made of.

use crate::border::{failed, texts_of, wholes_of};
use crate::frames::{Frames, schema_named};
use crate::measure::{self, Sieve};
use crate::panel::Unit;
use crate::table::{self, Ask, Filter, Table};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use yijin::metric::schema::Class;
use yijin::metric::{Additivity, Measure, Metric};
use yijin::suggest::did_you_mean;
use yijin::table::TableId;
use yijin::{Error, ErrorKind, Result};

/// Units in the order of their numbers, with what each bought.
#[derive(Debug, Default)]
pub struct Units {
    /// For each measure what the units have of it, 0 where they have none; `None` where nothing is known of what they have.
    pub values: Vec<Vec<Option<i64>>>,
    /// The unit's community; of a household in several, that of its first purchase.
    pub communities: Vec<Option<i64>>,
    /// The coarser unit that each lies in, empty where that is missing; of a household in several, that of its first purchase, and none where its first day
    /// has several.
    pub groups: Vec<Option<String>>,
    /// What is told beside them.
    pub left: Left,
}

/// What is known of units beside what they bought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// How many of the units bought nothing: those of a list alone.
    pub idle: usize,
    /// How many units are left out, since of what they have nothing is known.
    pub unknown: usize,
    /// How many lines name no such unit.
    pub unnamed: u64,
    /// How many households made a first purchase that names no community: each is drawn on its own.
    pub nowhere: usize,
    /// How many households lie in several coarser units on their first day, and so in none.
    pub several: usize,
    /// How many coarser units have too few households for what is between and within to be told.
    pub small: usize,
}

/// What is gathered of units.
pub struct Asked<'a> {
    /// What one unit is.
    pub unit: Unit,
    /// Measures of lines that add up.
    pub measures: Vec<&'a Metric>,
    /// The dimension of the coarser unit.
    pub by: Option<&'a str>,
    /// Whether units of a list that bought nothing are among them.
    pub zeros: bool,
}

/// One unit, as its lines tell.
#[derive(Clone, Copy)]
struct Member {
    day: i64,
    home: Option<i64>,
    /// None where the first day has several.
    group: Option<i64>,
}

impl Frames<'_> {
    /// Returns the measure of lines of this id whose figures add up.
    pub(crate) fn sum_of_lines(&self, id: &str) -> Result<&Metric> {
        let fits = |metric: &&Metric| metric.table.as_deref() == Some("lines") && self.metrics.additivity(metric) == Additivity::Full;
        let known: Vec<&Metric> = self.metrics.all().iter().filter(fits).collect();
        known.iter().find(|metric| metric.id == id).copied().ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|metric| metric.id.as_str()).collect();
            let hint = did_you_mean(id, names.iter().copied());
            ErrorKind::UnknownName { what: "measure of lines that adds up", found: id.to_owned(), allowed: names.join(", "), hint }.into()
        })
    }

    /// Returns what the units of the question's lines bought.
    pub(crate) fn units(&self, asked: &Asked<'_>) -> Result<Units> {
        let schema = schema_named("lines")?;
        measure::check_dimensions(schema, "lines", self.question)?;
        self.check_named(asked.unit)?;
        let own = Sieve::of_question(self, schema);
        let sieves: Vec<Sieve<'_>> = asked.measures.iter().map(|metric| Sieve::of(self, schema, metric)).collect();
        let mut columns = vec![asked.unit.column(), "community", "day"];
        columns.extend(asked.by);
        columns.extend(asked.measures.iter().flat_map(|metric| metric.columns()).chain(sieves.iter().flat_map(Sieve::columns)));
        let lines = self.lines_kept(&columns, &Ask { by: &[], columns: Vec::new(), filters: &own.filters, kept: &own.kept })?;
        let (members, unnamed) = members(&lines, asked)?;
        let measured = asked.measures.iter().zip(&sieves);
        let known = measured.map(|(metric, sieve)| values(&lines, asked.unit, metric, sieve)).collect::<Result<Vec<_>>>()?;
        let labels = asked.by.and_then(|by| lines.labels.get(by));
        let label = |code: i64| labels.and_then(|labels| labels.get((code as usize).checked_sub(1)?)).cloned().unwrap_or_default();
        let mut units = Units {
            values: known.iter().map(|known| members.keys().map(|unit| known.get(unit).copied().unwrap_or(Some(0))).collect()).collect(),
            communities: members.values().map(|member| member.home).collect(),
            groups: members.values().map(|member| member.group.map(label)).collect(),
            left: Left { unnamed, ..Left::default() },
        };
        if asked.zeros {
            let names = lines.labels.get(asked.unit.column());
            let name = |unit: &i64| names.and_then(|names| names.get((*unit as usize).checked_sub(1)?)).cloned();
            let seen: BTreeSet<String> = members.keys().filter_map(name).collect();
            let idle = self.listed(asked)?.into_iter().filter(|(name, _)| !seen.contains(name));
            idle.for_each(|(_, group)| units.add_idle(group));
        }
        Ok(units)
    }

    /// Checks that lines can say of which unit they are; of a household also of which community, with which it is drawn.
    fn check_named(&self, unit: Unit) -> Result<()> {
        let home = (unit == Unit::Household).then_some("community");
        match [unit.column()].into_iter().chain(home).find_map(|column| self.book.lacks(column)) {
            Some(column) => Err(ErrorKind::NeedsTable { what: format!("what each {} bought", unit.name()), table: column }.into()),
            None => Ok(()),
        }
    }

    /// Returns the units that a list names, each with its group: those that joined by the last day and that the question's filters leave in, as far as the
    /// list's own columns can tell.
    fn listed(&self, asked: &Asked<'_>) -> Result<BTreeMap<String, String>> {
        let (id, table) = match asked.unit {
            Unit::Community | Unit::Enterprise => ("communities", TableId::Projects),
            Unit::Supplier => ("suppliers", TableId::Suppliers),
            Unit::County | Unit::Household => {
                let expected = "false, since of these units there is no list that names those who bought nothing";
                return Err(refused("zeros", expected, asked.unit.name()));
            }
        };
        if !self.book.has(table) {
            return Err(ErrorKind::NeedsTable { what: "units that bought nothing".to_owned(), table: table.name() }.into());
        }
        let schema = schema_named(id)?;
        let of_list = |name: &str| schema.class(name) == Some(Class::Dimension);
        if let Some(by) = asked.by.filter(|by| !of_list(by)) {
            return Err(refused("by", &format!("a dimension that the list of {} has too", table.name()), by));
        }
        let filters = self.question.filters.iter().filter(|(name, _)| of_list(name)).cloned();
        let mut kept: Vec<Filter> = filters.map(|(name, values)| measure::with_canonical(self, name, values)).collect();
        if table == TableId::Projects {
            kept.push(("joined".to_owned(), vec![Some("true".to_owned())]));
        }
        let rows = table::build(self, schema, &Ask { by: &[], columns: Vec::new(), filters: &[], kept: &kept })?.collect()?;
        let names = texts_of(&rows, asked.unit.column(), None)?;
        let groups = asked.by.map_or_else(|| Ok(vec![None; names.len()]), |by| texts_of(&rows, by, None))?;
        let mut listed: BTreeMap<String, String> = BTreeMap::new();
        for (name, group) in names.into_iter().zip(groups) {
            let (Some(name), group) = (name, group.unwrap_or_default()) else { continue };
            if listed.insert(name, group.clone()).is_some_and(|other| other != group) {
                return Err(not_whole(asked));
            }
        }
        Ok(listed)
    }
}

impl Units {
    /// Returns the code of the cluster with which each of these households is drawn, its community, and how many have none: each of them is a cluster of its
    /// own, since nothing says that they are alike.
    pub fn clusters(&self, rows: &[usize]) -> (Vec<i64>, usize) {
        let code = |row: &usize| self.communities[*row].unwrap_or(-1 - *row as i64);
        (rows.iter().map(code).collect(), rows.iter().filter(|row| self.communities[**row].is_none()).count())
    }

    fn add_idle(&mut self, group: String) {
        self.values.iter_mut().for_each(|values| values.push(Some(0)));
        self.communities.push(None);
        self.groups.push(Some(group));
        self.left.idle += 1;
    }
}

/// Returns the units that lines name, by number, and how many lines name none.
fn members(lines: &Table, asked: &Asked<'_>) -> Result<(BTreeMap<i64, Member>, u64)> {
    let group = asked.by.map_or_else(|| lit(0), |by| col(by).fill_null(lit(0)));
    let rows = lines
        .frame
        .clone()
        .select([col(asked.unit.column()).alias("unit"), col("community").alias("home"), group.alias("group"), col("day")])
        .group_by([col("unit"), col("home"), col("group")])
        .agg([col("day").min(), len().cast(DataType::Int64).alias("lines")])
        .collect()
        .map_err(failed)?;
    let whole = |name: &str| wholes_of(&rows, name).map(|values| values.into_iter().map(|value| value.unwrap_or(0)));
    let (mut members, mut unnamed) = (BTreeMap::<i64, Member>::new(), 0);
    let rest = wholes_of(&rows, "home")?.into_iter().zip(whole("group")?).zip(whole("day")?.zip(whole("lines")?));
    for (unit, ((home, group), (day, lines))) in wholes_of(&rows, "unit")?.into_iter().zip(rest) {
        let Some(unit) = unit else {
            unnamed += lines as u64;
            continue;
        };
        let found = Member { day, home, group: Some(group) };
        let member = members.entry(unit).or_insert(found);
        if asked.unit != Unit::Household && member.group != found.group {
            return Err(not_whole(asked));
        }
        if day < member.day {
            *member = found;
        } else if day == member.day {
            member.home = [member.home, home].into_iter().flatten().min();
            member.group = member.group.filter(|known| *known == group);
        }
    }
    Ok((members, unnamed))
}

/// Returns the error of a coarser unit that is none.
fn not_whole(asked: &Asked<'_>) -> Error {
    let expected = format!("a dimension in one value of which each {} lies whole", asked.unit.name());
    refused("by", &expected, asked.by.unwrap_or_default())
}

/// Returns the error of an option.
pub fn refused(option: &'static str, expected: &str, found: impl ToString) -> Error {
    ErrorKind::BadOption { option, expected: expected.to_owned(), found: found.to_string() }.into()
}

/// Returns a measure by unit.
fn values(lines: &Table, unit: Unit, metric: &Metric, sieve: &Sieve<'_>) -> Result<HashMap<i64, Option<i64>>> {
    let value = match &metric.measure {
        Measure::Sum(column) => when(col(column.as_str()).is_null().all(true)).then(lit(NULL)).otherwise(col(column.as_str()).sum()),
        _ => len(),
    };
    let rows = sieve
        .within_bounds(lines.rows_passing(&sieve.kept))
        .filter(col(unit.column()).is_not_null())
        .with_column(col(unit.column()).alias("unit"))
        .group_by([col("unit")])
        .agg([value.cast(DataType::Int64).alias("value")])
        .collect()
        .map_err(failed)?;
    let units = wholes_of(&rows, "unit")?.into_iter().map(|unit| unit.unwrap_or(0));
    Ok(units.zip(wholes_of(&rows, "value")?).collect())
}
