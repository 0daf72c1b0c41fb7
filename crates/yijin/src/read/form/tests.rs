use super::super::layout::memory::{Memory, delivered};
use super::super::layout::{Found, Index, recognise};
use crate::campaign::Campaign;
use crate::read::Export;
use crate::table::TableId;

fn form(sheet: Memory) -> Export {
    let campaign = Campaign::community_power();
    match recognise(sheet.boxed(), &campaign, &Index::of(&campaign.tables()), None).unwrap() {
        Found::Table(export) => export,
        _ => panic!("no table"),
    }
}

/// Returns the row's number and its cells by canonical column.
fn filled(export: &Export) -> (u32, Vec<(String, String)>) {
    let rows = delivered(export);
    assert_eq!(rows.len(), 1);
    (rows[0].0, export.header.names.iter().cloned().zip(rows[0].1.clone()).collect())
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn an_association_pledge_is_one_row() {
    let export = form(
        Memory::of(
            "附件1：||||\n\
             “社区的力量”消费扶贫攻坚战地方协会参战书||||\n\
             参战协会|四川省物业管理协会|||\n\
             定点扶贫和对口支援地区|甘孜州、凉山州|||\n\
             扶贫地区特色农产品|牦牛肉、苦荞|||\n\
             负责人|甲某|职位|会长|联系方式：13900000001\n\
             联络人|乙某|职 位|干事|联系方式：13900000002\n\
             电子邮箱|a@example.org|||\n\
             活动计划|6月|试吃展销||\n\
             市集活动|2019年：☑5月 □6月 ☑11月|||\n\
             |2020年：□2月 ☑3月|||\n\
             需求与建议|______|||\n\
             签署日期|2019年|4月|20日|\n\
             |注：加盖公章|||",
        )
        .merged(&[(10, 11, 0, 0)]),
    );
    assert_eq!(export.header.table, TableId::Associations);
    let expected = pairs(&[
        ("association_id", "四川省物业管理协会"),
        ("paired_counties", "甘孜州、凉山州"),
        ("specialities", "牦牛肉、苦荞"),
        ("lead_person", "甲某"),
        ("lead_title", "会长"),
        ("lead_contact", "13900000001"),
        ("liaison", "乙某"),
        ("liaison_title", "干事"),
        ("liaison_contact", "13900000002"),
        ("email", "a@example.org"),
        ("tour_plan", "6月 试吃展销"),
        ("fair_months", "2019-05;2019-11;2020-03"),
        ("pledged_on", "2019年4月20日"),
    ]);
    assert_eq!(filled(&export), (3, expected));
    assert_eq!(delivered(&export).len(), 1);
}

#[test]
fn an_enterprise_pledge_is_one_row() {
    let export = form(Memory::of(
        "附件2|||\n\
         企业名称（盖章）：__幸福物业服务有限公司__|||\n\
         企业地址：成都市锦江区1号|||\n\
         微信公众号|幸福家园|企业网站|http://example.org\n\
         企业负责人：甲某  联系电话：13900000001|||\n\
         扶贫专员|乙某|电话|028-80000000\n\
         |手机|13900000002|邮箱：b@example.org\n\
         定点扶贫对口地区|甘孜县|参战项目数量|12\n\
         参战方式|*☑公益宣传|*□平台参与|\n\
         |√ 团购参与|县域活动参与 □|\n\
         |*社区活动参与■|☑直播带货|\n\
         参战日期：2019年5月3日|||",
    ));
    assert_eq!(export.header.table, TableId::Enterprises);
    let expected = pairs(&[
        ("enterprise_id", "幸福物业服务有限公司"),
        ("address", "成都市锦江区1号"),
        ("wechat", "幸福家园"),
        ("website", "http://example.org"),
        ("lead_person", "甲某"),
        ("lead_phone", "13900000001"),
        ("officer", "乙某"),
        ("officer_phone", "028-80000000"),
        ("officer_mobile", "13900000002"),
        ("officer_email", "b@example.org"),
        ("paired_county", "甘孜县"),
        ("project_count", "12"),
        ("ways", "publicity;group_buy;community_activity;直播带货"),
        ("pledged_on", "2019年5月3日"),
    ]);
    assert_eq!(filled(&export), (2, expected));
}

#[test]
fn a_table_of_pledges_is_no_form() {
    let export = form(Memory::of("参战协会|负责人|职务|联系方式\n甲省协会|甲某|会长|13900000001\n乙省协会|乙某|会长|13900000002"));
    assert_eq!(export.header.table, TableId::Associations);
    assert_eq!(delivered(&export).len(), 2);
}

#[test]
fn a_form_of_a_table_that_is_not_wanted_is_none() {
    let campaign = Campaign::community_power();
    let sheet = Memory::of("企业名称|幸福物业\n企业地址|成都\n参战项目数量|12").boxed();
    let error = recognise(sheet, &campaign, &Index::of(&campaign.tables()), Some(TableId::Ledger)).err().unwrap();
    assert_eq!(error.id(), "unknown-table");
}

#[test]
fn ticks_keep_their_places_and_unknown_labels_are_told_by_theirs() {
    let export = form(
        Memory::of(
            "企业名称|甲物业||\n\
             企业地址|成都||\n\
             传真|028-1234||\n\
             负责人|甲某|法人|乙某\n\
             统一社会信用代码：9151||\n\
             附件：略||\n\
             参战项目数量|5个||\n\
             参战方式|√|公益宣传|\n\
             ||平台参与|\n\
             |√|团购参与|",
        )
        .merged(&[(8, 10, 0, 0)]),
    );
    let expected = pairs(&[
        ("enterprise_id", "甲物业"),
        ("address", "成都"),
        ("lead_person", "甲某"),
        ("project_count", "5个"),
        ("ways", "publicity;group_buy"),
    ]);
    assert_eq!(filled(&export).1, expected);
    assert_eq!(export.header.names[5..], ["cell A3", "cell C4", "cell A5"]);
}
