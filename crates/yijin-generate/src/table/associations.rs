//! 协会参战书 (附件1), as a table.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column};
use crate::account::Accounts;
use crate::calendar::FIRST;
use crate::chance::{Chance, Part};
use crate::enterprise::{self, ASSOCIATIONS};
use crate::error::Error;
use crate::folder::Folder;
use crate::person;
use crate::value::Value;
use crate::world::World;

static TABLE: Table = Table {
    name: "associations",
    label: "协会参战书",
    columns: &[
        column("association_id", "参战协会", Kind::Text),
        column("paired_counties", "定点扶贫和对口支援地区", Kind::Text),
        column("specialities", "扶贫地区特色农产品", Kind::Text),
        column("lead_person", "负责人", Kind::Text),
        column("lead_title", "负责人职位", Kind::Text),
        column("lead_contact", "负责人联系方式", Kind::Text),
        column("liaison", "联络人", Kind::Text),
        column("liaison_title", "联络人职位", Kind::Text),
        column("liaison_contact", "联络人联系方式", Kind::Text),
        column("email", "邮箱", Kind::Text),
        column("fair_months", "计划市集月份", Kind::Text),
        column("pledged_on", "签署日期", Kind::Day),
        column("region", "省份", Kind::Text),
    ],
};

const SPECIALITIES: usize = 2;
const FAIR_MONTHS: [&str; 6] = ["2019-06", "2019-09", "2019-11", "2020-03", "2020-05", "2020-08"];

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let faults = vec![Spoilt::DuplicateKey, Spoilt::ConflictingKey(SPECIALITIES)];
    let beginning = Beginning { table: &TABLE, faults, rows: u64::from(ASSOCIATIONS), turn: 0 };
    let mut file = beginning.file(world, folder)?;
    for number in 0..ASSOCIATIONS {
        file.row(&cells(world, number))?;
    }
    file.finish(folder, accounts)
}

fn cells(world: &World, number: u32) -> Vec<Value<'_>> {
    let mut chance = Chance::of(world.plan.seed, Part::Associations, u64::from(number), 0);
    let person = 60_000_000 + 2 * number;
    let months: Vec<&str> = FAIR_MONTHS.into_iter().filter(|_| chance.happens(0.5)).collect();
    vec![
        Value::text(enterprise::association(number, &world.places)),
        Value::text(format!("{}、{}", chance.pick(&world.places.poor).name, chance.pick(&world.places.poor).name)),
        Value::text(*chance.pick(&["苹果、小米", "木耳、蜂蜜", "脐橙、绿茶"])),
        Value::text(person::name(person)),
        Value::text("会长"),
        Value::text(person::phone(person)),
        Value::text(person::name(person + 1)),
        Value::text("秘书长"),
        Value::text(person::phone(person + 1)),
        Value::text(format!("xh{number:02}@association.example")),
        Value::text(months.join("、")),
        Value::Day(FIRST.plus(chance.between(0, 25))),
        Value::text(world.places.provinces[number as usize]),
    ]
}
