//! Dimensions: what figures can be sliced by, and which value each line has.

use crate::calendar::Day;
use crate::campaign::Campaign;
use crate::catalogue::Catalogue;
use crate::clean::Cleaner;
use crate::error::{ErrorKind, Result};
use crate::fold::{Names, Numbering};
use crate::records::NONE;
use crate::reference::Reference;
use crate::rows::Coded;
use crate::suggest::did_you_mean;
use crate::table::{Kind, TableId};
use std::collections::BTreeSet;

/// Every dimension, with the reference table it needs.
pub const DIMENSIONS: [(&str, Option<TableId>); 23] = [
    ("stage", None),
    ("month", None),
    ("quarter", None),
    ("week", None),
    ("day", None),
    ("province", Some(TableId::Projects)),
    ("city", Some(TableId::Projects)),
    ("enterprise", None),
    ("association", Some(TableId::Projects)),
    ("community", None),
    ("property_type", Some(TableId::Projects)),
    ("pilot", Some(TableId::Projects)),
    ("channel", None),
    ("buyer_kind", None),
    ("source", Some(TableId::Suppliers)),
    ("supplier", None),
    ("product", None),
    ("custom", Some(TableId::Products)),
    ("category", Some(TableId::Products)),
    ("brand", Some(TableId::Products)),
    ("origin_province", Some(TableId::Products)),
    ("origin_county", Some(TableId::Products)),
    ("is_832", Some(TableId::Products)),
];

/// What a line is sliced by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Traits {
    /// The order's date, in days since 1970.
    pub day: i32,
    /// The community's number.
    pub community: u32,
    /// The enterprise's number: the ledger's, else the community's.
    pub enterprise: u32,
    /// The channel's code.
    pub channel: u8,
    /// The buyer kind's code.
    pub buyer_kind: u8,
    /// The product's number.
    pub product: u32,
    /// The supplier's number: the ledger's, else the product's.
    pub supplier: u32,
}

/// A dimension, ready to be asked for a line's value.
#[derive(Debug)]
pub struct Dimension {
    /// Its name.
    pub name: &'static str,
    labels: Vec<String>,
    by: By,
}

/// Where a line's value comes from: codes by number, from 1; 0 is the missing value.
#[derive(Debug)]
enum By {
    Day(i32, Vec<u32>),
    Community(Vec<u32>),
    Enterprise(Vec<u32>),
    Channel,
    BuyerKind,
    Product(Vec<u32>),
    Custom(Vec<Option<Day>>),
    Supplier(Vec<u32>),
}

/// What dimensions are made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The ledger's members.
    pub members: &'a Numbering,
    /// The reference tables.
    pub reference: &'a Reference,
    /// What they say of the ledger's members.
    pub catalogue: &'a Catalogue,
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Its words and places.
    pub cleaner: &'a Cleaner,
}

impl Dimension {
    /// Returns the dimension of this name. `cumulative` puts each day into the first period that ends on or after it, so that a stage's
    /// running count holds the days between the stages.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`], and [`ErrorKind::NeedsTable`] where its table was not given.
    pub fn new(name: &str, sources: Sources<'_>, cumulative: bool) -> Result<Self> {
        let Some(&(name, needs)) = DIMENSIONS.iter().find(|(known, _)| *known == name) else { return Err(unknown(name)) };
        if let Some(table) = needs.filter(|table| !sources.reference.contains_key(table)) {
            return Err(ErrorKind::NeedsTable { what: format!("the dimension {name}"), table: table.name() }.into());
        }
        let (labels, by) = sources.dimension(name, cumulative);
        Ok(Self { name, labels, by })
    }

    /// Returns the code of a line's value: 0 where it is missing.
    #[must_use]
    pub fn code(&self, line: &Traits) -> u32 {
        match &self.by {
            By::Day(start, codes) => codes.get((line.day - start) as usize).copied().unwrap_or(0),
            By::Community(codes) => codes[line.community as usize],
            By::Enterprise(codes) => codes[line.enterprise as usize],
            By::Channel => line.channel.into(),
            By::BuyerKind => line.buyer_kind.into(),
            By::Product(codes) => codes[line.product as usize],
            By::Custom(since) => since[line.product as usize].map_or(0, |since| if since.to_epoch() <= line.day { 2 } else { 1 }),
            By::Supplier(codes) => codes.get(line.supplier as usize).copied().unwrap_or(0),
        }
    }

    /// Returns the value of a code; `None` for 0.
    #[must_use]
    pub fn label(&self, code: u32) -> Option<&str> {
        self.labels.get((code as usize).checked_sub(1)?).map(String::as_str)
    }

