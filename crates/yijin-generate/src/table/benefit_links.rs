//! 带贫关系: which supplier helps which poor household, how and when.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column};
use crate::account::Accounts;
use crate::error::Error;
use crate::folder::Folder;
use crate::register::{self, Link};
use crate::value::Value;
use crate::word::MECHANISMS;
use crate::world::World;
use crate::{person, supplier};

static BENEFIT_LINKS: Table = Table {
    name: "benefit_links",
    label: "带贫关系",
    columns: &[
        column("supplier_id", "供应商编号", Kind::Text),
        column("poor_household_id", "户编号", Kind::Text),
        column("mechanism", "带贫方式", Kind::Text),
        column("valid_from", "起始日期", Kind::Day),
        column("valid_to", "终止日期", Kind::Day),
    ],
};

const SUPPLIER: usize = 0;
const HOUSEHOLD: usize = 1;
const MECHANISM: usize = 2;

fn faults() -> Vec<Spoilt> {
    vec![
        Spoilt::DuplicateKey,
        Spoilt::Cell { column: SUPPLIER, text: "", reason: "missing_supplier_id", key: None },
        Spoilt::Cell { column: MECHANISM, text: "口头帮扶", reason: "unknown_mechanism", key: None },
        Spoilt::Cell { column: SUPPLIER, text: "GYS99999X", reason: "unknown_supplier", key: None },
        Spoilt::Cell { column: HOUSEHOLD, text: "PH999999999", reason: "unregistered_poor_household", key: Some(HOUSEHOLD) },
    ]
}

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let count = world.scale.poor_households;
    let beginning = Beginning { table: &BENEFIT_LINKS, faults: faults(), rows: u64::from(count), turn: 4 };
    let mut file = beginning.file(world, folder)?;
    for number in 0..count {
        for link in register::links(world.plan.seed, number, &world.scale) {
            file.row(&cells(&link))?;
        }
    }
    file.finish(folder, accounts)
}

fn cells(link: &Link) -> [Value<'static>; 5] {
    [
        Value::text(supplier::id(link.supplier)),
        Value::text(person::poor_household(link.household)),
        Value::Word(MECHANISMS[link.mechanism]),
        Value::day(link.from),
        Value::day(link.to),
    ]
}
