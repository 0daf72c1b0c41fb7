//! Ledger rows: cells to lines and refunds.

use super::cleaner::Cleaner;
use super::memo::Memo;
use super::raw::{Flaws, Raw, RawColumn};
use super::spelling::{Spellings, Spelt};
use super::unit::{self, Unit};
use super::{Flaw, count, date, id, money};
use crate::account::{Aside, Counts, Reason};
use crate::calendar::Day;
use crate::cell::{Block, Cell, CellColumn};
use crate::error::Result;
use crate::fold::chunk::{Keys, NO_LINE};
use crate::fold::line::{order_hash, pick, weight};
use crate::fold::members::Shared;
use crate::fold::{Columns, Facts, SharedNumbering, State};
use crate::person::{Domain, Pseudonym};
use crate::read::Header;
use crate::table::TableId;

/// A block's rows as values, and which of them are refunds.
struct Values {
    rows: Columns,
    is_refund: Vec<bool>,
    /// The refunded line, or [`NO_LINE`].
    refund_line_no: Vec<i64>,
}

/// A ledger's block to be read: its sheet's number, its header and its rows.
#[derive(Clone, Copy)]
pub struct LedgerBlock<'a> {
    /// The sheet's number.
    pub sheet: u32,
    /// The sheet's header.
    pub header: &'a Header,
    /// The rows.
    pub block: &'a Block,
}

impl Cleaner {
    /// Adds a block's rows to a state: its lines and refunds, and the rows that are set aside; `members` numbers their members.
    ///
    /// # Errors
    /// [`crate::ErrorKind::BadKey`] where a person was masked under another key, and as [`crate::fold::Lines::add`].
    pub fn ledger(&self, of: LedgerBlock<'_>, members: &SharedNumbering, state: &mut State, spellings: &mut Spellings) -> Result<()> {
        let (sheet, block) = (of.sheet, of.block);
        let (raw, values, flaws) = self.read(of, members, spellings)?;
        let clean = (0..block.len() as u32).filter(|&row| flaws.is_clean(row as usize));
        let (refunds, lines): (Vec<u32>, Vec<u32>) = clean.partition(|&row| values.is_refund[row as usize]);
        let numbers = |rows: &[u32]| rows.iter().map(|&row| block.rows.number(row as usize)).collect::<Vec<_>>().into_iter();
        if !refunds.is_empty() {
            let of = raw.column("refund_of");
            let order = |&row: &u32| order(&of.cells.cell(row as usize)).ok().flatten().unwrap_or_default();
            let orders: Vec<u128> = refunds.iter().map(order).collect();
            let refunded = Keys::new(&orders, &pick(&values.refund_line_no, &refunds));
            state.lines.add_refunds(sheet, numbers(&refunds), &values.rows.pick(&refunds), refunded)?;
        }
        let rows = if lines.len() == block.len() { values.rows } else { values.rows.pick(&lines) };
        state.lines.add(sheet, numbers(&lines), &rows)?;
        flaws.note_examples(&raw, &mut state.findings);
        state.aside.extend(flaws.asides(&raw));
        Counts::add(&mut state.read, sheet, block.len() as u64);
        Ok(())
    }

    /// Returns a block's rows as they stand, the indexes of those that are no lines (refunds, and rows that are set aside), and the latter
    /// rows.
    ///
    /// # Errors
    /// [`crate::ErrorKind::BadKey`] where a person was masked under another key.
    pub fn lines(
        &self,
        of: LedgerBlock<'_>,
        members: &SharedNumbering,
        spellings: &mut Spellings,
    ) -> Result<(Facts, Vec<u32>, Vec<Aside>)> {
        let (raw, values, flaws) = self.read(of, members, spellings)?;
        let others = (0..of.block.len()).filter(|&row| values.is_refund[row] || !flaws.is_clean(row));
        Ok((values.rows.facts, others.map(|row| row as u32).collect(), flaws.asides(&raw).collect()))
    }

