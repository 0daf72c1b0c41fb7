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

EVALUATION: Mapping[str, Pair] = {
    "criterion": ("criterion", "指标"),
    "unit": ("unit", "单位"),
    "enterprise": ("enterprise", "物业企业"),
    "rank": ("rank", "名次"),
    "score": ("score", "得分"),
    "households": ("households", "购买家庭"),
    "communities": ("communities", "社区"),
    "by_weights": ("rank under drawn weights, 5–95 %", "权重变动时的名次（5%–95%）"),
    "by_households": ("rank under resampled households, 5–95 %", "住户重抽时的名次（5%–95%）"),
    "weights_drawn": ("drawn weights", "权重变动"),
    "households_drawn": ("resampled households", "住户重抽"),
    "first": ("first in", "第一的占比"),
    "largest_obstacle": ("largest obstacle", "最大障碍"),
    "direction": ("better", "方向"),
    "more": ("more", "越高越好"),
    "less": ("less", "越低越好"),
    "weight": ("weight", "权重"),
    "source": ("in resamples", "重抽时"),
    "resampled": ("recomputed", "重新计算"),
    "fixed": ("stays as it is", "保持不变"),
    "value": ("value", "数值"),
    "normalised": ("on one scale", "标准化值"),
    "obstacle": ("obstacle share", "障碍度"),
    "arithmetic_part": ("adds", "得分构成"),
    "geometric_part": ("factor", "因子"),
    "topsis_part": ("share of distance", "距离占比"),
    "placed": ("rank {rank} (5–95 %: {lower}–{upper}), score {score}", "第 {rank} 名（5%–95%：{lower}–{upper}），得分 {score}"),
    "placed_by_households": (
        "rank under resampled households, 5–95 %: {lower}–{upper}; households: {n}, communities: {clusters}",
        "住户重抽时的名次（5%–95%）：{lower}–{upper}；{n} 户，{clusters} 个社区",
    ),
    "filled": ("missing, stood in for: {names}", "缺项，已补值：{names}"),
    "dropped": ("left out for missing values: {names}", "因缺项未参评：{names}"),
    "ranking": ("Ranking of enterprises", "企业测评"),
    "without": ("Without one criterion", "去掉一项指标"),
    "without_each": ("without", "去掉的指标"),
    "spearman": ("Spearman's ρ", "斯皮尔曼 ρ"),
    "kendall": ("Kendall's τ-b", "肯德尔 τ-b"),
    "largest_shift": ("largest shift", "最大移动"),
    "conventions": ("conventions", "约定"),
    "few": (
        "* rests on fewer than {least} buying households: {working}",
        "*：购买家庭不足 {least} 户：{working}",
    ),
    "fixed_criteria": (
        "in resamples these stay as they are, as they are no sums over communities: {names}",
        "重抽时保持不变（不是各社区之和）：{names}",
    ),
    "fixed_for_gaps": (
        "in resamples these stay as they are, as values that are missing were stood in for: {names}",
        "重抽时保持不变（有缺项补值）：{names}",
    ),
    "uneven": (
        "communities add up to other figures than the enterprises', as some households are in several communities, and the intervals are "
        "of the communities' figures: {names}",
        "有住户出现在多个社区，各社区合计与企业数不同，区间按社区合计计算：{names}",
    ),
    "by_up_to": ("{name} (by up to {gap})", "{name}（至多相差 {gap}）"),
    "ranked_by": ("ranks of enterprises by a composite index of {names}", "按综合指数排列的企业名次，指标：{names}"),
    "definition": ("definition", "定义"),
    "none_resampled": (
        "no criterion is a sum over communities: there are no intervals under resampled households",
        "没有可按社区重抽的指标，不给住户重抽的名次区间",
    ),
    "one_community": (
        "{count} of {units} enterprises have one community or none: what they do does not vary, only what the others do",
        "{units} 家企业中有 {count} 家至多一个社区：其自身数值不随重抽变动",
    ),
    "few_communities": (
        "{count} of {units} enterprises have fewer than 30 communities: their intervals under resampled households are too narrow",
        "{units} 家企业中有 {count} 家不足 30 个社区：住户重抽的区间偏窄",
    ),
    "left_out": (
        "{count} of {replicates} replicates have no ranking (a ratio over 0, or no weights) and are left out",
        "{replicates} 次重抽中有 {count} 次无法排名（分母为零或无法赋权），未计入",
    ),
    "nameless": ("lines and communities without an enterprise are left out", "没有企业名的行和社区不参评"),
    "middle": (
        "resampled ranks lean to the middle: where enterprises hardly differ, the first is rarely first in resamples",
        "重抽的名次偏向中间：企业差别不大时，第一名在重抽中很少仍居第一",
    ),
}
"""The words of rankings and scorecards."""

