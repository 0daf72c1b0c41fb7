//! What a campaign may say: each check names the part of the file that it refuses.

use super::document::Fault;
use super::{Campaign, HEADLINE};
use crate::cell::Cell;
use crate::clean::text::missing;
use crate::clean::vocabulary::{Words, shared};
use crate::clean::{mask, reads_as, way};
use crate::metric;
use crate::suggest::did_you_mean;
use crate::table::{Column, TableId, Tables};
use std::collections::BTreeMap;

/// The days of the longest window: sales are numbered by supplier and day.
const DAYS: i64 = 36_525;

impl Campaign {
    /// Checks that everything in the campaign can be meant.
    pub(super) fn check(&self) -> Result<(), Fault> {
        self.check_window()?;
        self.check_stages()?;
        self.check_targets()?;
        self.check_words()?;
        self.check_policy()?;
        self.check_days()?;
        self.check_columns()?;
        self.check_metrics()
    }

    fn check_metrics(&self) -> Result<(), Fault> {
        let all = metric::Metrics::with(&self.metrics);
        let shipped = all.all().len() - self.metrics.len();
        self.metrics.iter().enumerate().try_for_each(|(place, own)| metric::check(place, own, &all.all()[..shipped + place], self))?;
        let names: Vec<&str> = HEADLINE.into_iter().chain(all.all().iter().map(|metric| metric.id.as_str())).collect();
        let mut published = self.published.iter().enumerate();
        published.try_for_each(|(place, figure)| known(&["published", &place.to_string(), "metric"], "a metric", &figure.metric, &names))
    }

    fn check_days(&self) -> Result<(), Fault> {
        let policy = &self.policy;
        let bounded = |name: &str, found: u32, most: u32| {
            let fits = (1..=most).contains(&found);
            if fits { Ok(()) } else { Err(Fault::new(&["policy", name], &format!("{name} from 1 to {most}"), found)) }
        };
        bounded("relation_months", policy.relation_months, 1200)?;
        bounded("fairs_per_year", policy.fairs_per_year, 1000)?;
        bounded("monthly_report_day", policy.monthly_report_day, 28)?;
        bounded("weekly_report_day", policy.weekly_report_day, 7)?;
        bounded("min_cell", policy.min_cell, 1_000_000)?;
        if policy.min_amount_fen < 0 {
            return Err(Fault::new(&["policy", "min_amount_fen"], "an amount of 0 fen or more", policy.min_amount_fen));
        }
        let mut chosen = policy.mandatory_ways.iter().enumerate();
        chosen.try_for_each(|(place, word)| {
            known(&["policy", "mandatory_ways", &place.to_string()], "a way of taking part", word, &way::all())
        })
    }

    fn check_window(&self) -> Result<(), Fault> {
        let fault = |expected: &str| Err(Fault::new(&["window", "end"], expected, self.window.end));
        match i64::from(self.window.end.to_epoch()) - i64::from(self.window.start.to_epoch()) {
            ..0 => fault("a window that ends on or after its start"),
            0..DAYS => Ok(()),
            _ => fault("a window of at most 100 years"),
        }
    }

    fn check_stages(&self) -> Result<(), Fault> {
        for (place, stage) in self.stages.iter().enumerate() {
            let part = |part| ["stages".to_owned(), place.to_string(), String::from(part)];
            let before = &self.stages[..place];
            if before.iter().any(|other| other.id == stage.id) {
                return Err(Fault::new(&part("id"), "stages of different ids", format!("stage {} twice", stage.id)));
            }
            if stage.end < stage.start {
                return Err(Fault::new(&part("end"), "a stage that ends on or after its start", format!("stage {}", stage.id)));
            }
            if before.last().is_some_and(|last| stage.start <= last.end) {
                return Err(Fault::new(&part("start"), "stages in order that do not overlap", format!("stage {}", stage.id)));
            }
        }
        Ok(())
    }

    fn check_targets(&self) -> Result<(), Fault> {
        for (name, target) in &self.targets {
            known(&["targets", name], "a headline metric as target", name, &HEADLINE)?;
            if target.value == 0 {
                return Err(Fault::new(&["targets", name, "value"], "a target above 0", format!("{name} = 0")));
            }
        }
        Ok(())
    }

    fn check_words(&self) -> Result<(), Fault> {
        let tables = Tables::standard();
        let names: Vec<&str> = tables.vocabulary_names().collect();
        for (vocabulary, words) in &self.vocabulary {
            known(&["vocabulary", vocabulary], "a vocabulary", vocabulary, &names)?;
            let canonical = canonical(&tables, vocabulary);
            for word in words.keys() {
                known(&["vocabulary", vocabulary, word], &format!("a word of {vocabulary}"), word, &canonical)?;
            }
            if let Some((word, [first, second])) = shared(words, &canonical) {
                let expected = format!("words of {vocabulary} that mean one word each");
                return Err(Fault::new(
                    &["vocabulary", vocabulary, second],
                    &expected,
                    format!("'{word}' under {second}, which is {first} too"),
                ));
            }
        }
        Ok(())
    }