    fn read<'a>(
        &'a self,
        LedgerBlock { sheet, header, block }: LedgerBlock<'a>,
        members: &SharedNumbering,
        spellings: &mut Spellings,
    ) -> Result<(Raw<'a>, Values, Flaws)> {
        let raw = Raw { table: self.tables.table(TableId::Ledger), header, block, sheet };
        let mut flaws = Flaws::none(block.len());
        let values = self.values(&raw, members, spellings, &mut flaws)?;
        check_signs(&values, &mut flaws);
        Ok((raw, values, flaws))
    }

    fn values(&self, raw: &Raw<'_>, members: &SharedNumbering, spellings: &mut Spellings, flaws: &mut Flaws) -> Result<Values> {
        let mut trouble = None;
        let (quantity, in_cell) = self.quantities(&raw.column("quantity"), flaws);
        let mut grams = self.units(&raw.column("unit"), &mut spellings.units, flaws);
        let in_header = raw.column("quantity").unit.and_then(|unit| self.unit(unit)).map_or(weight::UNKNOWN, in_grams);
        for (row, grams) in grams.iter_mut().enumerate() {
            let known = [in_cell.get(row).copied().unwrap_or(weight::UNKNOWN), *grams, in_header];
            *grams = known.into_iter().find(|&grams| grams != weight::UNKNOWN).unwrap_or(weight::UNKNOWN);
        }
        let mut person = |name: &str, domain: Domain, people: &Shared<Pseudonym>, known: (&Spelt, &mut Memo<u32>), flaws: &mut Flaws| {
            let mut number = |cell: &Cell<'_>| Ok(self.person(domain, cell, &mut trouble)?.map(|person| people.number(&person)));
            raw.column(name).people(known, flaws, &mut number)
        };
        let (households, organizers) = (&*spellings.persons.households, &*spellings.persons.organizers);
        let (households, organizers) = ((households, &mut spellings.households), (organizers, &mut spellings.organizers));
        let household = person("household_id", Domain::Household, &members.households, households, flaws);
        let organizer = person("organizer_id", Domain::Organizer, &members.organizers, organizers, flaws);
        let mut facts = Facts {
            date: raw.column("order_date").values(true, Day::MIN, flaws, date::day),
            community: named(&raw.column("community_id"), &mut spellings.communities, &members.communities, flaws),
            household,
            enterprise: named(&raw.column("enterprise_id"), &mut spellings.enterprises, &members.enterprises, flaws),
            channel: self.coded(&raw.column("channel"), &mut spellings.channels, "channel", flaws),
            buyer_kind: self.coded(&raw.column("buyer_kind"), &mut spellings.buyer_kinds, "buyer_kind", flaws),
            status: self.coded(&raw.column("status"), &mut spellings.statuses, "status", flaws),
            product: named(&raw.column("product_id"), &mut spellings.products, &members.products, flaws),
            supplier: named(&raw.column("supplier_id"), &mut spellings.suppliers, &members.suppliers, flaws),
            organizer,
            activity: named(&raw.column("activity_id"), &mut spellings.activities, &members.activities, flaws),
            quantity,
            grams,
            amount: amounts(&raw.column("amount"), flaws),
        };
        let [household, organisation] = ["household", "organisation"].map(|word| self.code("buyer_kind", word));
        for (kind, &buyer) in facts.buyer_kind.iter_mut().zip(&facts.household).filter(|(kind, _)| **kind == 0) {
            *kind = if buyer != 0 { household } else { organisation };
        }
        let values = Values {
            rows: Columns {
                order: raw.asked("order_id").map_or_else(Vec::new, |column| column.values(false, 0, flaws, order)),
                line_no: raw.asked("line_no").map_or_else(Vec::new, |column| column.values(true, 1, flaws, count::count)),
                facts,
            },
            is_refund: raw.column("refund_of").values(false, false, flaws, |cell| Ok(id::id(cell)?.map(|_| true))),
            refund_line_no: raw.asked("refund_line_no").map_or_else(Vec::new, |column| column.values(true, NO_LINE, flaws, number)),
        };
        trouble.map_or(Ok(values), |error| Err(raw.masked_elsewhere(error, self.key())))
    }

    fn code(&self, vocabulary: &str, word: &str) -> u8 {
        self.words(vocabulary).iter().position(|it| it == word).map_or(0, |code| code as u8 + 1)
    }

    fn coded(&self, column: &RawColumn<'_>, memo: &mut Memo<u8>, vocabulary: &str, flaws: &mut Flaws) -> Vec<u8> {
        column.remembered(memo, 0, flaws, |cell| self.word(vocabulary, cell))
    }

    fn units(&self, column: &RawColumn<'_>, memo: &mut Memo<i64>, flaws: &mut Flaws) -> Vec<i64> {
        let read = |cell: &Cell<'_>| match self.word("unit", cell) {
            Ok(code) => Ok(code.and_then(|code| unit::of_word(&self.words("unit")[usize::from(code) - 1])).map(in_grams)),
            Err(flaw) => match cell {
                Cell::Text(text) => unit::parse(text).map(|unit| Some(in_grams(unit))).ok_or(flaw),
                _ => Err(flaw),
            },
        };
        column.remembered(memo, weight::UNKNOWN, flaws, read)
    }

    /// Returns the quantities, and the grams of the units that stand in their cells; of the latter none where the cells are numbers.
    fn quantities(&self, column: &RawColumn<'_>, flaws: &mut Flaws) -> (Vec<i64>, Vec<i64>) {
        if !column.present {
            // Only where quantities are not asked for.
            return (vec![1_000_000; column.cells.len()], Vec::new());
        }
        if !matches!(*column.cells, CellColumn::Text(_) | CellColumn::Coded { .. } | CellColumn::Sheet { .. }) {
            let read = |cell: &Cell<'_>| Ok(self.quantity(cell)?.map(|quantity| quantity.micro));
            return (column.values(false, 0, flaws, read), Vec::new());
        }
        let read =
            |cell: &Cell<'_>| Ok(self.quantity(cell)?.map(|quantity| (quantity.micro, quantity.unit.map_or(weight::UNKNOWN, in_grams))));
        column.values(true, (0, weight::UNKNOWN), flaws, read).into_iter().unzip()
    }
}

