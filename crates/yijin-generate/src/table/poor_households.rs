//! 建档立卡贫困户: the register.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column};
use crate::account::Accounts;
use crate::error::Error;
use crate::folder::Folder;
use crate::value::Value;
use crate::world::World;
use crate::{person, register};

static POOR_HOUSEHOLDS: Table = Table {
    name: "poor_households",
    label: "建档立卡贫困户",
    columns: &[
        column("poor_household_id", "户编号", Kind::Key),
        column("county", "县", Kind::Text),
        column("village", "所在村", Kind::Text),
        column("members", "家庭人口", Kind::Whole),
        column("registered_on", "建档日期", Kind::Day),
        column("exited_on", "脱贫日期", Kind::Day),
    ],
};

const ID: usize = 0;
const COUNTY: usize = 1;
const MEMBERS: usize = 3;

fn faults() -> Vec<Spoilt> {
    vec![
        Spoilt::DuplicateKey,
        Spoilt::ConflictingKey(MEMBERS),
        Spoilt::Cell { column: ID, text: "", reason: "missing_poor_household_id", key: None },
        Spoilt::Cell { column: COUNTY, text: "", reason: "missing_county", key: Some(ID) },
        Spoilt::Cell { column: COUNTY, text: "999999", reason: "unknown_county", key: Some(ID) },
    ]
}

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let count = world.scale.poor_households;
    let beginning = Beginning { table: &POOR_HOUSEHOLDS, faults: faults(), rows: u64::from(count), turn: 5 };
    let mut file = beginning.file(world, folder)?;
    for number in 0..count {
        let household = register::household(world.plan.seed, number, &world.places);
        file.row(&[
            Value::text(person::poor_household(number)),
            Value::text(&household.county),
            Value::text(&household.village),
            Value::Whole(household.members),
            Value::Day(household.registered),
            Value::day(household.exited),
        ])?;
    }
    file.finish(folder, accounts)
}