    /// Returns the values of the codes, from 1.
    #[must_use]
    pub fn into_labels(self) -> Vec<String> {
        self.labels
    }

    /// Returns the codes of values that a filter names; `None` is the missing value. A value that is known but that no line has, has none.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`] where the dimension has no such value.
    pub fn codes(&self, values: &[Option<String>], sources: Sources<'_>) -> Result<BTreeSet<u32>> {
        let code = |value: &Option<String>| value.as_ref().map_or(Ok(Some(0)), |value| self.find(value, sources));
        values.iter().filter_map(|value| code(value).transpose()).collect()
    }

    /// Returns how many codes there are, with that of the missing value.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.labels.len() as u64 + 1
    }

    /// Returns whether its values are periods.
    #[must_use]
    pub fn is_time(&self) -> bool {
        matches!(self.by, By::Day(..))
    }

    fn find(&self, value: &str, sources: Sources<'_>) -> Result<Option<u32>> {
        let place = |value: &str| self.labels.iter().position(|label| label == value).map(|code| code as u32 + 1);
        let canonical = sources.cleaner.canonical(self.name, value);
        let found = place(value).or_else(|| canonical.as_deref().and_then(place));
        if found.is_some() || canonical.is_some() || sources.names(self.name, value) {
            return Ok(found);
        }
        let shown = self.labels.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
        let allowed = if self.labels.len() > 12 { format!("{shown}, …") } else { shown };
        let hint = did_you_mean(value, self.labels.iter().map(String::as_str));
        let found = format!("{}={}", self.name, crate::clean::mask::masked(value));
        Err(ErrorKind::UnknownName { what: "value of the dimension", found, allowed, hint }.into())
    }
}

fn unknown(name: &str) -> crate::Error {
    let names = DIMENSIONS.map(|(name, _)| name);
    let hint = if name.contains(',') { "; give each dimension on its own".to_owned() } else { did_you_mean(name, names) };
    ErrorKind::UnknownName { what: "dimension", found: name.to_owned(), allowed: names.join(", "), hint }.into()
}

