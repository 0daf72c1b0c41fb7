//! Reference rows: cells to the numbers of [`Records`].

use super::cleaner::Cleaner;
use super::memo::Memo;
use super::raw::{Flaws, Raw};
use super::{Flaw, count, date, id, mask, period, text, unit, way, weight};
use crate::account::{Counts, Reason};
use crate::cell::Block;
use crate::error::{Error, Result};
use crate::fold::line::pick;
use crate::person::Domain;
use crate::read::Header;
use crate::records::{NONE, Records};
use crate::table::{Column, Kind, TableId};
use std::collections::BTreeMap;

/// The id of a community that is to be made of its enterprise, city and name, where its file has a column of ids. Set-aside files have it
/// for the rows of lists that have none.
pub(crate) const TO_BE_MADE: &str = "project-";

/// The counties that the dictionaries at hand name, by table and column, in one thread: a register names few, and each takes long to find.
#[derive(Default)]
pub struct Counties(BTreeMap<(TableId, u8), Memo<i64>>);

impl Cleaner {
    /// Adds the rows of a block of a reference table, and those that are set aside.
    ///
    /// # Errors
    /// [`crate::ErrorKind::BadKey`] where a person was masked under another key.
    pub fn records(&self, sheet: u32, header: &Header, block: &Block, into: &mut Records, counties: &mut Counties) -> Result<()> {
        let raw = Raw { table: self.tables.table(header.table), header, block, sheet };
        let (mut columns, mut flaws, mut trouble) = (Vec::new(), Flaws::none(block.len()), None);
        for column in &raw.table.columns {
            columns.push(self.record_column(&raw, column, into, counties, &mut flaws, &mut trouble));
        }
        if let Some(error) = trouble {
            return Err(raw.masked_elsewhere(error, self.key()));
        }
        self.name_communities(&raw, &mut columns, into, &mut flaws);
        weigh_products(&raw, &mut columns, into, &mut flaws);
        let kept: Vec<u32> = (0..block.len() as u32).filter(|&row| flaws.is_clean(row as usize)).collect();
        into.columns.resize_with(columns.len(), Vec::new);
        for (all, column) in into.columns.iter_mut().zip(&columns) {
            all.extend(pick(column, &kept));
        }
        into.places.extend(kept.iter().map(|&row| raw.place(row as usize)));
        flaws.note_examples(&raw, &mut into.findings);
        into.aside.extend(flaws.asides(&raw));
        Counts::add(&mut into.read, sheet, block.len() as u64);
        Ok(())
    }

    fn record_column(
        &self,
        raw: &Raw<'_>,
        column: &Column,
        records: &mut Records,
        Counties(counties): &mut Counties,
        flaws: &mut Flaws,
        trouble: &mut Option<Error>,
    ) -> Vec<i64> {
        let cells = raw.column(&column.name);
        let (names, people) = (&mut records.names, &mut records.people);
        match column.kind {
            Kind::Id => cells.values(false, NONE, flaws, |cell| Ok(id::id(cell)?.map(|id| names.number(&id).into()))),
            Kind::Text => cells.values(true, NONE, flaws, |cell| Ok(text::text(cell)?.map(|text| names.number(&text).into()))),
            Kind::List | Kind::Months => cells.values(true, NONE, flaws, |cell| {
                let known = |way: String| way::way(&way).map_or(way, str::to_owned);
                let list =
                    if column.kind == Kind::Months { period::months(cell) } else { text::list(cell).into_iter().map(known).collect() };
                let list = list.join(";");
                Ok((!list.is_empty()).then(|| names.number(&list).into()))
            }),
            Kind::Period => cells.values(true, NONE, flaws, |cell| Ok(period::period(cell)?.map(|period| names.number(&period).into()))),
            Kind::Person => {
                let domain = Domain::of_column(&column.name);
                cells.values(false, NONE, flaws, |cell| Ok(self.person(domain, cell, trouble)?.map(|person| people.number(&person).into())))
            }
            Kind::Date => cells.values(true, NONE, flaws, |cell| Ok(date::day(cell)?.map(|day| day.to_epoch().into()))),
            Kind::Integer => cells.values(true, NONE, flaws, |cell| Ok(count::counted(cell, &column.units)?.map(i64::from))),
            Kind::Weight => cells.values(true, NONE, flaws, |cell| weight::grams(cell, cells.unit, self.unit_words())),
            // The ledger's alone.
            Kind::Quantity | Kind::Money => vec![NONE; raw.block.len()],
            Kind::Word | Kind::Flag => {
                let vocabulary = column.vocabulary.as_deref().unwrap_or_default();
                cells.values(true, NONE, flaws, |cell| Ok(self.word(vocabulary, cell)?.map(i64::from)))
            }
            Kind::County => {
                let known = counties.entry((raw.table.id, cells.index)).or_default();
                cells.remembered(known, NONE, flaws, |cell| self.county(cell))
            }
        }
    }