    fn check_policy(&self) -> Result<(), Fault> {
        let (tables, policy) = (Tables::standard(), &self.policy);
        let lists = [
            ("qualifying", "status", &policy.qualifying),
            ("direct", "mechanism", &policy.direct),
            ("indirect", "mechanism", &policy.indirect),
        ];
        for (list, vocabulary, words) in lists {
            for (place, word) in words.iter().enumerate() {
                let path = ["policy", list, &place.to_string()];
                known(&path, &format!("a {vocabulary} in the policy"), word, &canonical(&tables, vocabulary))?;
            }
        }
        let both = policy.indirect.iter().position(|mechanism| policy.direct.contains(mechanism));
        both.map_or(Ok(()), |place| {
            let found = format!("'{}' in both", policy.indirect[place]);
            Err(Fault::new(&["policy", "indirect", &place.to_string()], "a mechanism that helps directly or indirectly", found))
        })
    }

    fn check_columns(&self) -> Result<(), Fault> {
        let tables = self.tables();
        for (table, columns) in &self.headers {
            check_table_columns(&["headers", table], &tables, known_table("headers", table)?, columns.keys())?;
        }
        for (table, constants) in &self.constants {
            check_constants(&["constants", table], &tables, known_table("constants", table)?, constants)?;
        }
        for (place, mapping) in self.mappings.iter().enumerate() {
            let place = place.to_string();
            check_table_columns(&["mapping", &place, "columns"], &tables, mapping.table, mapping.columns.keys())?;
            check_constants(&["mapping", &place, "constants"], &tables, mapping.table, &mapping.constants)?;
        }
        Ok(())
    }
}

/// Returns the canonical words of a vocabulary.
fn canonical<'t>(tables: &'t Tables, vocabulary: &str) -> Vec<&'t str> {
    tables.vocabulary(vocabulary).into_iter().flat_map(|words| words.keys()).map(String::as_str).collect()
}

fn check_table_columns<'a>(path: &[&str], tables: &Tables, id: TableId, columns: impl Iterator<Item = &'a String>) -> Result<(), Fault> {
    let names: Vec<&str> = tables.table(id).columns.iter().map(|column| column.name.as_str()).collect();
    for column in columns {
        known(&[path, &[column]].concat(), &format!("a column of {id}"), column, &names)?;
    }
    Ok(())
}

/// Refuses a constant of a column that the table does not have, or one that the column cannot hold: it would set every row aside.
fn check_constants(path: &[&str], tables: &Tables, id: TableId, constants: &BTreeMap<String, String>) -> Result<(), Fault> {
    check_table_columns(path, tables, id, constants.keys())?;
    let columns = tables.table(id).columns.iter();
    for (column, constant) in columns.filter_map(|column| Some((column, constants.get(&column.name)?))) {
        let path = [path, &[column.name.as_str()]].concat();
        let Some(vocabulary) = column.vocabulary.as_deref().and_then(|name| tables.vocabulary(name)) else {
            check_constant(&path, tables, id, column, constant)?;
            continue;
        };
        if Words::new(vocabulary).code(&Cell::Text(constant)).is_err() {
            let words = vocabulary.iter().flat_map(|(canonical, others)| std::iter::once(canonical).chain(others));
            let hint = did_you_mean(constant, words.map(String::as_str));
            let canonical: Vec<&str> = vocabulary.keys().map(String::as_str).collect();
            let expected = format!("a constant that is a word of {id}.{} ({})", column.name, canonical.join(", "));
            return Err(Fault::new(&path, &expected, format!("'{constant}'{hint}")));
        }
    }
    Ok(())
}

/// Refuses a constant that does not read as a value of its column, or is none where every row must have one.
fn check_constant(path: &[&str], tables: &Tables, id: TableId, column: &Column, constant: &str) -> Result<(), Fault> {
    let (cell, units) = (Cell::Text(constant), tables.units());
    if reads_as(column, &cell, None, Some(&units)) && !(column.required && missing(constant)) {
        return Ok(());
    }
    let expected = format!("a constant that is {} for {id}.{}", column.kind.expected(), column.name);
    Err(Fault::new(path, &expected, format!("'{}'", mask::shown(&cell, column.kind))))
}

fn known_table(part: &str, name: &str) -> Result<TableId, Fault> {
    let path = [part, name];
    known(&path, "a table", name, &TableId::ALL.map(TableId::name))?;
    TableId::parse(name).ok_or_else(|| Fault::new(&path, "a table", name))
}

/// Refuses a name that is none of these.
pub(crate) fn known(path: &[impl AsRef<str>], expected: &str, found: &str, names: &[&str]) -> Result<(), Fault> {
    if names.contains(&found) {
        return Ok(());
    }
    let hint = did_you_mean(found, names.iter().copied());
    Err(Fault::new(path, &format!("{expected} ({})", names.join(", ")), format!("'{found}'{hint}")))
}
