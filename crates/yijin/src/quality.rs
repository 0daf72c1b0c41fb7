//! The quality of a book: what was read, what was set aside and why, and what a careful reader should know.

use crate::account::{Reason, UnknownWords};
use crate::book::Book;
use crate::clean::mask;
use crate::error::Result;
use crate::fold::Facts;
use crate::fold::line::weight;
use crate::headline::json::accounting_json;
use crate::person::KeySource;
use crate::progress::{Phase, Progress};
use crate::read::layout::nameless;
use crate::read::{Export, Tallied};
use crate::records::NONE;
use crate::table::TableId;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

impl Book {
    /// Returns the quality report as JSON: `accounting` by table, `files`, `examples` of each reason, `flags`, `unknown_words`,
    /// `unplaced_cities`, `key`.
    /// No value in it is a person's.
    ///
    /// # Errors
    /// As [`Book::flags`].
    pub fn quality(&self, progress: &Progress) -> Result<Value> {
        Ok(json!({
            "accounting": accounting_json(&self.accounting()),
            "files": self.sheets().zip(&self.tallied).map(|((export, account), tallied)| {
                let mut file = file_json(export, tallied, account.read);
                for more in [json!(tallied), json!(account)] {
                    if let (Value::Object(file), Value::Object(more)) = (&mut file, more) {
                        file.extend(more);
                    }
                }
                file
            }).collect::<Vec<_>>(),
            "examples": self.examples(),
            "flags": self.flags(progress)?,
            "unknown_words": self.unknown_words(),
            "unplaced_cities": self.unplaced_cities(),
            "key": self.key(),
        }))
    }

    /// Returns where the key came from, and its fingerprint where another run can have the same.
    fn key(&self) -> Value {
        let key = self.cleaner().key();
        let fingerprint = (key.source() != KeySource::Fresh).then(|| key.fingerprint());
        json!({ "source": key.source(), "fingerprint": fingerprint })
    }

    /// Returns how many lines in use each flag stands on (`household_in_two_communities`: how many households).
    ///
    /// # Errors
    /// [`crate::ErrorKind::Interrupted`], and [`crate::ErrorKind::Io`] where lines in the temporary file cannot be read.
    pub fn flags(&self, progress: &Progress) -> Result<BTreeMap<&'static str, u64>> {
        if let Some(flags) = self.flags.get() {
            return Ok(flags.clone());
        }
        progress.begin(Phase::Folding, self.state.lines.lines());
        let flags = self.pool.install(|| self.count_flags(progress))?;
        Ok(self.flags.get_or_init(|| flags).clone())
    }

    fn count_flags(&self, progress: &Progress) -> Result<BTreeMap<&'static str, u64>> {
        let homes = Homes::new(self.state.members.households.len() + 1);
        let of_chunk = |lines: &mut Facts, number: usize| -> Result<[u64; FLAGS.len()]> {
            progress.check()?;
            self.state.lines.chunk(number)?.unpack(lines);
            let mut flagged = [0; FLAGS.len()];
            let mut excluded = self.settled.excluded[number].iter().map(|&index| index as usize).peekable();
            for index in (0..lines.date.len()).filter(|index| excluded.next_if_eq(index).is_none()) {
                if self.campaign().window.contains(lines.date[index]) {
                    flagged.iter_mut().zip(self.flagged(lines, index)).for_each(|(count, is)| *count += u64::from(is));
                    homes.note(lines.household[index], lines.community[index]);
                }
            }
            progress.done.fetch_add(lines.date.len() as u64, Ordering::Relaxed);
            Ok(flagged)
        };
        let chunks = (0..self.state.lines.chunks()).into_par_iter().filter(|&number| self.state.lines.is_of_lines(number));
        let sum = |mine: [u64; FLAGS.len()], theirs: [u64; FLAGS.len()]| Ok(std::array::from_fn(|flag| mine[flag] + theirs[flag]));
        let counts = chunks.map_init(Facts::default, of_chunk).try_reduce(|| [0; FLAGS.len()], sum)?;
        let others = [("over_refund", self.settled.over_refunds), ("household_in_two_communities", homes.several())];
        Ok(FLAGS.into_iter().zip(counts).chain(others).collect())
    }

    /// Returns of each of [`FLAGS`] whether a line has it.
    fn flagged(&self, lines: &Facts, index: usize) -> [bool; FLAGS.len()] {
        let given = |table| self.reference.contains_key(&table);
        let (community, product, supplier) = (lines.community[index] as usize, lines.product[index] as usize, lines.supplier[index]);
        let stated = self.catalogue.product_supplier[product];
        [
            given(TableId::Projects) && community != 0 && self.catalogue.project[community].is_none(),
            given(TableId::Products) && self.catalogue.product[product].is_none(),
            supplier != 0 && stated != 0 && supplier != stated,
            weight::of(lines.grams[index], lines.product[index], &self.catalogue.piece_grams) == weight::UNKNOWN,
        ]
    }

    /// Notes examples of the rows that were set aside only when they met others.
    pub(crate) fn note_settled(&mut self) {
        for aside in self.asides.iter().filter(|aside| !told(aside.reason).is_empty()) {
            let table = self.exports.sheet(aside.sheet).header.table;
            let place = crate::fold::RowPlace { sheet: aside.sheet, row: aside.row };
            self.findings.example(table, aside.reason, place, || told(aside.reason).to_owned());
        }
    }

    fn examples(&self) -> Vec<Value> {
        let mut examples = Vec::new();
        for ((table, reason), rows) in &self.findings.examples {
            let table = self.cleaner().tables().table(*table);
            for (place, found) in rows {
                let export = self.exports.sheet(place.sheet);
                let (of, code) = (export.sheet.place(), reason.code(table));
                let column = export.header.spelt(table, reason.column(table));
                examples.push(json!({"table": table.id, "reason": code, "file": &*of.file, "sheet": of.sheet.as_deref(), "row": place.row, "column": column, "found": found}));
            }
        }
        examples
    }

    fn unknown_words(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for ((table, column), words) in &self.findings.words {
            let column = &self.cleaner().tables().table(*table).columns[usize::from(*column)].name;
            all.extend(words.rows.iter().map(|(word, rows)| json!({"table": table, "column": column, "word": word, "rows": rows})));
            if words.others > 0 {
                all.push(json!({"table": table, "column": column, "word": null, "rows": words.others}));
            }
        }
        all
    }
}

