//! The quality of a book: what was read, what was set aside and why, and what a careful reader should know.

use crate::account::Reason;
use crate::book::Book;
use crate::calendar::Day;
use crate::clean::mask;
use crate::error::Result;
use crate::fold::CodeSet;
use crate::fold::line::weight;
use crate::headline::Traits;
use crate::headline::json::accounting_json;
use crate::person::KeySource;
use crate::read::Export;
use crate::table::TableId;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

impl Book {
    /// Returns the quality report as JSON: `accounting` by table, `files`, `examples` of each reason, `flags`, `unknown_words`, `key`.
    /// No value in it is a person's.
    ///
    /// # Errors
    /// As [`Book::flags`].
    pub fn quality(&self) -> Result<Value> {
        Ok(json!({
            "accounting": accounting_json(&self.accounting()),
            "files": self.sheets().map(|(export, account)| {
                let mut file = file_json(export);
                if let (Value::Object(file), Value::Object(account)) = (&mut file, json!(account)) {
                    file.extend(account);
                }
                file
            }).collect::<Vec<_>>(),
            "examples": self.examples(),
            "flags": self.flags()?,
            "unknown_words": self.unknown_words(),
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
    /// [`crate::ErrorKind::Io`] where lines in the temporary file cannot be read.
    pub fn flags(&self) -> Result<BTreeMap<&'static str, u64>> {
        let mut flags = BTreeMap::from([("over_refund", self.settled.over_refunds)]);
        let mut homes = Homes::new(self.state.households.len() + 1);
        for (number, excluded) in self.settled.excluded.iter().enumerate() {
            let chunk = self.state.lines.chunk(number)?;
            let live = (0..chunk.len()).filter(|&index| excluded.binary_search(&(index as u32)).is_err());
            for index in live.filter(|&index| self.campaign().window.contains(Day::from_epoch(chunk.day(index)))) {
                let traits = chunk.traits(index, chunk.day(index));
                self.flag(&traits, chunk.grams(index), |flag, is| *flags.entry(flag).or_default() += u64::from(is));
                homes.note(chunk.household(index), traits.community);
            }
        }
        flags.insert("household_in_two_communities", homes.several.len());
        Ok(flags)
    }

    /// Says of each flag whether a line has it.
    fn flag(&self, line: &Traits, grams: i64, mut count: impl FnMut(&'static str, bool)) {
        let given = |table| self.reference.contains_key(&table);
        let (community, product) = (line.community as usize, line.product as usize);
        let stated = self.catalogue.product_supplier[product];
        let grams = if grams == weight::PIECE { self.catalogue.piece_grams[product] } else { grams };
        count("unregistered_community", given(TableId::Projects) && community != 0 && self.catalogue.project[community].is_none());
        count("unknown_product", given(TableId::Products) && self.catalogue.product[product].is_none());
        count("supplier_mismatch", line.supplier != 0 && stated != 0 && line.supplier != stated);
        count("mass_unknown", grams == weight::UNKNOWN);
    }

    /// Notes examples of the rows that were set aside only when they met others.
    pub(crate) fn note_settled(&mut self) {
        for aside in
            self.asides.iter().filter(|aside| !matches!(aside.reason, Reason::Cell(..) | Reason::NegativePurchase | Reason::ZeroQuantity))
        {
            let table = self.exports[aside.sheet as usize].header.table;
            let place = crate::fold::RowPlace { sheet: aside.sheet, row: aside.row };
            self.findings.example(table, aside.reason, place, || told(aside.reason).to_owned());
        }
    }

    fn examples(&self) -> Vec<Value> {
        let mut examples = Vec::new();
        for ((table, reason), rows) in &self.findings.examples {
            let table = self.cleaner().tables().table(*table);
            for (place, found) in rows {
                let export = &self.exports[place.sheet as usize];
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

/// Which households buy in more than one community.
struct Homes {
    first: Vec<u32>,
    several: CodeSet,
}

impl Homes {
    fn new(households: usize) -> Self {
        Self { first: vec![0; households], several: CodeSet::default() }
    }

    fn note(&mut self, household: u32, community: u32) {
        if household == 0 || community == 0 {
            return;
        }
        let first = &mut self.first[household as usize];
        if *first == 0 {
            *first = community;
        } else if *first != community {
            self.several.insert(household, self.first.len());
        }
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
        Reason::Cell(..) | Reason::NegativePurchase | Reason::ZeroQuantity => "",
    }
}

fn file_json(export: &Export) -> Value {
    let (place, tally) = (export.sheet.place(), export.sheet.tally());
    let count = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
    let known = export.header.sources();
    let nobodys = export.header.names.iter().enumerate().filter(|(source, name)| known.binary_search(source).is_err() && !name.is_empty());
    let unknown: Vec<String> = nobodys.map(|(_, name)| mask::masked(name)).collect();
    json!({
        "file": &*place.file,
        "sheet": place.sheet.as_deref(),
        "table": export.header.table,
        "encoding": export.sheet.encoding(),
        "title_rows": count(&tally.title_rows),
        "header_rows": count(&tally.header_rows),
        "blank_rows": count(&tally.blank_rows),
        "footer_rows": count(&tally.footer_rows),
        "ragged_rows": count(&tally.ragged_rows),
        "merged_cells": count(&tally.merged_cells),
        "unknown_columns": unknown,
    })
}