    /// Gives each community of a list without a column of ids (as on the form) an id made of its enterprise, city and name. A name of which a set-aside
    /// file has masked a part is missing: it would make another community.
    fn name_communities(&self, raw: &Raw<'_>, columns: &mut [Vec<i64>], records: &mut Records, flaws: &mut Flaws) {
        if raw.table.id != TableId::Projects {
            return;
        }
        let id = raw.column("community_id");
        let [enterprise, city, name] = ["enterprise_id", "city", "name"].map(|name| raw.table.column(name).unwrap_or_default());
        let rows = 0..raw.block.len();
        for row in rows {
            let text = |column: usize| records.name(columns[column][row]).unwrap_or_default();
            let given = text(id.index.into());
            if id.present && given.is_empty() {
                flaws.note(row, Reason::Cell(Flaw::Missing, id.index));
            }
            if id.present && given != TO_BE_MADE || !flaws.is_clean(row) {
                continue;
            }
            if let Some(masked) = [city, name].into_iter().find(|&column| mask::is_masked(text(column))) {
                flaws.note(row, Reason::Cell(Flaw::Missing, masked as u8));
                continue;
            }
            let id_of_project = self.project_id(text(enterprise), text(city), text(name));
            columns[usize::from(id.index)][row] = records.names.number(&id_of_project).into();
        }
    }

    /// Returns the id of a project, the same for every spelling of its city and whatever white space its name has.
    fn project_id(&self, enterprise: &str, city: &str, name: &str) -> String {
        let hash = blake3::hash([enterprise, &self.one_city(city), &text::compact(name)].join("\n").as_bytes()).to_hex();
        format!("{TO_BE_MADE}{}", &hash[..16])
    }

    /// Returns the one spelling of a city; of a county in its place, the code, so that two counties of a city stay two.
    fn one_city(&self, written: &str) -> String {
        let compact = text::compact(written);
        match self.places.county(&compact) {
            Ok(Some(county)) => self.places.code(county).to_owned(),
            _ => self.places.city(&compact).map_or_else(|| compact.clone(), |city| city.city.to_owned()),
        }
    }
}

/// Gives each product without a weight the one that its specification (5斤/箱) says.
fn weigh_products(raw: &Raw<'_>, columns: &mut [Vec<i64>], records: &Records, flaws: &mut Flaws) {
    if raw.table.id != TableId::Products {
        return;
    }
    let [weight, specification] = ["unit_weight_g", "specification"].map(|name| raw.table.column(name).unwrap_or_default());
    for row in (0..raw.block.len()).filter(|&row| flaws.is_clean(row)) {
        if columns[weight][row] == NONE {
            let grams = records.name(columns[specification][row]).and_then(unit::specification);
            columns[weight][row] = grams.unwrap_or(NONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Campaign;
    use crate::person::Key;
    use crate::read::layout::memory::Memory;
    use crate::read::layout::{Found, Index, recognise};

    fn communities(sheet: &str) -> (Vec<String>, usize) {
        let campaign = Campaign::community_power();
        let cleaner = Cleaner::new(&campaign, Key::new(b"a key of the tests, 16 bytes or more").unwrap());
        let found = recognise(Memory::of(sheet).boxed(), &campaign, &Index::of(cleaner.tables()), Some(TableId::Projects)).unwrap();
        let Found::Table(export) = found else { panic!("no table") };
        let mut rows = export.sheet.parts(&export.header.sources()).unwrap().remove(0);
        let mut records = Records::default();
        cleaner.records(0, &export.header, &rows.next_block().unwrap().unwrap(), &mut records, &mut Counties::default()).unwrap();
        let ids = records.columns[0].iter().map(|&id| records.name(id).unwrap().to_owned());
        (ids.collect(), records.aside.len())
    }

    #[test]
    fn an_id_to_be_made_is_the_one_of_a_list_without_ids() {
        let (made, _) = communities("企业名称|城市|项目名称\n甲物业|成都市|花园");
        assert!(made[0].len() == 24 && made[0].starts_with(TO_BE_MADE), "{made:?}");
        let (mended, aside) =
            communities("项目编号|企业名称|城市|项目名称\nproject-|甲物业|成都市|花园\nC1|甲物业|成都市|家园\n|甲物业|成都市|里");
        assert_eq!((mended, aside), (vec![made[0].clone(), "C1".to_owned()], 1));
    }

    #[test]
    fn a_project_is_one_in_every_spelling_of_its_city_and_name() {
        let cleaner = Cleaner::new(&Campaign::community_power(), Key::new(b"0123456789abcdef").unwrap());
        let of = |city, name| cleaner.project_id("甲物业", city, name);
        for (city, name) in [("成都", "花园"), ("成都市", "花\n园"), ("四川省 成都市", "花 园")] {
            assert_eq!(of(city, name), of("成都市", "花园"), "{city} {name}");
        }
        assert_eq!(of("成都市锦江区", "花园"), of("四川省成都市锦江区", "花园"));
        assert_eq!(of("东莞", "花园"), of("东莞市", "花园"));
        for (city, name) in [("成都市青羊区", "花园"), ("绵阳市", "花园"), ("某地", "花园"), ("成都市", "家园")] {
            assert!(of(city, name) != of("成都市", "花园") && of(city, name) != of("成都市锦江区", "花园"), "{city} {name}");
        }
    }
}
