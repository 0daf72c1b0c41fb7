//! 供应商.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column, text_or_empty, whole_or_empty};
use crate::account::Accounts;
use crate::error::Error;
use crate::folder::Folder;
use crate::person;
use crate::supplier::Supplier;
use crate::value::Value;
use crate::word::SUPPLIER_KINDS;
use crate::world::World;

static SUPPLIERS: Table = Table {
    name: "suppliers",
    label: "供应商",
    columns: &[
        column("supplier_id", "供应商编号", Kind::Text),
        column("name", "供应商名称", Kind::Text),
        column("kind", "供应商类型", Kind::Text),
        column("county", "所在县", Kind::Text),
        column("village", "所在村", Kind::Text),
        column("poor_household_id", "户编号", Kind::Text),
        column("declared_direct", "直接带动户数", Kind::Whole),
        column("declared_indirect", "间接带动户数", Kind::Whole),
    ],
};

const ID: usize = 0;
const NAME: usize = 1;
const KIND: usize = 2;
const COUNTY: usize = 3;

fn faults() -> Vec<Spoilt> {
    vec![
        Spoilt::DuplicateKey,
        Spoilt::ConflictingKey(NAME),
        Spoilt::Cell { column: NAME, text: "", reason: "missing_name", key: Some(ID) },
        Spoilt::Cell { column: KIND, text: "中间商", reason: "unknown_kind", key: Some(ID) },
        Spoilt::Cell { column: COUNTY, text: "不存在县", reason: "unknown_county", key: Some(ID) },
        Spoilt::Cell { column: COUNTY, text: "朝阳区", reason: "ambiguous_county", key: Some(ID) },
    ]
}

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let beginning = Beginning { table: &SUPPLIERS, faults: faults(), rows: world.suppliers.len() as u64, turn: 1 };
    let mut file = beginning.file(world, folder)?;
    world.suppliers.iter().try_for_each(|supplier| file.row(&cells(supplier)))?;
    file.finish(folder, accounts)
}

fn cells(supplier: &Supplier) -> Vec<Value<'_>> {
    vec![
        Value::text(&supplier.id),
        Value::text(&supplier.name),
        Value::Word(SUPPLIER_KINDS[supplier.kind]),
        Value::text(&supplier.county),
        text_or_empty(supplier.village.as_ref()),
        supplier.household.map_or(Value::Empty, |number| Value::text(person::poor_household(number))),
        whole_or_empty(supplier.declared_direct),
        whole_or_empty(supplier.declared_indirect),
    ]
}
