//! Ledger rows: cells to lines and refunds.

use super::cleaner::Cleaner;
use super::memo::Memo;
use super::raw::{Flaws, Raw, RawColumn};
use super::spelling::{Spellings, Spelt};
use super::unit::{self, Unit};
use super::{Flaw, count, date, id, money, quantity};
use crate::account::Reason;
use crate::calendar::Day;
use crate::cell::{Block, Cell};
use crate::error::{Error, Result};
use crate::fold::line::{order_hash, weight};
use crate::fold::members::Shared;
use crate::fold::{Columns, Refund, Roster, State};
use crate::person::{Domain, Pseudonym};
use crate::read::Header;
use crate::table::TableId;

/// A block's rows as values, and which of them are refunds.
struct Values {
    rows: Columns,
    refund_of: Vec<Option<u128>>,
    refund_line_no: Vec<Option<u32>>,
}

impl Cleaner {
    /// Adds a block of ledger rows to a state: its lines and refunds, and the rows that are set aside; the roster numbers their members.
    ///
    /// # Errors
    /// [`crate::ErrorKind::BadKey`] where a person was masked under another key, and as [`crate::fold::Lines::add`].
    pub fn ledger(
        &self,
        sheet: u32,
        header: &Header,
        block: &Block,
        roster: &Roster,
        state: &mut State,
        spellings: &mut Spellings,
    ) -> Result<()> {
        let raw = Raw { table: self.tables.table(TableId::Ledger), header, block, sheet };
        let mut flaws = Flaws::none(block.len());
        let values = self.values(&raw, roster, spellings, &mut flaws)?;
        check_signs(&values, &mut flaws);
        let clean = (0..block.len()).filter(|&row| flaws.is_clean(row));
        let (refunds, lines): (Vec<usize>, Vec<usize>) = clean.partition(|&row| values.refund_of[row].is_some());
        for row in refunds {
            let (line, of_line) = (values.rows.line(row), values.refund_line_no[row]);
            state.refunds.extend(values.refund_of[row].map(|of| Refund { place: raw.place(row), line, of, of_line }));
        }
        let lines: Vec<u32> = lines.into_iter().map(|row| row as u32).collect();
        state.lines.add(sheet, |row| block.rows.number(row), &values.rows, &lines)?;
        state.aside.extend(flaws.asides(&raw, &mut state.findings));
        *state.read.entry(sheet).or_default() += block.len() as u64;
        Ok(())
    }

    fn values(&self, raw: &Raw<'_>, roster: &Roster, spellings: &mut Spellings, flaws: &mut Flaws) -> Result<Values> {
        let mut trouble = None;
        let order = |cell: &Cell<'_>| Ok(id::id(cell)?.map(|id| order_hash(&id)));
        let (quantity, in_cell): (Vec<i64>, Vec<i64>) = quantities(&raw.column("quantity"), flaws).into_iter().unzip();
        let mut rows = Columns {
            order: raw.column("order_id").values(false, 0, flaws, order),
            line_no: raw.column("line_no").values(true, 1, flaws, count::count),
            date: raw.column("order_date").values(true, Day::MIN, flaws, date::day),
            community: named(&raw.column("community_id"), &mut spellings.communities, &roster.communities, flaws),
            household: self.people(
                &raw.column("household_id"),
                Domain::Household,
                &roster.households,
                &mut spellings.households,
                flaws,
                &mut trouble,
            ),
            enterprise: named(&raw.column("enterprise_id"), &mut spellings.enterprises, &roster.enterprises, flaws),
            channel: self.coded(&raw.column("channel"), &mut spellings.channels, "channel", flaws),
            buyer_kind: self.coded(&raw.column("buyer_kind"), &mut spellings.buyer_kinds, "buyer_kind", flaws),
            status: self.coded(&raw.column("status"), &mut spellings.statuses, "status", flaws),
            product: named(&raw.column("product_id"), &mut spellings.products, &roster.products, flaws),
            supplier: named(&raw.column("supplier_id"), &mut spellings.suppliers, &roster.suppliers, flaws),
            organizer: self.people(
                &raw.column("organizer_id"),
                Domain::Organizer,
                &roster.organizers,
                &mut spellings.organizers,
                flaws,
                &mut trouble,
            ),
            activity: named(&raw.column("activity_id"), &mut spellings.activities, &roster.activities, flaws),
            quantity,
            grams: self.units(&raw.column("unit"), &mut spellings.units, flaws),
            amount: amounts(&raw.column("amount"), flaws),
        };
        let in_header = raw.column("quantity").unit.and_then(unit::parse).map_or(weight::UNKNOWN, grams);
        for (grams, in_cell) in rows.grams.iter_mut().zip(in_cell) {
            let known = [in_cell, *grams, in_header].into_iter().find(|&grams| grams != weight::UNKNOWN);
            *grams = known.unwrap_or(weight::UNKNOWN);
        }
        let [household, organisation] = ["household", "organisation"].map(|word| self.code("buyer_kind", word));
        for (kind, &buyer) in rows.buyer_kind.iter_mut().zip(&rows.household).filter(|(kind, _)| **kind == 0) {
            *kind = if buyer != 0 { household } else { organisation };
        }
        let values = Values {
            rows,
            refund_of: raw.column("refund_of").values(true, None, flaws, |cell| Ok(id::id(cell)?.map(|id| Some(order_hash(&id))))),
            refund_line_no: raw.column("refund_line_no").values(true, None, flaws, |cell| Ok(count::count(cell)?.map(Some))),
        };
        trouble.map_or(Ok(values), Err)
    }