fn named(column: &RawColumn<'_>, memo: &mut Memo<u32>, names: &Shared<Box<str>>, flaws: &mut Flaws) -> Vec<u32> {
    column.remembered(memo, 0, flaws, |cell| Ok(id::id(cell)?.map(|id| names.number(&id))))
}

/// Returns the number of the refunded line in a cell.
fn number(cell: &Cell<'_>) -> Result<Option<i64>, Flaw> {
    Ok(count::count(cell)?.map(i64::from))
}

/// Returns the hash of the order in a cell.
fn order(cell: &Cell<'_>) -> Result<Option<u128>, Flaw> {
    Ok(id::id(cell)?.map(|id| order_hash(&id)))
}

fn amounts(column: &RawColumn<'_>, flaws: &mut Flaws) -> Vec<i64> {
    match column.unit.map_or(money::scale(Some("元")), |unit| money::scale(Some(unit))) {
        Some(scale) => column.values(false, 0, flaws, |cell| money::fen(cell, scale)),
        None => column.values(false, 0, flaws, |_| Err(Flaw::BadNumber)),
    }
}

fn in_grams(unit: Unit) -> i64 {
    match unit {
        Unit::Grams(grams) | Unit::Piece { grams: Some(grams) } => grams,
        Unit::Piece { grams: None } => weight::PIECE,
    }
}

fn check_signs(values: &Values, flaws: &mut Flaws) {
    let facts = &values.rows.facts;
    for (row, (&quantity, &amount)) in facts.quantity.iter().zip(&facts.amount).enumerate() {
        if (quantity < 0 || amount < 0) && !values.is_refund[row] {
            flaws.note(row, if quantity < 0 { Reason::NegativePurchase } else { Reason::NegativeAmount });
        }
        if quantity == 0 {
            flaws.note(row, Reason::ZeroQuantity);
        }
    }
}
