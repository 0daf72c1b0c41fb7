//! 参战项目列表: communities, in mixed files one sheet for each enterprise, as on the form.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column};
use crate::account::Accounts;
use crate::community::Community;
use crate::enterprise;
use crate::error::Error;
use crate::folder::Folder;
use crate::value::Value;
use crate::world::World;

static PROJECTS: Table = Table {
    name: "projects",
    label: "参战项目列表",
    columns: &[
        column("city", "城市", Kind::Text),
        column("name", "项目名称", Kind::Text),
        column("property_type", "物业类型", Kind::Text),
        column("address", "项目地址", Kind::Text),
        column("households", "业主户数", Kind::Whole),
        column("contact", "联系人", Kind::Text),
        column("phone", "手机号码", Kind::Text),
        column("joined_on", "参战日期", Kind::Day),
        column("pilot", "试点", Kind::Flag),
        column("association_id", "地方协会", Kind::Text),
        column("community_id", "项目编号", Kind::Text),
        column("enterprise_id", "物业服务企业名称", Kind::Text),
    ],
};

/// The table as the form has it: the enterprise stands in the title row of its sheet.
static FORM: Table = Table { name: PROJECTS.name, label: PROJECTS.label, columns: PROJECTS.columns.split_at(11).0 };

const CITY: usize = 0;
const NAME: usize = 1;
const HOUSEHOLDS: usize = 4;
const ID: usize = 10;

fn faults() -> Vec<Spoilt> {
    vec![
        Spoilt::DuplicateKey,
        Spoilt::ConflictingKey(HOUSEHOLDS),
        Spoilt::Cell { column: CITY, text: "", reason: "missing_city", key: Some(ID) },
        Spoilt::Cell { column: NAME, text: "", reason: "missing_name", key: Some(ID) },
    ]
}

pub(super) fn write(world: &World, as_form: bool, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let listed: Vec<&Community> = world.communities.iter().filter(|community| community.registered).collect();
    let (table, turn) = if as_form { (&FORM, 1) } else { (&PROJECTS, 0) };
    let beginning = Beginning { table, faults: faults(), rows: listed.len() as u64, turn };
    let mut file = beginning.file(world, folder)?;
    if as_form {
        for number in 0..world.scale.enterprises {
            let mut own = listed.iter().filter(|community| community.enterprise == number).peekable();
            if own.peek().is_some() {
                file.file.section(&format!("物业服务企业名称：{}", enterprise::name(number)))?;
            }
            own.try_for_each(|community| file.row(&cells(world, community)[..=ID]))?;
        }
    } else {
        listed.iter().try_for_each(|community| file.row(&cells(world, community)))?;
    }
    file.finish(folder, accounts)
}

fn cells<'w>(world: &'w World, community: &'w Community) -> Vec<Value<'w>> {
    vec![
        Value::text(community.city),
        Value::text(&community.name),
        Value::text(community.property_type),
        Value::text(format!("{}某路{}号", community.city, community.households % 300 + 1)),
        Value::Whole(community.households),
        Value::text(&community.contact),
        Value::text(&community.phone),
        Value::day(community.joined),
        Value::Flag(community.pilot),
        Value::text(enterprise::association(community.association, &world.places)),
        Value::text(&community.id),
        Value::text(&world.enterprises[community.enterprise as usize].id),
    ]
}