CONVENTIONS: Mapping[str, Pair] = {
    "weights": ("weights", "赋权"),
    "normalisation": ("normalisation", "标准化"),
    "aggregation": ("aggregation", "合成"),
    "missing": ("missing", "缺项"),
    "concentration": ("concentration", "权重集中度"),
    "draws": ("draws of weights", "权重抽样次数"),
    "replicates": ("resamples of households", "住户重抽次数"),
    "seed": ("seed", "种子"),
    "consistency_ratio": ("consistency ratio", "一致性比例"),
    "given": ("given", "给定"),
    "equal": ("equal", "等权"),
    "entropy_of_values": ("entropy of the values as they stand", "熵权（原始值）"),
    "entropy_of_normalised": ("entropy of the normalised values", "熵权（标准化值）"),
    "critic": ("CRITIC", "CRITIC"),
    "ahp": ("AHP", "AHP"),
    "min_max": ("min-max", "极差"),
    "z": ("z-score", "Z 分数"),
    "vector": ("vector norm", "向量归一"),
    "arithmetic": ("weighted sum", "加权和"),
    "geometric": ("weighted product", "加权积"),
    "topsis": ("TOPSIS", "TOPSIS"),
    "refuse": ("refused", "拒绝"),
    "drop_unit": ("unit dropped", "剔除该企业"),
    "worst": ("worst stands in", "按最差补"),
    "median": ("median stands in", "按中位数补"),
    "any": ("none: all weights alike likely", "无：各种权重等可能"),
}
"""What is chosen of an index, and the choices; `rank` is a word of :data:`EVALUATION`."""

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
UNITS_OVER: Mapping[str, Pair] = {
    "community": ("communities", "社区"),
    "enterprise": ("enterprises", "物业企业"),
    "county": ("origin counties", "产地县"),
    "supplier": ("suppliers", "供应商"),
    "household": ("households", "家庭"),
}
"""What concentration is over."""

SPREADS: Mapping[str, Pair] = {
    "gini": ("the Gini coefficient", "基尼系数"),
    "top_share": ("the share of the top {part:.0%}", "前{part:.0%}的占比"),
    "largest": ("the share of the {k} largest", "前{k}位的占比"),
    "theil_t": ("Theil's T", "泰尔指数T"),
    "theil_l": ("Theil's L, the mean log deviation", "泰尔指数L（平均对数离差）"),
    "atkinson": ("Atkinson's measure with an aversion of {aversion:g}", "阿特金森指数（厌恶系数{aversion:g}）"),
    "herfindahl": ("the Herfindahl–Hirschman index", "赫芬达尔—赫希曼指数"),
    "normalised": ("the index from 0 to 1", "标准化赫芬达尔指数"),
    "effective": ("how many equal units would have this index", "等效均分单位数"),
}
"""Measures of inequality and concentration."""

SAMPLES: Mapping[str, Pair] = {
    "plain": ("{what} of units, the interval as of a sample of such units", "{what}；区间把单位视为同类单位的样本"),
    "over": (
        "{what}: {measure} over {units} that bought, the interval as of a sample of such units",
        "{what}：有采购的{units}的{measure}；区间把单位视为同类单位的样本",
    ),
    "over_listed": (
        "{what}: {measure} over {units} that are listed, the interval as of a sample of such units",
        "{what}：名单所列{units}的{measure}，无采购的计为0；区间把单位视为同类单位的样本",
    ),
    "mean": (
        "{measure} over the households that bought; communities drawn whole, as a sample of such communities",
        "{measure}除以有采购的家庭数；以社区为整体抽样，区间把社区视为同类社区的样本",
    ),
    "ratio": (
        "{measure} over {below}, of the households that bought; communities drawn whole, as a sample of such communities",
        "有采购家庭的{measure}与{below}之比；以社区为整体抽样，区间把社区视为同类社区的样本",
    ),
}
"""What an estimate is of: an interval says nothing of a list that is complete."""

