//! The vocabularies: canonical words, each with Chinese words that mean it.

use crate::value::Word;

pub(crate) const CHANNELS: [Word; 5] = [
    &["platform", "平台", "平台参与"],
    &["group_buy", "团购", "团购参与"],
    &["county_activity", "县域活动", "县域活动参与"],
    &["community_activity", "社区活动", "社区活动参与"],
    &["fair", "市集", "市集活动"],
];

pub(crate) const HOUSEHOLD: Word = &["household", "家庭", "业主", "个人"];

/// Buyers that are organisations.
pub(crate) const ORGANISATIONS: [Word; 5] = [
    &["staff_benefit", "员工福利"],
    &["canteen", "食堂", "食堂集采"],
    &["partner", "合作企业"],
    &["association", "协会"],
    &["organisation", "单位"],
];

pub(crate) const COMPLETED: Word = &["completed", "已完成", "交易成功", "已签收"];
pub(crate) const PAID: Word = &["paid", "已付款", "已支付", "待发货", "已发货"];
pub(crate) const PENDING: Word = &["pending", "待付款"];
pub(crate) const CANCELLED: Word = &["cancelled", "已取消", "交易关闭"];
pub(crate) const REFUNDED: Word = &["refunded", "已退款"];

pub(crate) const UNITS: [Word; 7] = [
    &["jin", "斤", "市斤"],
    &["kilogram", "公斤", "千克", "kg"],
    &["piece", "件"],
    &["crate", "箱"],
    &["bag", "袋"],
    &["box", "盒"],
    &["portion", "份"],
];

pub(crate) const SUPPLIER_KINDS: [Word; 4] = [
    &["poor_village", "合作社", "贫困村", "村集体"],
    &["poor_household", "贫困户"],
    &["relief_enterprise", "带贫企业", "龙头企业", "扶贫车间"],
    &["other", "其他"],
];

/// Ways in which a supplier helps; the first two help directly.
pub(crate) const MECHANISMS: [Word; 7] = [
    &["sale", "产品销售", "收购"],
    &["contract_farming", "订单种养", "订单收购"],
    &["employment", "务工就业", "就业"],
    &["land_transfer", "土地流转"],
    &["dividend", "入股分红", "分红"],
    &["village_collective", "村集体经济", "公益岗位"],
    &["other", "其他"],
];

pub(crate) const ACTIVITY_KINDS: [Word; 7] = [
    &["publicity", "公益宣传"],
    &["county_visit", "县域考察"],
    &["tasting", "试吃", "社区活动"],
    &["zone", "专区", "专柜"],
    &["fair", "市集"],
    &["training", "培训"],
    &["hiring", "招聘"],
];

pub(crate) const MONTHLY: Word = &["monthly", "月报"];
pub(crate) const WEEKLY: Word = &["weekly", "周报"];