/// Cities.
impl Book {
    /// Returns the cities of communities that no place is known for, or several, and how many communities stand in each.
    fn unplaced_cities(&self) -> Vec<Value> {
        let Some(projects) = self.reference.get(&TableId::Projects) else { return Vec::new() };
        let city = self.cleaner().tables().table(TableId::Projects).column("city").unwrap_or_default();
        let mut communities: BTreeMap<i64, u64> = BTreeMap::new();
        for &value in projects.columns.get(city).into_iter().flatten().filter(|&&value| value != NONE) {
            *communities.entry(value).or_default() += 1;
        }
        let mut unplaced = UnknownWords::default();
        for (value, count) in communities {
            if let Some(name) = projects.name(value).filter(|name| self.cleaner().city(name).is_none()) {
                unplaced.add(mask::masked(name), count);
            }
        }
        let named = unplaced.rows.iter().map(|(city, count)| json!({"city": city, "communities": count}));
        let others = (unplaced.others > 0).then(|| json!({"city": null, "communities": unplaced.others}));
        named.chain(others).collect()
    }
}

/// The flags that a line has by itself.
const FLAGS: [&str; 4] = ["unregistered_community", "unknown_product", "supplier_mismatch", "mass_unknown"];

/// For each household the community it buys in, or [`Homes::SEVERAL`].
struct Homes(Vec<AtomicU32>);

impl Homes {
    const SEVERAL: u32 = u32::MAX;

    fn new(households: usize) -> Self {
        Self((0..households).map(|_| AtomicU32::new(0)).collect())
    }

    fn note(&self, household: u32, community: u32) {
        if household == 0 || community == 0 {
            return;
        }
        let home = &self.0[household as usize];
        let known = home.compare_exchange(0, community, Ordering::Relaxed, Ordering::Relaxed).unwrap_or_else(|known| known);
        if known != 0 && known != community {
            home.store(Self::SEVERAL, Ordering::Relaxed);
        }
    }

    fn several(&self) -> u64 {
        self.0.iter().filter(|home| home.load(Ordering::Relaxed) == Self::SEVERAL).count() as u64
    }
}

fn told(reason: Reason) -> &'static str {
    match reason {
        Reason::DuplicateLine | Reason::DuplicateKey => "a row before it has the same key and the same values",
        Reason::ConflictingLine | Reason::ConflictingKey => "a row before it has the same key and other values",
        Reason::OrphanRefund => "no such order line among the accepted rows",
        Reason::AmbiguousRefund => "the order has several lines that it could be of",
        Reason::UnknownSupplier => "no such supplier among the suppliers",
        Reason::UnregisteredPoorHousehold => "no such household in the register",
        Reason::Cell(..) | Reason::NegativePurchase | Reason::NegativeAmount | Reason::ZeroQuantity => "",
    }
}

fn file_json(export: &Export, tallied: &Tallied, rows: u64) -> Value {
    let place = export.sheet.place();
    let known = export.header.sources();
    let nobodys = export.header.names.iter().enumerate().filter(|(source, name)| known.binary_search(source).is_err() && !name.is_empty());
    let nameless = nameless(&export.header, &tallied.nameless, rows);
    let unknown: Vec<String> = nobodys.map(|(_, name)| mask::masked(name)).chain(nameless).collect();
    json!({
        "file": &*place.file,
        "sheet": place.sheet.as_deref(),
        "table": export.header.table,
        "encoding": export.sheet.encoding(),
        "unknown_columns": unknown,
        "unread_sheets": export.unread,
    })
}