CAUTIONS: Mapping[str, Pair] = {
    "too_few": ("fewer than 3 {drawn}: no interval", "{drawn}不足3个，没有区间"),
    "few": ("{count} {drawn}: an interval of fewer than 30 is too narrow", "{drawn}只有{count}个，不足30个时区间偏窄"),
    "alike": ("all units have the same: how much they vary is not seen, and there is no interval", "各单位数值相同，看不出差异，没有区间"),
    "at_end": ("at the end of its range whatever the others have: no interval", "已在取值范围的端点，没有区间"),
    "zeros": ("not defined where a unit has 0", "有单位为0，无定义"),
    "tail": ("rests on fewer than 10 units: the interval is rough", "所依据的单位不足10个，区间粗略"),
    "weighted": (
        "weights: how the units were drawn is not known, and there is no interval",
        "使用了权重：抽样方式未知，没有区间",
    ),
    "unnamed": ("{count:,} lines name none of these units and are left out", "{count:,}行未写明此类单位，未计入"),
    "unknown": ("{count:,} units are left out: of what they have nothing is known", "{count:,}个单位数值未知，未计入"),
    "idle": ("{count:,} units that are listed bought nothing and count as 0", "{count:,}个列入名单的单位没有采购，计为0"),
    "units": ("units", "单位"),
    "clusters": ("clusters", "群"),
    "communities": ("communities", "社区"),
}
"""What a reader should know of an estimate, and the words for what was drawn."""

FIGURES: Mapping[str, Pair] = {
    **METRICS,
    "value": TERMS["value"],
    "lines": TERMS["lines"],
    "amount_fen": ("amount (fen)", "金额（分）"),
    "mass_g": ("mass (g)", "重量（克）"),
    "mass_unknown_lines": TERMS["mass_unknown"],
}
"""The figures of a published table: money in fen, mass in grams."""


SURVIVAL: Mapping[str, Pair] = {
    "n": ("n", "样本数"),
    "time": ("time", "时长"),
    "at_risk": ("at risk", "仍在观察"),
    "events": ("events", "事件数"),
    "survival": ("survival", "未发生的占比"),
    "interval": ("interval", "区间"),
    "median": ("median", "中位数"),
    "definition": ("the share without the event from a time on (Kaplan–Meier)", "到某一时长仍未发生事件的占比（Kaplan–Meier）"),
    "of_median": ("the time at which half are left of: {definition}", "余下一半时的时长：{definition}"),
    "no_interval": (
        "the log-log interval is not defined before the first event and where all have had it",
        "首次事件之前及全部发生之后，log-log区间无定义",
    ),
    "few": ("only {n} were followed until the last event before this time", "此前最后一次事件时仅余 {n} 个仍在观察"),
}
"""The words of a Kaplan–Meier curve."""

