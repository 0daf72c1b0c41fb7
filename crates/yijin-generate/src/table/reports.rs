//! 进展报送: what associations report every month, and the service teams every week.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column};
use crate::account::Accounts;
use crate::calendar::{END, START, month_days, month_name};
use crate::chance::{Chance, Part};
use crate::enterprise::{self, ASSOCIATIONS};
use crate::error::Error;
use crate::folder::Folder;
use crate::value::Value;
use crate::word::{MONTHLY, WEEKLY};
use crate::world::World;
use chrono::NaiveDate;

static REPORTS: Table = Table {
    name: "reports",
    label: "进展报送",
    columns: &[
        column("reporter_id", "报送单位", Kind::Text),
        column("cadence", "报送类型", Kind::Text),
        column("period", "报送期", Kind::Text),
        column("submitted_on", "报送日期", Kind::Day),
    ],
};

const REPORTER: usize = 0;
const CADENCE: usize = 1;
const SUBMITTED: usize = 3;
const TEAMS: [&str; 8] = ["县域组", "产品组", "设计组", "社区组", "电商组", "宣传组", "测评组", "技术组"];
/// The ledger's months that are in the campaign.
const CAMPAIGN_MONTHS: std::ops::Range<u32> = 1..18;
/// The first Monday of the campaign is five days after its first day.
const FIRST_MONDAY: i64 = 5;

fn faults() -> Vec<Spoilt> {
    vec![
        Spoilt::DuplicateKey,
        Spoilt::ConflictingKey(SUBMITTED),
        Spoilt::Cell { column: CADENCE, text: "不定期", reason: "unknown_cadence", key: Some(REPORTER) },
        Spoilt::Cell { column: SUBMITTED, text: "", reason: "missing_submitted_on", key: Some(REPORTER) },
    ]
}

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let rows = u64::from(ASSOCIATIONS) * 17 + TEAMS.len() as u64 * 70;
    let mut file = Beginning { table: &REPORTS, faults: faults(), rows, turn: 0 }.file(world, folder)?;
    let mut chance = Chance::of(world.plan.seed, Part::Reports, 0, 0);
    for month in CAMPAIGN_MONTHS {
        for number in 0..ASSOCIATIONS {
            let submitted = month_days(month).1.plus(chance.between(1, 9));
            if chance.happens(0.9) {
                let name = Value::text(enterprise::association(number, &world.places));
                file.row(&[name, Value::Word(MONTHLY), Value::text(month_name(month)), Value::Day(submitted)])?;
            }
        }
    }
    for monday in (0..).map(|week| START.plus(FIRST_MONDAY + week * 7)).take_while(|monday| *monday <= END) {
        let period = NaiveDate::from_epoch_days(monday.0).unwrap_or_default().format("%G-W%V").to_string();
        for team in TEAMS {
            let submitted = monday.plus(chance.between(7, 11));
            if chance.happens(0.93) {
                file.row(&[Value::text(team), Value::Word(WEEKLY), Value::text(period.clone()), Value::Day(submitted)])?;
            }
        }
    }
    file.finish(folder, accounts)
}
