//! Ledger rows: cells to lines and refunds.

use super::cleaner::Cleaner;
use super::raw::{Flaws, Raw, RawColumn};
use super::spelling::{Spellings, Spelt};
use super::unit::{self, Unit};
use super::{Flaw, count, date, id, money, quantity};
use crate::account::Reason;
use crate::calendar::Day;
use crate::cell::{Block, Cell};
use crate::error::{Error, Result};
use crate::fold::line::{order_hash, weight};
use crate::fold::members::{Names, People};
use crate::fold::{Line, Refund, State};
use crate::person::Domain;
use crate::read::Header;
use crate::table::TableId;

/// A block's columns as values, row by row.
struct Values {
    order: Vec<u128>,
    line_no: Vec<u32>,
    date: Vec<Day>,
    community: Vec<u32>,
    household: Vec<u32>,
    enterprise: Vec<u32>,
    channel: Vec<u8>,
    buyer_kind: Vec<u8>,
    product: Vec<u32>,
    supplier: Vec<u32>,
    /// The quantity, and the grams of a unit that stands in its cell.
    quantity: Vec<(i64, i64)>,
    unit: Vec<i64>,
    /// The grams of the unit in the quantity's header.
    header_unit: i64,
    amount: Vec<i64>,
    status: Vec<u8>,
    refund_of: Vec<Option<u128>>,
    refund_line_no: Vec<Option<u32>>,
    organizer: Vec<u32>,
    activity: Vec<u32>,
}

impl Cleaner {
    /// Adds a block of ledger rows to a state: its lines and refunds, and the rows that are set aside.
    ///
    /// # Errors
    /// [`crate::ErrorKind::BadKey`] where a person was masked under another key, and as [`crate::fold::Lines::add`].
    pub fn ledger(&self, sheet: u32, header: &Header, block: &Block, state: &mut State, spellings: &mut Spellings) -> Result<()> {
        let raw = Raw { table: self.tables.table(TableId::Ledger), header, block, sheet };
        let mut flaws = Flaws::none(block.len());
        let values = self.values(&raw, state, spellings, &mut flaws)?;
        let (mut rows, mut lines) = (Vec::with_capacity(block.len()), Vec::with_capacity(block.len()));
        for row in 0..block.len() {
            let line = self.line(&values, row);
            check_sign(&line, values.refund_of[row].is_some(), row, &mut flaws);
            if !flaws.is_clean(row) {
                continue;
            }
            match values.refund_of[row] {
                Some(of) => state.refunds.push(Refund { place: raw.place(row), line, of, of_line: values.refund_line_no[row] }),
                None => {
                    rows.push(block.rows.number(row));
                    lines.push(line);
                }
            }
        }
        state.lines.add(sheet, &rows, &lines)?;
        state.aside.extend(flaws.asides(&raw, &mut state.findings));
        *state.read.entry(sheet).or_default() += block.len() as u64;
        Ok(())
    }

    fn values(&self, raw: &Raw<'_>, state: &mut State, spellings: &mut Spellings, flaws: &mut Flaws) -> Result<Values> {
        let mut trouble = None;
        let order = |cell: &Cell<'_>| Ok(id::id(cell)?.map(|id| order_hash(&id)));
        let values = Values {
            order: raw.column("order_id").values(false, 0, flaws, order),
            line_no: raw.column("line_no").values(true, 1, flaws, count::count),
            date: raw.column("order_date").values(true, Day::MIN, flaws, date::day),
            community: named(&raw.column("community_id"), &mut state.communities, flaws),
            household: self.people(
                &raw.column("household_id"),
                Domain::Household,
                &mut state.households,
                &mut spellings.households,
                flaws,
                &mut trouble,
            ),
            enterprise: named(&raw.column("enterprise_id"), &mut state.enterprises, flaws),
            channel: self.coded(&raw.column("channel"), "channel", flaws),
            buyer_kind: self.coded(&raw.column("buyer_kind"), "buyer_kind", flaws),
            product: named(&raw.column("product_id"), &mut state.products, flaws),
            supplier: named(&raw.column("supplier_id"), &mut state.suppliers, flaws),
            quantity: quantities(&raw.column("quantity"), flaws),
            unit: self.units(&raw.column("unit"), flaws),
            header_unit: raw.column("quantity").unit.and_then(unit::parse).map_or(weight::UNKNOWN, grams),
            amount: amounts(&raw.column("amount"), flaws),
            status: self.coded(&raw.column("status"), "status", flaws),
            refund_of: raw.column("refund_of").values(true, None, flaws, |cell| Ok(id::id(cell)?.map(|id| Some(order_hash(&id))))),
            refund_line_no: raw.column("refund_line_no").values(true, None, flaws, |cell| Ok(count::count(cell)?.map(Some))),
            organizer: self.people(
                &raw.column("organizer_id"),
                Domain::Organizer,
                &mut state.organizers,
                &mut spellings.organizers,
                flaws,
                &mut trouble,
            ),
            activity: named(&raw.column("activity_id"), &mut state.activities, flaws),
        };
        trouble.map_or(Ok(values), Err)
    }