    fn code(&self, vocabulary: &str, word: &str) -> u8 {
        self.words(vocabulary).iter().position(|it| it == word).map_or(0, |code| code as u8 + 1)
    }

    fn coded(&self, column: &RawColumn<'_>, memo: &mut Memo<u8>, vocabulary: &str, flaws: &mut Flaws) -> Vec<u8> {
        column.remembered(memo, 0, flaws, |cell| self.word(vocabulary, cell))
    }

    fn people(
        &self,
        column: &RawColumn<'_>,
        domain: Domain,
        people: &Shared<Pseudonym>,
        spelt: &mut Spelt,
        flaws: &mut Flaws,
        trouble: &mut Option<Error>,
    ) -> Vec<u32> {
        column.values(false, 0, flaws, |cell| {
            let mut number = || Ok(self.person(domain, cell, trouble)?.map(|person| people.number(&person)));
            if let Cell::Text(text) = cell { spelt.number(text, number) } else { number() }
        })
    }

    fn units(&self, column: &RawColumn<'_>, memo: &mut Memo<i64>, flaws: &mut Flaws) -> Vec<i64> {
        let read = |cell: &Cell<'_>| match self.word("unit", cell) {
            Ok(code) => Ok(code.and_then(|code| unit::of_word(&self.words("unit")[usize::from(code) - 1])).map(grams)),
            Err(flaw) => match cell {
                Cell::Text(text) => unit::parse(text).map(|unit| Some(grams(unit))).ok_or(flaw),
                _ => Err(flaw),
            },
        };
        column.remembered(memo, weight::UNKNOWN, flaws, read)
    }
}

fn named(column: &RawColumn<'_>, memo: &mut Memo<u32>, names: &Shared<Box<str>>, flaws: &mut Flaws) -> Vec<u32> {
    column.remembered(memo, 0, flaws, |cell| Ok(id::id(cell)?.map(|id| names.number(&id))))
}

fn quantities(column: &RawColumn<'_>, flaws: &mut Flaws) -> Vec<(i64, i64)> {
    column.values(true, (0, weight::UNKNOWN), flaws, |cell| {
        Ok(quantity::quantity(cell)?.map(|quantity| (quantity.micro, quantity.unit.map_or(weight::UNKNOWN, grams))))
    })
}

fn amounts(column: &RawColumn<'_>, flaws: &mut Flaws) -> Vec<i64> {
    match column.unit.map_or(money::scale(Some("元")), |unit| money::scale(Some(unit))) {
        Some(scale) => column.values(false, 0, flaws, |cell| money::fen(cell, scale)),
        None => column.values(false, 0, flaws, |_| Err(Flaw::BadNumber)),
    }
}

fn grams(unit: Unit) -> i64 {
    match unit {
        Unit::Grams(grams) | Unit::Piece { grams: Some(grams) } => grams,
        Unit::Piece { grams: None } => weight::PIECE,
    }
}

fn check_signs(values: &Values, flaws: &mut Flaws) {
    let rows = &values.rows;
    for (row, (&quantity, &amount)) in rows.quantity.iter().zip(&rows.amount).enumerate() {
        if (quantity < 0 || amount < 0) && values.refund_of[row].is_none() {
            flaws.note(row, Reason::NegativePurchase);
        }
        if quantity == 0 {
            flaws.note(row, Reason::ZeroQuantity);
        }
    }
}
