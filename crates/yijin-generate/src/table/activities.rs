//! 活动: publicity, visits, tastings, fairs, training and hiring.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column};
use crate::account::Accounts;
use crate::calendar::START;
use crate::chance::{Chance, Part};
use crate::enterprise::{self, ASSOCIATIONS};
use crate::error::Error;
use crate::folder::Folder;
use crate::value::Value;
use crate::word::ACTIVITY_KINDS;
use crate::world::World;

static ACTIVITIES: Table = Table {
    name: "activities",
    label: "活动",
    columns: &[
        column("activity_id", "活动编号", Kind::Text),
        column("kind", "活动类型", Kind::Text),
        column("enterprise_id", "物业服务企业", Kind::Text),
        column("association_id", "地方协会", Kind::Text),
        column("community_id", "社区编号", Kind::Text),
        column("county", "所在县", Kind::Text),
        column("applied_on", "申请日期", Kind::Day),
        column("held_on", "举办日期", Kind::Day),
        column("closed_on", "结案日期", Kind::Day),
        column("attendees", "参加人数", Kind::Whole),
        column("hired", "录用贫困户人数", Kind::Whole),
        column("channel_kind", "宣传渠道", Kind::Text),
    ],
};

const ID: usize = 0;
const KIND: usize = 1;
const HELD: usize = 7;
const TASTING: usize = 2;
const FAIR: usize = 4;

/// Returns an activity's identifier.
pub(crate) fn id(number: u32) -> String {
    format!("HD{:06}", number + 1)
}

fn faults() -> Vec<Spoilt> {
    vec![
        Spoilt::DuplicateKey,
        Spoilt::ConflictingKey(HELD),
        Spoilt::Cell { column: KIND, text: "聚餐", reason: "unknown_kind", key: Some(ID) },
        Spoilt::Cell { column: HELD, text: "", reason: "missing_held_on", key: Some(ID) },
    ]
}

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let beginning = Beginning { table: &ACTIVITIES, faults: faults(), rows: u64::from(world.scale.activities), turn: 2 };
    let mut file = beginning.file(world, folder)?;
    for number in 0..world.scale.activities {
        file.row(&cells(world, number))?;
    }
    file.finish(folder, accounts)
}

fn cells(world: &World, number: u32) -> Vec<Value<'_>> {
    let mut chance = Chance::of(world.plan.seed, Part::Activities, u64::from(number), 0);
    let kind = chance.weighted(&[25, 10, 30, 15, 12, 5, 3]);
    let community = &world.communities[chance.skewed(world.scale.communities) as usize];
    let held = START.plus(chance.between(0, 515));
    let by_association = kind == FAIR;
    let association = chance.below(u64::from(ASSOCIATIONS)) as u32;
    let at_home = kind == TASTING || kind == 3;
    vec![
        Value::text(id(number)),
        Value::Word(ACTIVITY_KINDS[kind]),
        Value::maybe((!by_association).then(|| world.enterprises[community.enterprise as usize].id.as_str())),
        if by_association { Value::text(enterprise::association(association, &world.places)) } else { Value::Empty },
        Value::maybe((at_home && community.registered).then_some(community.id.as_str())),
        if at_home || kind == 0 { Value::Empty } else { Value::text(chance.pick(&world.places.poor).code) },
        if kind == TASTING { Value::Day(held.plus(-chance.between(10, 45))) } else { Value::Empty },
        Value::Day(held),
        if chance.happens(0.8) { Value::Day(held.plus(chance.between(1, 30))) } else { Value::Empty },
        Value::Whole(chance.between(10, 800)),
        if kind == 6 { Value::Whole(chance.between(1, 30)) } else { Value::Empty },
        if kind == 0 { Value::text(*chance.pick(&["公众号", "公告栏", "电梯广告"])) } else { Value::Empty },
    ]
}
