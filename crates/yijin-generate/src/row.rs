//! A row of the ledger, by the numbers of what it names.

use crate::calendar::Day;
use crate::fault::Fault;
use crate::table::{Column, Kind, Table, column};
use crate::value::{Value, Word};
use crate::word::{CHANNELS, UNITS};
use crate::world::World;
use crate::{enterprise, person, product, supplier};

/// An order's identifier: a letter for its kind, its day and a number within the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderId {
    pub letter: char,
    pub day: Day,
    pub number: u32,
}

impl OrderId {
    /// Returns the identifier as it stands in a cell.
    pub fn text(self) -> String {
        let (year, month, day) = self.day.ymd();
        format!("{}{year:04}{month:02}{day:02}-{:08}", self.letter, self.number)
    }
}

/// A row of the ledger.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub order: OrderId,
    pub line_no: u8,
    pub day: Day,
    pub community: Option<u32>,
    pub household: Option<u32>,
    pub enterprise: Option<u32>,
    pub channel: Option<u8>,
    pub buyer: Option<Word>,
    pub product: u32,
    pub supplier: Option<u32>,
    /// In thousandths of the unit.
    pub quantity: i64,
    pub unit: Option<u8>,
    /// In fen.
    pub amount: i64,
    pub status: Word,
    pub refund_of: Option<OrderId>,
    pub refund_line_no: Option<u8>,
    pub organizer: Option<u32>,
    pub activity: Option<u32>,
    pub fault: Option<Fault>,
}

/// The places of the ledger's columns that faults and spellings name.
pub(crate) mod at {
    pub const ORDER: usize = 0;
    pub const LINE: usize = 1;
    pub const DATE: usize = 2;
    pub const COMMUNITY: usize = 3;
    pub const HOUSEHOLD: usize = 4;
    pub const CHANNEL: usize = 6;
    pub const BUYER: usize = 7;
    pub const PRODUCT: usize = 8;
    pub const QUANTITY: usize = 10;
    pub const UNIT: usize = 11;
    pub const AMOUNT: usize = 12;
    pub const STATUS: usize = 13;
    pub const ORGANIZER: usize = 16;
}

/// The ledger.
pub(crate) const LEDGER: Table = Table {
    name: "ledger",
    label: "消费扶贫台账",
    columns: &[
        column("order_id", "订单编号", Kind::Key),
        column("line_no", "行号", Kind::Whole),
        column("order_date", "下单日期", Kind::Day),
        column("community_id", "社区编号", Kind::Text),
        column("household_id", "业主编号", Kind::Text),
        column("enterprise_id", "物业服务企业", Kind::Text),
        column("channel", "参与方式", Kind::Text),
        column("buyer_kind", "购买主体", Kind::Text),
        column("product_id", "产品编号", Kind::Text),
        column("supplier_id", "供应商编号", Kind::Text),
        column("quantity", "数量", Kind::Quantity),
        column("unit", "单位", Kind::Text),
        column("amount", "金额(元)", Kind::Money),
        column("status", "订单状态", Kind::Text),
        column("refund_of", "原订单编号", Kind::Text),
        column("refund_line_no", "原行号", Kind::Whole),
        column("organizer_id", "团长编号", Kind::Text),
        column("activity_id", "活动编号", Kind::Text),
    ],
};

const _: () = assert!(matches!(LEDGER.columns[at::AMOUNT].kind, Kind::Money) && LEDGER.columns.len() == 18);

impl Row {
    /// Puts the row's cells, without spellings and faults, into `cells`.
    pub fn cells<'w>(&self, world: &'w World, cells: &mut Vec<Value<'w>>) {
        let whole = |number: Option<u8>| number.map_or(Value::Empty, |number| Value::Whole(i64::from(number)));
        let named = |text: Option<String>| text.map_or(Value::Empty, Value::text);
        cells.clear();
        cells.push(Value::text(self.order.text()));
        cells.push(Value::Whole(i64::from(self.line_no)));
        cells.push(Value::Day(self.day));
        cells.push(Value::maybe(self.community.and_then(|c| world.communities.get(c as usize)).map(|c| c.id.as_str())));
        cells.push(named(self.household.map(person::household)));
        cells.push(self.enterprise.map_or(Value::Empty, |number| enterprise_cell(world, number)));
        cells.push(self.channel.map_or(Value::Empty, |channel| Value::Word(CHANNELS[channel as usize])));
        cells.push(self.buyer.map_or(Value::Empty, Value::Word));
        cells
            .push(world.products.get(self.product as usize).map_or_else(|| Value::text(product::id(self.product)), |p| Value::text(&p.id)));
        cells.push(self.supplier.map_or(Value::Empty, |number| supplier_cell(world, number)));
        cells.push(Value::Quantity(self.quantity));
        cells.push(self.unit.map_or(Value::Empty, |unit| Value::Word(UNITS[unit as usize])));
        cells.push(Value::Money(self.amount));
        cells.push(Value::Word(self.status));
        cells.push(named(self.refund_of.map(OrderId::text)));
        cells.push(whole(self.refund_line_no));
        cells.push(named(self.organizer.map(|number| person::phone(80_000_000 + number))));
        cells.push(named(self.activity.map(crate::table::activities::id)));
    }

    /// Returns a number that stands for the row's key: equal rows are spelt alike.
    pub fn mark(&self) -> u64 {
        (u64::from(self.order.number) << 24)
            ^ (self.order.day.0 as u64) << 8
            ^ u64::from(self.line_no)
            ^ (u64::from(self.order.letter as u32) << 56)
    }
}

fn enterprise_cell(world: &World, number: u32) -> Value<'_> {
    world.enterprises.get(number as usize).map_or_else(|| Value::text(enterprise::name(number)), |e| Value::text(&e.id))
}

fn supplier_cell(world: &World, number: u32) -> Value<'_> {
    world.suppliers.get(number as usize).map_or_else(|| Value::text(supplier::id(number)), |s| Value::text(&s.id))
}

/// Returns the ledger's column at a place.
pub(crate) fn ledger_column(place: usize) -> &'static Column {
    &LEDGER.columns[place]
}