LOYALTY: Mapping[str, Pair] = {
    "second_purchase": ("Time to the second purchase", "二次购买间隔"),
    "supply": ("Supply relations", "供应关系存续"),
    "churn": ("Buyers from month to month", "逐月购买家庭"),
    "days": ("days", "天"),
    "months": ("campaign months", "活动月"),
    "all": ("all", "全部"),
    "log_rank": ("log-rank test", "log-rank检验"),
    "month": ("month", "月份"),
    "buyers": ("buyers", "购买家庭"),
    "new": ("new", "首次购买"),
    "stayed": ("bought in the month before too", "上月也购买"),
    "back": ("came back", "回归"),
    "absent": ("absent in the next month", "下月未购买"),
    "share": ("share absent", "未购买占比"),
    "again": ("of them seen again", "其中后来再购买"),
    "seen": ("seen again", "后来再购买"),
    "lost": ("not seen again", "其后未见购买"),
    "of_second_purchase": (
        "the share of households that have not bought again, by days from the first day with a purchase to the next day with one "
        "(purchases of one day are one; days between stages count); who has no second is censored at the last day that is known",
        "尚未再次购买的家庭占比；时长为首个购买日到下一个购买日的天数（同日多单算一次，阶段之间的日期也计）；没有第二次的，截尾于已知的最后一日",
    ),
    "of_groups": (
        "the log-rank test that households buy again alike soon, whatever the {by} of their first purchase",
        "log-rank检验：再次购买的快慢与首次购买的{by}无关",
    ),
    "of_supply": (
        "the share of supply relations (enterprise and origin county) that go on, by campaign months from the first month with a line to "
        "the last; a silence of {silence} (campaign months without a line that are over) counts as an end, and who was "
        "heard of since is censored at the last month of which an end could have been seen; months without a stage are no campaign months",
        "仍在延续的供应关系（物业企业与产地县）占比；时长为首个有订单行的活动月到最后一个的活动月数；其后连续{silence}个已结束的活动月无订单行即为终止，"
        "此间仍有的，截尾于尚能看出终止的最后一个月；不属任何阶段的月份不算活动月",
    ),
    "of_churn": (
        "of the households that bought in a campaign month, the share that did not in the next campaign month (months without a stage are "
        "none); seen again: bought on any later day",
        "某活动月的购买家庭中，下一个活动月未购买的占比（不属任何阶段的月份不算活动月）；后来再购买：其后任一日有购买",
    ),
    "alike": (
        "households of one community are alike, and here each counts by itself: intervals are too narrow and tests too sure",
        "同一社区的家庭彼此相似，此处逐户计算：区间偏窄，检验偏于显著",
    ),
    "several": (
        "households whose first day has several values of {by} are in no group: {n}",
        "首个购买日{by}不止一个的家庭不在任何组：{n}",
    ),
    "no_test": (
        "the groups cannot be compared: no event falls while two of them are followed",
        "各组无法比较：没有事件发生于两组同在观察之时",
    ),
    "late": (
        "relations that began too late for an end to be seen, and are not followed: {n} of {of}",
        "开始太晚、无从看出终止而未纳入的关系：{of} 对中的 {n} 对",
    ),
    "resumed": (
        "relations that were silent for as long and traded again, so that such a silence is not always an end: {n} of {of}",
        "曾静默同样之久而后恢复的关系（可见静默未必即终止）：{of} 对中的 {n} 对",
    ),
    "between": (
        "relations with lines between the stages alone, which are in no campaign month: {n}",
        "仅在阶段之间有订单行、不属任何活动月的关系：{n}",
    ),
    "not_alone": (
        "relations that share an enterprise or a county are not independent: intervals are too narrow",
        "同一企业或同一县的关系并不独立：区间偏窄",
    ),
    "next_unknown": (
        "the next campaign month is not over: who did not buy in it is not known yet",
        "下一个活动月尚未结束：尚不知谁未购买",
    ),
    "ends": (
        "who was absent lately had little time to be seen again: towards the end fewer are",
        "近月缺席者来不及再次出现：越近期，再次购买者越少",
    ),
}
"""The words of loyalty: what was found, its definitions, and what a reader should know."""
OUTLOOK: Mapping[str, Pair] = {
    "standing": ("actual and target", "完成情况"),
    "projection": ("projection", "预测"),
    "actual": ("actual", "实际"),
    "pace_ratio": ("pace ratio", "进度比"),
    "achieved_per_month": ("a month so far", "至今月均"),
    "required_per_month": ("a month from now", "今后月均所需"),
    "straight_line_final": ("end at this pace", "按此进度期末"),
    "mean": ("mean", "平均"),
    "capped_mean": ("capped mean", "封顶平均"),
    "worst": ("worst", "最低"),
    "three": ("attainment of {n} targets", "{n}项目标的完成率"),
    "months": ("campaign months over: {elapsed}; left: {left}", "活动月份：已过{elapsed}，剩余{left}"),
    "interval": ("interval", "区间"),
    "chance": ("chance to reach {target}", "达到{target}的概率"),
    "kind": ("what it is", "性质"),
    "counted": ("counted", "实际累计"),
    "projected": ("projected", "预测"),
    "line": ("line of least squares", "最小二乘直线"),
    "increments": ("monthly increments drawn again", "月增量重抽样"),
    "logistic": ("logistic curve", "逻辑斯蒂曲线"),
    "gompertz": ("Gompertz curve", "龚珀兹曲线"),
    "bass": ("Bass's model", "巴斯模型"),
    "title": ("{metric}: {method}, as of {as_of}", "{metric}：{method}，截至{as_of}"),
    "beyond": ("target {target}: above the picture", "目标{target}：在图外"),
    "exact": ("{metric}, counted up to {as_of}", "{metric}，截至{as_of}的去重计数"),
    "projected_for": (
        "{metric} by the end of {month}, if months to come are as those until {as_of}",
        "{metric}，截至{month}月末的预测，假定今后各月与{as_of}之前相同",
    ),
    "held": (
        "back test (months ahead: {horizon}): {held} of {tests} intervals held what came, of a level of {level}; mean miss {bias}",
        "回测（提前月数：{horizon}）：{tests}个区间中{held}个包含实际值，名义水平{level}；平均偏差{bias}",
    ),
    "pace": (
        "holds if the pace holds: errors of a running series go together, so that intervals and chances are too sure",
        "以进度不变为前提：累计序列的误差前后相关，区间和概率过于乐观",
    ),
    "alike": (
        "holds if months to come are like those drawn from: a distinct count slows down, and then the projection is too high",
        "以今后各月与所抽月份相同为前提：去重计数会逐渐放缓，预测因而偏高",
    ),
    "few": (
        "{n} increments: months unlike these are not drawn, so that the interval is too narrow",
        "仅{n}个月增量：抽不到与此不同的月份，区间过窄",
    ),
    "no_interval": (
        "a curve has no interval here: errors of a running series go together, so that its standard errors are too small",
        "曲线不给区间：累计序列的误差前后相关，标准误过小",
    ),
    "begun": (
        "{month} has only begun by {as_of} and is left out of the fit: {value} at that day",
        "{month}截至{as_of}尚未结束，不参与拟合；当日为{value}",
    ),
    "part_month": (
        "{month} lies in the campaign only in part and is taken as a whole month",
        "{month}仅部分在活动期内，仍按整月计",
    ),
    "quiet": (
        "no line qualifies in {months}: is the ledger complete up to {as_of}?",
        "{months}没有符合条件的行：台账是否已含截至{as_of}的数据？",
    ),
    "below": ("the projection is below what is reached already, {value}", "预测低于已达到的{value}"),
    "no_back_test": ("too few months for a back test", "月份过少，无法回测"),
    "curve_untested": ("a curve has no back test", "曲线不做回测"),
    "one_sided": (
        "every earlier projection was too {side}: the shape is wrong, and this one is likely too {side} as well",
        "以往每次预测都偏{side}：形状不符，本次很可能同样偏{side}",
    ),
    "high": ("high", "高"),
    "low": ("low", "低"),
    "not_computable": ("not computable: needs {needs}", "无法计算：缺少{needs}"),
    "no_target": ("the campaign has no target for it", "活动未设此项目标"),
}
"""The words of attainment and projection."""


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


def told(name: str, lang: Lang, /, **parts: object) -> str:
    """Return a word or a sentence of rankings and scorecards."""
    return pick(EVALUATION, name, lang).format(**parts)


def convention(name: str, value: object, lang: Lang) -> str:
    """Return what was chosen of an index."""
    if value is None:
        return said(pick(CONVENTIONS, name, lang), pick(CONVENTIONS, "any", lang), lang)
    word = EVALUATION["rank"][lang == "zh"] if value == "rank" else pick(CONVENTIONS, str(value), lang)
    return said(pick(CONVENTIONS, name, lang), f"{value:,g}" if isinstance(value, float) else word, lang)


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
