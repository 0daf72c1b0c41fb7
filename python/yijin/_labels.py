"""The words of tables, in Chinese and English. What has no label here is shown by its canonical name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, cast

from yijin.errors import OptionError

Lang: TypeAlias = Literal["en", "zh"]
Pair: TypeAlias = "tuple[str, str]"

METRICS: Mapping[str, Pair] = {
    "communities": ("communities that joined", "加入的社区"),
    "households": ("households that bought", "参与购买的家庭"),
    "custom_products": ("custom products bought", "被消费的定制产品"),
    "direct_poor_households": ("poor households helped directly", "直接帮扶贫困户"),
    "indirect_poor_households": ("poor households helped indirectly", "间接帮扶贫困户"),
}

TABLES: Mapping[str, Pair] = {
    "ledger": ("ledger", "消费扶贫台账"),
    "projects": ("projects", "参战项目列表"),
    "products": ("products", "产品目录"),
    "suppliers": ("suppliers", "供应商"),
    "poor_households": ("poor households", "建档立卡贫困户"),
    "benefit_links": ("benefit links", "带贫关系"),
    "enterprises": ("enterprises", "企业参战书"),
    "associations": ("associations", "协会参战书"),
    "activities": ("activities", "活动"),
    "reports": ("reports", "进展报送"),
}

NEEDS: Mapping[str, Pair] = {
    **TABLES,
    "ledger.community_id": ("the ledger's community_id", "台账的社区编号"),
    "ledger.household_id": ("the ledger's household_id", "台账的购买户编号"),
    "ledger.enterprise_id": ("the ledger's enterprise_id", "台账的物业企业编号"),
    "ledger.supplier_id": ("the ledger's supplier_id", "台账的供应商编号"),
}

DIMENSIONS: Mapping[str, Pair] = {
    "stage": ("stage", "阶段"),
    "month": ("month", "月份"),
    "quarter": ("quarter", "季度"),
    "week": ("week", "周"),
    "day": ("day", "日期"),
    "province": ("province", "省份"),
    "city": ("city", "城市"),
    "enterprise": ("enterprise", "物业企业"),
    "association": ("association", "地方协会"),
    "community": ("community", "社区"),
    "property_type": ("property type", "物业类型"),
    "pilot": ("pilot", "试点"),
    "channel": ("channel", "参与方式"),
    "buyer_kind": ("buyer kind", "采购类型"),
    "source": ("source", "采购来源"),
    "supplier": ("supplier", "供应商"),
    "product": ("product", "产品"),
    "custom": ("custom", "定制"),
    "category": ("category", "品类"),
    "brand": ("brand", "品牌"),
    "origin_province": ("origin province", "产地省份"),
    "origin_county": ("origin county", "产地县"),
    "is_832": ("on the 832 list", "832个贫困县"),
}

COLUMNS: Mapping[str, Pair] = {
    **DIMENSIONS,
    "organizer": ("organiser", "组织人"),
    "activity": ("activity", "活动"),
    "is_832_on_date": ("on the 832 list on the day", "下单时未摘帽"),
    "mass_known": ("mass known", "重量已知"),
    "long_term": ("long-term", "长期稳定"),
    "consecutive": ("in consecutive stages", "跨相邻阶段"),
    "first_month": ("first month", "首月"),
    "last_month": ("last month", "末月"),
    "cohort": ("month of first purchase", "首购月份"),
    "joined": ("joined", "已加入"),
    "active": ("active", "有采购"),
    "kind": ("kind", "类型"),
    "applied_ahead": ("applied ahead", "提前申请"),
    "closed": ("closing report filed", "已结案"),
    "year": ("year", "年份"),
    "met": ("enough fairs", "达标"),
    "region": ("region", "地区"),
    "mandatory": ("mandatory ways", "必选方式齐全"),
    "reporter": ("reporter", "报送单位"),
    "cadence": ("cadence", "报送类型"),
    "period": ("period", "报送期"),
    "received": ("received", "已报"),
    "on_time": ("on time", "按时"),
}

FLAGGED = frozenset(
    (
        *("pilot", "custom", "is_832", "is_832_on_date", "mass_known", "long_term", "consecutive", "joined", "active"),
        *("applied_ahead", "closed", "met", "mandatory", "received", "on_time"),
    )
)
"""The columns whose values are true or false."""

WORDS: Mapping[str, Mapping[str, Pair]] = {
    "channel": {
        "platform": ("platform", "平台参与"),
        "group_buy": ("group buying", "团购参与"),
        "county_activity": ("county activity", "县域活动"),
        "community_activity": ("community activity", "社区活动"),
        "fair": ("fair", "市集活动"),
    },
    "kind": {
        "publicity": ("publicity", "公益宣传"),
        "county_visit": ("county visit", "县域考察"),
        "tasting": ("tasting", "试吃"),
        "zone": ("zone or counter", "专区专柜"),
        "fair": ("fair", "市集"),
        "training": ("training", "培训"),
        "hiring": ("hiring", "招聘"),
    },
    "cadence": {"monthly": ("monthly", "月报"), "weekly": ("weekly", "周报")},
    "buyer_kind": {
        "household": ("household", "家庭"),
        "staff_benefit": ("staff benefit", "员工福利"),
        "canteen": ("canteen", "食堂集采"),
        "partner": ("partner company", "合作企业"),
        "association": ("association", "协会"),
        "organisation": ("organisation", "单位"),
    },
    "source": {
        "poor_village": ("poor village", "贫困村"),
        "poor_household": ("poor household", "贫困户"),
        "relief_enterprise": ("poverty-relief enterprise", "带贫企业"),
        "other": ("other", "其他"),
    },
    "status": {
        "completed": ("completed", "已完成"),
        "paid": ("paid", "已付款"),
        "pending": ("pending", "待付款"),
        "cancelled": ("cancelled", "已取消"),
        "refunded": ("refunded", "已退款"),
    },
    "mechanism": {
        "sale": ("sale", "产品销售"),
        "contract_farming": ("contract farming", "订单种养"),
        "employment": ("employment", "务工就业"),
        "land_transfer": ("land transfer", "土地流转"),
        "dividend": ("dividend", "入股分红"),
        "village_collective": ("village collective", "村集体经济"),
        "other": ("other", "其他"),
    },
}

POLICY: Mapping[str, tuple[str, Pair]] = {
    "qualifying": ("status", ("statuses that qualify", "计入的订单状态")),
    "direct": ("mechanism", ("ways that help directly", "直接帮扶的方式")),
    "indirect": ("mechanism", ("ways that help indirectly", "间接帮扶的方式")),
}
"""The lists of a policy: the vocabulary of their words, and their names."""

YES_NO: Mapping[str, Pair] = {"true": ("yes", "是"), "false": ("no", "否")}

ACCOUNT: Mapping[str, Pair] = {
    "read": ("read", "读取"),
    "accepted": ("accepted", "采用"),
    "outside_campaign": ("outside the campaign", "活动期外"),
    "superseded": ("superseded", "被更新"),
    "set_aside": ("set aside", "搁置"),
}

FLAGS: Mapping[str, Pair] = {
    "unverified": ("unverified: no register was given", "未经名册核实"),
    "without_products": ("no products were given: only the ledger's own suppliers count", "未提供产品目录，只计台账所载的供应商"),
    "without_suppliers": ("no suppliers were given: none can be a poor household itself", "未提供供应商表，本身是贫困户的供应商未计入"),
    "unregistered_community": ("lines of communities not in projects", "社区未登记的行"),
    "unknown_product": ("lines of products not in the catalogue", "产品未登记的行"),
    "over_refund": ("refunds beyond the purchase", "退款超过购买"),
    "mass_unknown": ("lines of unknown mass", "重量未知的行"),
    "household_in_two_communities": ("households in two communities", "出现在两个社区的家庭"),
    "supplier_mismatch": ("supplier differs from the product's", "供应商与产品目录不一致"),
}

NOTES: Mapping[str, Pair] = {
    "not_additive": (
        "The five metrics are distinct counts: they do not add up over rows. Ask for the total instead of summing.",
        "五项指标均为去重计数，各行之间不可相加；需要合计时请直接计算合计。",
    ),
    "cumulative": (
        "Running counts: each row counts from the campaign's start to the end of its period.",
        "累计计数：每行为自活动开始至该期末的去重计数。",
    ),
    "small_cells": (
        "Working table: small cells are not suppressed. Not for publication.",
        "工作表：小单元格未作抑制处理，不可直接公布。",
    ),
    "running_stage": (
        "A running stage also holds the days between it and the stage before it.",
        "累计阶段也包含其与前一阶段之间的日期。",
    ),
    "plain": (
        "Plain: lines as they stand, without netting refunds or looking for repeated rows.",
        "简查：逐行原样统计，未冲减退款，未排查重复行。",
    ),
    "empty_scope": ("No line qualifies in this scope.", "此范围内没有符合条件的行。"),
}

UNITS: Mapping[str, Pair] = {
    "fen": ("fen", "分"),
    "g": ("g", "克"),
    "fen_per_household": ("fen a household", "分/户"),
    "g_per_household": ("g a household", "克/户"),
    "jin": ("jin", "斤"),
    "share": ("share", "占比"),
    "households": ("households", "户"),
    "household_months": ("household-months", "户月"),
    "communities": ("communities", "个"),
    "persons": ("persons", "人"),
    "lines": ("lines", "行"),
    "orders": ("orders", "单"),
    "enterprises": ("enterprises", "家"),
    "suppliers": ("suppliers", "家"),
    "products": ("products", "款"),
    "counties": ("counties", "个"),
    "brands": ("brands", "个"),
    "relations": ("relations", "对"),
    "fairs": ("fairs", "场"),
    "activities": ("activities", "次"),
    "associations": ("associations", "个"),
    "association years": ("association years", "协会年度"),
    "reports": ("reports", "次"),
    "count": ("number", "个（次）"),
}
"""The units of metrics as they are computed: money in fen, mass in grams."""

GRAINS: Mapping[str, Pair] = {
    "line": ("line", "订单行"),
    "household": ("household", "家庭"),
    "community": ("community", "社区"),
    "enterprise": ("enterprise", "物业企业"),
    "enterprise and origin county": ("enterprise and origin county", "物业企业与产地县"),
    "supplier": ("supplier", "供应商"),
    "activity": ("activity", "活动"),
    "association": ("association", "地方协会"),
    "association and calendar year": ("association and calendar year", "地方协会与年度"),
    "reporter and period": ("reporter and period", "报送单位与报送期"),
    "cohort and month": ("cohort and month", "首购队列与月份"),
}

ADDITIVITY: Mapping[str, Pair] = {
    "full": ("adds up", "可相加"),
    "time": ("adds up over time alone", "仅可跨期相加"),
    "none": ("does not add up", "不可相加"),
}

KEY_SOURCES: Mapping[str, Pair] = {
    "given": ("given by the caller", "由调用者给定"),
    "file": ("from the key file", "来自密钥文件"),
    "fresh": ("fresh for this run: pseudonyms match no other run's", "本次运行临时生成：假名与其他运行不可比对"),
}

TERMS: Mapping[str, Pair] = {
    "metric": ("metric", "指标"),
    "value": ("value", "数值"),
    "target": ("target", "目标"),
    "attainment": ("attainment", "完成率"),
    "more_than": ("more than", "超过"),
    "lines": ("lines", "行数"),
    "amount": ("amount (yuan)", "金额（元）"),
    "mass": ("mass (jin)", "重量（斤）"),
    "mass_unknown": ("lines of unknown mass", "重量未知行数"),
    "in_ledger": ("ledger", "台账"),
    "published": ("published", "公布"),
    "difference": ("difference", "差额"),
    "wording": ("wording", "表述"),
    "date": ("date", "日期"),
    "source": ("source", "出处"),
    "policy": ("policy", "口径"),
    "suppressed": ("× rests on fewer than {least} persons, or would give such a figure away", "×：所涉不足{least}人，或可据以推出此类数字"),
    "working_table": ("working table, not suppressed", "工作表，未作隐匿处理"),
    "needs": ("not computable: needs", "无法计算：缺少"),
    "as_of": ("as of", "截至"),
    "cumulative": ("from the campaign's start", "自活动开始累计"),
    "within": ("within the period", "本期"),
    "none": ("(none)", "（空）"),
    "no_stage": ("between stages", "阶段之间"),
    "more_rows": ("… {rows} more rows; {everything} has them all", "… {rows} 行未显示；{everything} 可得全部"),
    "left_out": ("no room for {columns}; {everything} has them all", "因宽度不足未显示{columns}；{everything} 可得全部"),
    "not_begun": (" (not begun)", "（尚未开始）"),
    "quality": ("Every row accounted for", "逐行核算"),
    "table": ("table", "表"),
    "file": ("file", "文件"),
    "sheet": ("sheet", "工作表"),
    "row": ("row", "行"),
    "column": ("column", "列"),
    "found": ("found", "原值"),
    "reason": ("reason", "原因"),
    "rows": ("rows", "行数"),
    "encoding": ("encoding", "编码"),
    "flag": ("flag", "标记"),
    "flags": ("Flags (rows stay in)", "标记（不影响采用）"),
    "files": ("Files", "文件"),
    "set_aside": ("Set aside, by reason", "搁置原因"),
    "examples": ("Examples", "示例"),
    "unknown_words": ("Unknown words", "未知词"),
    "unplaced_cities": ("Cities without a place (no province, no city)", "无法定位的城市（省份与城市为空）"),
    "others": ("(others)", "（其他）"),
    "city": ("city", "城市"),
    "communities": ("communities", "社区数"),
    "word": ("word", "词"),
    "unknown_columns": ("unknown columns", "未知列"),
    "unread_sheets": ("sheets without a table", "无表格的工作表"),
    "layout": ("title / header / blank / footer rows", "标题/表头/空白/表尾行"),
    "ragged_rows": ("rows wider than the header", "多列的行"),
    "merged_cells": ("merged cells", "合并单元格"),
    "key": ("Pseudonym key", "假名密钥"),
    "headline": ("Headline", "五项指标"),
    "window": ("window", "活动期"),
    "stage": ("stage", "阶段"),
    "start": ("from", "起"),
    "end": ("to", "止"),
    "said": ("{name}: {words}", "{name}：{words}"),
    "and": (", ", "、"),
    "comma": (", ", "，"),
    "interval": ("interval", "区间"),
    "level": ("level", "置信水平"),
    "method": ("method", "方法"),
    "clusters": ("clusters", "群数"),
    "between_units": ("Theil's T between {by}", "泰尔指数T：按{by}组间"),
    "within_units": ("Theil's T within {by}", "泰尔指数T：按{by}组内"),
    "units_share": ("share of the units, the least first", "单位累计占比（由少到多）"),
    "total_share": ("share of the total", "总量累计占比"),
}

POLICIES: Mapping[str, Pair] = {
    "base": ("base", "本活动口径"),
    "completed alone": ("completed alone", "仅计已完成"),
    "paid counts": ("paid counts", "已付款也计"),
    "employment is direct": ("employment is direct", "务工就业算直接"),
    "sale alone is direct": ("sale alone is direct", "仅产品销售算直接"),
    "register not required": ("register not required", "不要求建档立卡"),
    "link dates ignored": ("link dates ignored", "不看带贫起止日期"),
    "lines of 10 yuan or more": ("lines of 10 yuan or more", "仅计10元及以上的行"),
    "covered": (
        "households covered, as the register of joined communities says, in place of those that bought: {count}",
        "若以覆盖户数（已加入社区登记的户数）代替参与购买的家庭：{count}",
    ),
}
"""Other definitions of the headline."""
FIGURES: Mapping[str, Pair] = {
    **METRICS,
    "value": TERMS["value"],
    "lines": TERMS["lines"],
    "amount_fen": ("amount (fen)", "金额（分）"),
    "mass_g": ("mass (g)", "重量（克）"),
    "mass_unknown_lines": TERMS["mass_unknown"],
}
"""The figures of a published table: money in fen, mass in grams."""


def lang_of(lang: str) -> Lang:
    """Return `lang` if tables exist in it, else raise :class:`OptionError`."""
    if lang not in ("en", "zh"):
        raise OptionError(f"expected en or zh for lang, found {lang!r}", "bad-option")
    return cast("Lang", lang)


def pick(labels: Mapping[str, Pair], name: str, lang: Lang) -> str:
    """Return the label of `name`, or `name` itself where there is none."""
    pair = labels.get(name)
    return name if pair is None else pair[lang == "zh"]


def term(name: str, lang: Lang) -> str:
    """Return a word of the tables' own furniture."""
    return TERMS[name][lang == "zh"]


def said(name: str, words: str, lang: Lang) -> str:
    """Return a name and what is said of it."""
    return term("said", lang).format(name=name, words=words)


def listed(words: Iterable[str], lang: Lang) -> str:
    """Return words as a list."""
    return term("and", lang).join(words)


def member(dimension: str, value: str | None, stages: Mapping[str, Pair], lang: Lang) -> str:
    """Return the label of a dimension's value; a missing value has one too."""
    if value is None:
        return term("no_stage" if dimension == "stage" and stages else "none", lang)
    if dimension == "stage":
        return pick(stages, value, lang)
    if dimension in WORDS:
        return pick(WORDS[dimension], value, lang)
    return pick(YES_NO, value, lang) if dimension in FLAGGED else value