impl Sources<'_> {
    /// Returns whether a reference table holds this value of a dimension.
    fn names(self, dimension: &str, value: &str) -> bool {
        let columns: &[(TableId, &str)] = match dimension {
            "community" => &[(TableId::Projects, "community_id")],
            "product" => &[(TableId::Products, "product_id")],
            "enterprise" => &[(TableId::Enterprises, "enterprise_id")],
            "association" => &[(TableId::Projects, "association_id"), (TableId::Associations, "association_id")],
            "property_type" => &[(TableId::Projects, "property_type")],
            "category" | "brand" => &[(TableId::Products, dimension)],
            _ => &[],
        };
        columns.iter().any(|&(table, column)| {
            let rows = self.reference.get(&table).map_or(0, |records| records.len() as u32);
            (0..rows).any(|row| self.text(table, column, row).as_deref() == Some(value))
        })
    }

    fn dimension(self, name: &str, cumulative: bool) -> (Vec<String>, By) {
        let (catalogue, cleaner) = (self.catalogue, self.cleaner);
        match name {
            "stage" => self.stages(cumulative),
            "month" => self.periods(Day::month),
            "quarter" => self.periods(Day::quarter),
            "week" => self.periods(Day::week),
            "day" => self.periods(|day| day.to_string()),
            "channel" => (cleaner.words("channel").to_vec(), By::Channel),
            "buyer_kind" => (cleaner.words("buyer_kind").to_vec(), By::BuyerKind),
            "community" => named(&self.members.communities, By::Community),
            "product" => named(&self.members.products, By::Product),
            "supplier" => named(&catalogue.suppliers, By::Supplier),
            "enterprise" => named(&catalogue.enterprises, By::Enterprise),
            "custom" => (vec!["false".to_owned(), "true".to_owned()], By::Custom(self.custom())),
            "province" => self.of_project("city", By::Community, |city| cleaner.city(city).map(|city| city.0)),
            "city" => self.of_project("city", By::Community, |city| cleaner.city(city).map(|city| city.1)),
            "association" => self.of_project("association_id", By::Community, |name| Some(name.to_owned())),
            "property_type" | "pilot" => self.of_project(name, By::Community, |text| Some(text.to_owned())),
            "source" => coded(self.sources_of_suppliers().into_iter(), By::Supplier),
            "category" | "brand" => self.of_product(name, |text| Some(text.to_owned())),
            "origin_province" => self.of_product("origin_county", |code| cleaner.county_province(code)),
            "origin_county" => self.of_product("origin_county", |code| cleaner.county_full_name(code)),
            _ => self.of_product("origin_county", |code| cleaner.county_is_poor(code).map(|is| is.to_string())),
        }
    }

    fn stages(self, cumulative: bool) -> (Vec<String>, By) {
        let stages = &self.campaign.stages;
        let code = |day: Day| {
            let running = stages.iter().position(|stage| day <= stage.end);
            let within = self.campaign.stage_of(day);
            (if cumulative { running } else { within }).map_or(0, |stage| stage as u32 + 1)
        };
        (stages.iter().map(|stage| stage.id.clone()).collect(), self.by_day(code))
    }

    fn periods(self, label: impl Fn(Day) -> String) -> (Vec<String>, By) {
        let mut labels: Vec<String> = Vec::new();
        let codes = self.days().map(|day| {
            let label = label(day);
            if labels.last() != Some(&label) {
                labels.push(label);
            }
            labels.len() as u32
        });
        let codes = codes.collect();
        (labels, By::Day(self.campaign.window.start.to_epoch(), codes))
    }

    fn days(self) -> impl Iterator<Item = Day> {
        (self.campaign.window.start.to_epoch()..=self.campaign.window.end.to_epoch()).map(Day::from_epoch)
    }

    fn by_day(self, code: impl Fn(Day) -> u32) -> By {
        By::Day(self.campaign.window.start.to_epoch(), self.days().map(code).collect())
    }

    fn custom(self) -> Vec<Option<Day>> {
        self.catalogue.product.iter().zip(&self.catalogue.custom_since).map(|(row, since)| row.map(|_| *since)).collect()
    }

    fn of_project(self, column: &str, by: fn(Vec<u32>) -> By, label: impl Fn(&str) -> Option<String>) -> (Vec<String>, By) {
        coded(self.catalogue.project.iter().map(|row| self.text(TableId::Projects, column, (*row)?).and_then(|text| label(&text))), by)
    }

    fn of_product(self, column: &str, label: impl Fn(&str) -> Option<String>) -> (Vec<String>, By) {
        coded(
            self.catalogue.product.iter().map(|row| self.text(TableId::Products, column, (*row)?).and_then(|text| label(&text))),
            By::Product,
        )
    }

    fn sources_of_suppliers(self) -> Vec<Option<String>> {
        let mut kinds = vec![None; self.catalogue.suppliers.len() + 1];
        if let Some(records) = self.reference.get(&TableId::Suppliers) {
            for row in 0..records.len() {
                let name = self.text(TableId::Suppliers, "supplier_id", row as u32);
                let number = name.map_or(0, |name| self.catalogue.suppliers.find(&name)) as usize;
                if number != 0 {
                    kinds[number] = self.text(TableId::Suppliers, "kind", row as u32);
                }
            }
        }
        kinds
    }

    /// Returns for each product the first day on which its origin is not, or no longer, on the list of 832; `None` where the origin is missing.
    #[must_use]
    pub fn listed_until(self) -> Vec<Option<Day>> {
        let origin = |row: &Option<u32>| self.text(TableId::Products, "origin_county", (*row)?);
        let until = |code: String| self.cleaner.county_listed_until(&code);
        self.catalogue.product.iter().map(|row| origin(row).and_then(until)).collect()
    }

    /// Returns a reference value as text: a name, a canonical word, or a county's code.
    pub(crate) fn text(self, table: TableId, column: &str, row: u32) -> Option<String> {
        let (records, table) = (self.reference.get(&table)?, self.cleaner.tables().table(table));
        let place = table.column(column)?;
        let value = records.columns.get(place)?.get(row as usize).copied().filter(|&value| value != NONE)?;
        match (table.columns[place].kind, &table.columns[place].vocabulary) {
            (Kind::Word | Kind::Flag, Some(vocabulary)) => self.cleaner.words(vocabulary).get(value as usize - 1).cloned(),
            (Kind::County, _) => Some(format!("{value:06}")),
            _ => records.name(value).map(str::to_owned),
        }
    }
}

/// Returns the names of members as [`coded`] labels.
fn named(names: &Names, by: fn(Vec<u32>) -> By) -> (Vec<String>, By) {
    coded(std::iter::once(None).chain(names.values().iter().map(|name| Some(name.to_string()))), by)
}

/// Returns the distinct labels in order, and for each member (the first is none) the code of its label.
fn coded(labels: impl Iterator<Item = Option<String>>, by: fn(Vec<u32>) -> By) -> (Vec<String>, By) {
    let coded = Coded::of(labels);
    (coded.labels, by(coded.codes))
}
