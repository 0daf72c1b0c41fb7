"""The words of the quality report: reasons, the columns they are about, and what stands for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yijin._labels import Lang, Pair, pick

REASONS: Mapping[str, Pair] = {
    "lossy_identifier": ("identifier that has lost digits", "编号已丢失位数"),
    "bad_date": ("not a date", "日期无法识别"),
    "ambiguous_date": ("date with two readings", "日期有歧义"),
    "bad_number": ("not a number", "数字无法识别"),
    "money_precision": ("amount with parts of a fen", "金额超过两位小数"),
    "negative_purchase": ("negative purchase", "购买数量或金额为负"),
    "zero_quantity": ("quantity 0", "数量为零"),
    "duplicate_line": ("the same line again", "重复行"),
    "conflicting_line": ("another line under the same key", "同号行内容冲突"),
    "orphan_refund": ("refund without its order", "退款找不到原单"),
    "ambiguous_refund": ("refund of one of several lines", "退款对应多行"),
    "duplicate_key": ("the same entry again", "重复登记"),
    "conflicting_key": ("another entry under the same key", "同号登记内容冲突"),
    "unregistered_poor_household": ("poor household not registered", "贫困户未建档立卡"),
    "unknown_supplier": ("unknown supplier", "供应商未登记"),
    "unknown_county": ("unknown county", "县名无法识别"),
    "ambiguous_county": ("county name of several counties", "县名有歧义"),
}

COLUMNS: Mapping[str, str] = {
    "order_id": "订单编号",
    "order_date": "下单日期",
    "product_id": "产品编号",
    "quantity": "数量",
    "unit": "单位",
    "amount": "金额",
    "status": "状态",
    "channel": "参与方式",
    "buyer_kind": "采购类型",
    "kind": "类型",
    "mechanism": "带贫方式",
    "custom": "是否定制",
    "city": "城市",
    "name": "名称",
    "enterprise_id": "物业企业",
    "supplier_id": "供应商编号",
    "poor_household_id": "户编号",
    "county": "县",
    "cadence": "报送频率",
    "period": "报送期",
    "submitted_on": "报送日期",
    "held_on": "举办日期",
    "line_no": "行号",
    "community_id": "社区编号",
    "household_id": "购买户编号",
    "refund_of": "原订单编号",
    "refund_line_no": "原行号",
    "organizer_id": "组织人",
    "activity_id": "活动编号",
    "association_id": "地方协会",
    "property_type": "物业类型",
    "address": "地址",
    "households": "业主户数",
    "contact": "联系人",
    "phone": "手机号码",
    "joined_on": "参战日期",
    "pilot": "试点",
    "custom_since": "定制日期",
    "category": "品类",
    "brand": "品牌",
    "unit_weight_g": "单件重量",
    "specification": "规格",
    "origin_county": "产地县",
    "village": "所在村",
    "declared_direct": "直接带动户数",
    "declared_indirect": "间接带动户数",
    "members": "家庭人口",
    "registered_on": "建档日期",
    "exited_on": "脱贫日期",
    "valid_from": "起始日期",
    "valid_to": "终止日期",
    "wechat": "微信公众号",
    "website": "网站",
    "lead_person": "负责人",
    "lead_phone": "负责人电话",
    "lead_title": "负责人职位",
    "lead_contact": "负责人联系方式",
    "officer": "扶贫专员",
    "officer_phone": "扶贫专员电话",
    "officer_mobile": "扶贫专员手机",
    "officer_email": "扶贫专员邮箱",
    "paired_county": "定点扶贫对口地区",
    "paired_counties": "定点扶贫和对口支援地区",
    "project_count": "参战项目数量",
    "ways": "参战方式",
    "needs": "需求",
    "pledged_on": "参战日期",
    "specialities": "特色农产品",
    "liaison": "联络人",
    "liaison_title": "联络人职位",
    "liaison_contact": "联络人联系方式",
    "email": "邮箱",
    "tour_plan": "巡展计划",
    "fair_months": "市集月份",
    "region": "地区",
    "applied_on": "申请日期",
    "closed_on": "结案日期",
    "attendees": "参加人数",
    "hired": "录用贫困户人数",
    "channel_kind": "宣传渠道",
    "reporter_id": "报送单位",
}

TOLD: Mapping[str, str] = {
    "duplicate_line": "前面已有同号且内容相同的行",
    "duplicate_key": "前面已有同号且内容相同的登记",
    "conflicting_line": "前面已有同号而内容不同的行",
    "conflicting_key": "前面已有同号而内容不同的登记",
    "orphan_refund": "采用的行中没有该订单行",
    "ambiguous_refund": "该订单有多行，无法确定退哪一行",
    "unknown_supplier": "供应商表中没有该供应商",
    "unregistered_poor_household": "名册中没有该户",
}
"""What an example of these reasons says in English, in Chinese."""

MASKS = (
    (r"a person \((\d+) characters\)", r"个人信息（\1个字符）"),
    (r"‹(\d+) digits›", r"‹\1位数字›"),
    (r"‹(\d+) characters›", r"‹\1个字符›"),
    (r"‹e-mail›", "‹电子邮箱›"),
    (r"‹(\d+) cells under (\d+) headers", r"‹\1个单元格，\2个表头"),
)
"""What stands for a person, or for cells that have moved, in examples, in Chinese."""

NAMELESS = ((r"^column ([A-Z]+)$", r"\1列"), (r"^cell ([A-Z]+\d+)$", r"\1单元格"))
"""What stands for a column or a label without a known name, in Chinese."""


def column(name: str, lang: Lang) -> str:
    """Return the label of a table's column; what a file calls its own columns stays as it is."""
    return COLUMNS.get(name, name) if lang == "zh" else name


def unknown(name: str, lang: Lang) -> str:
    """Return the name of a column nobody knows; one without a header goes by its place."""
    for english, chinese in NAMELESS if lang == "zh" else ():
        name = re.sub(english, chinese, name)
    return name


def found(reason: str, text: str, lang: Lang) -> str:
    """Return what an example shows of a cell; persons are masked in the reader's language."""
    if lang == "en":
        return text
    for english, chinese in MASKS:
        text = re.sub(english, chinese, text)
    return TOLD.get(reason, text)


def reason(name: str, lang: Lang) -> str:
    """Return the label of a set-aside reason, `missing_<column>` and `unknown_<column>` among them."""
    if name in REASONS:
        return pick(REASONS, name, lang)
    for prefix, (english, chinese) in {"missing_": ("missing ", "缺少"), "unknown_": ("unknown word in ", "未知的")}.items():
        if name.startswith(prefix):
            label = column(name.removeprefix(prefix), lang)
            return f"{chinese if lang == 'zh' else english}{label}"
    return name
