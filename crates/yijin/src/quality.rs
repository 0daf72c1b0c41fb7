//! The quality of a book: what was read, what was set aside and why, and what a careful reader should know.

use crate::account::Reason;
use crate::book::Book;
use crate::calendar::Day;
use crate::clean::mask;
use crate::fold::line::weight;
use crate::fold::{CodeSet, Line};
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
    #[must_use]
    pub fn quality(&self) -> Value {
        json!({
            "accounting": accounting_json(&self.accounting()),
            "files": self.sheets().map(|(export, account)| {
                let mut file = file_json(export);
                if let (Value::Object(file), Value::Object(account)) = (&mut file, json!(account)) {
                    file.extend(account);
                }
                file
            }).collect::<Vec<_>>(),
            "examples": self.examples(),
            "flags": self.flags(),
            "unknown_words": self.unknown_words(),
            "key": self.key(),
        })
    }

    /// Returns where the key came from, and its fingerprint where another run can have the same.
    fn key(&self) -> Value {
        let key = self.cleaner().key();
        let fingerprint = (key.source() != KeySource::Fresh).then(|| key.fingerprint());
        json!({ "source": key.source(), "fingerprint": fingerprint })
    }

    /// Returns how many lines in use each flag stands on (`household_in_two_communities`: how many households).
    #[must_use]
    pub fn flags(&self) -> BTreeMap<&'static str, u64> {
        let mut flags = BTreeMap::from([("over_refund", self.settled.over_refunds)]);
        let given = |table| self.reference.contains_key(&table);
        let (projects, products) = (given(TableId::Projects), given(TableId::Products));
        let mut homes = Homes::new(self.state.households.len() + 1);
        let mut count = |flag: &'static str, is: bool| *flags.entry(flag).or_default() += u64::from(is);
        for line in self.lines_in_use() {
            let (community, product) = (line.community as usize, line.product as usize);
            let stated = self.catalogue.product_supplier[product];
            count("unregistered_community", projects && community != 0 && self.catalogue.project[community].is_none());
            count("unknown_product", products && self.catalogue.product[product].is_none());
            count("supplier_mismatch", line.supplier != 0 && stated != 0 && line.supplier != stated);
            let grams = if line.grams == weight::PIECE { self.catalogue.piece_grams[product] } else { line.grams };
            count("mass_unknown", grams == weight::UNKNOWN);
            homes.note(&line);
        }
        flags.insert("household_in_two_communities", homes.several.len());
        flags
    }

    fn lines_in_use(&self) -> impl Iterator<Item = Line> {
        let window = self.campaign().window;
        self.state.chunks.iter().zip(&self.settled.excluded).flat_map(move |(chunk, excluded)| {
            let live = (0..chunk.len()).filter(move |&index| excluded.binary_search(&(index as u32)).is_err());
            live.filter(move |&index| window.contains(Day::from_epoch(chunk.day(index)))).map(|index| chunk.line(index))
        })
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

    fn note(&mut self, line: &Line) {
        if line.household == 0 || line.community == 0 {
            return;
        }
        let first = &mut self.first[line.household as usize];
        if *first == 0 {
            *first = line.community;
        } else if *first != line.community {
            self.several.insert(line.household, self.first.len());
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
    let named = export.header.names.iter().zip(&export.header.bound);
    let unknown: Vec<String> =
        named.filter(|(name, bound)| bound.is_none() && !name.is_empty()).map(|(name, _)| mask::masked(name)).collect();
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