    fn line(&self, values: &Values, row: usize) -> Line {
        let (quantity, in_cell) = values.quantity[row];
        let known = [in_cell, values.unit[row], values.header_unit].into_iter().find(|&grams| grams != weight::UNKNOWN);
        Line {
            order: values.order[row],
            line_no: values.line_no[row],
            date: values.date[row],
            community: values.community[row],
            household: values.household[row],
            enterprise: values.enterprise[row],
            channel: values.channel[row],
            buyer_kind: match values.buyer_kind[row] {
                0 => self.default_buyer(values.household[row] != 0),
                given => given,
            },
            status: values.status[row],
            product: values.product[row],
            supplier: values.supplier[row],
            organizer: values.organizer[row],
            activity: values.activity[row],
            quantity,
            grams: known.unwrap_or(weight::UNKNOWN),
            amount: values.amount[row],
        }
    }

    fn default_buyer(&self, is_household: bool) -> u8 {
        let word = if is_household { "household" } else { "organisation" };
        self.words("buyer_kind").iter().position(|it| it == word).map_or(0, |code| code as u8 + 1)
    }

    fn coded(&self, column: &RawColumn<'_>, vocabulary: &str, flaws: &mut Flaws) -> Vec<u8> {
        column.values(true, 0, flaws, |cell| self.word(vocabulary, cell))
    }

    fn people(
        &self,
        column: &RawColumn<'_>,
        domain: Domain,
        people: &mut People,
        spelt: &mut Spelt,
        flaws: &mut Flaws,
        trouble: &mut Option<Error>,
    ) -> Vec<u32> {
        column.values(false, 0, flaws, |cell| {
            let mut number = || Ok(self.person(domain, cell, trouble)?.map(|person| people.number(&person)));
            if let Cell::Text(text) = cell { spelt.number(text, number) } else { number() }
        })
    }

    fn units(&self, column: &RawColumn<'_>, flaws: &mut Flaws) -> Vec<i64> {
        let read = |cell: &Cell<'_>| match self.word("unit", cell) {
            Ok(code) => Ok(code.and_then(|code| unit::of_word(&self.words("unit")[usize::from(code) - 1])).map(grams)),
            Err(flaw) => match cell {
                Cell::Text(text) => unit::parse(text).map(|unit| Some(grams(unit))).ok_or(flaw),
                _ => Err(flaw),
            },
        };
        column.values(true, weight::UNKNOWN, flaws, read)
    }
}

fn named(column: &RawColumn<'_>, names: &mut Names, flaws: &mut Flaws) -> Vec<u32> {
    column.values(true, 0, flaws, |cell| Ok(id::id(cell)?.map(|id| names.number(&id))))
}

fn quantities(column: &RawColumn<'_>, flaws: &mut Flaws) -> Vec<(i64, i64)> {
    column.values(false, (0, weight::UNKNOWN), flaws, |cell| {
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

fn check_sign(line: &Line, is_refund: bool, row: usize, flaws: &mut Flaws) {
    if !is_refund && (line.quantity < 0 || line.amount < 0) {
        flaws.note(row, Reason::NegativePurchase);
    }
    if line.quantity == 0 {
        flaws.note(row, Reason::ZeroQuantity);
    }
}
