//! 企业参战书 (附件2), as a table.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column};
use crate::account::Accounts;
use crate::calendar::START;
use crate::error::Error;
use crate::folder::Folder;
use crate::person;
use crate::value::Value;
use crate::world::World;

static ENTERPRISES: Table = Table {
    name: "enterprises",
    label: "企业参战书",
    columns: &[
        column("enterprise_id", "企业名称", Kind::Text),
        column("address", "企业地址", Kind::Text),
        column("wechat", "微信公众号", Kind::Text),
        column("website", "企业网站", Kind::Text),
        column("lead_person", "负责人", Kind::Text),
        column("lead_phone", "负责人电话", Kind::Text),
        column("officer", "扶贫专员", Kind::Text),
        column("officer_mobile", "手机", Kind::Text),
        column("officer_email", "邮箱", Kind::Text),
        column("paired_county", "定点扶贫对口地区", Kind::Text),
        column("project_count", "参战项目数量", Kind::Whole),
        column("ways", "参战方式", Kind::Text),
        column("pledged_on", "签署日期", Kind::Day),
    ],
};

const PROJECTS: usize = 10;

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let faults = vec![Spoilt::DuplicateKey, Spoilt::ConflictingKey(PROJECTS)];
    let beginning = Beginning { table: &ENTERPRISES, faults, rows: world.enterprises.len() as u64, turn: 1 };
    let mut file = beginning.file(world, folder)?;
    let mut counts = vec![0; world.enterprises.len()];
    world.communities.iter().filter(|c| c.registered).for_each(|c| counts[c.enterprise as usize] += 1);
    for (number, enterprise) in world.enterprises.iter().enumerate() {
        let person = 70_000_000 + 2 * number as u32;
        file.row(&[
            Value::text(&enterprise.id),
            Value::text(format!("{}某路{}号", enterprise.city, number + 1)),
            Value::text(format!("wy{number:04}")),
            Value::text(format!("www.wy{number:04}.example")),
            Value::text(person::name(person)),
            Value::text(person::phone(person)),
            Value::text(person::name(person + 1)),
            Value::text(person::phone(person + 1)),
            Value::text(format!("officer{number}@wy{number:04}.example")),
            Value::text(&enterprise.paired_county),
            Value::Whole(counts[number]),
            Value::text(&enterprise.ways),
            Value::Day(START.plus(-20 + (number % 40) as i64)),
        ])?;
    }
    file.finish(folder, accounts)
}
