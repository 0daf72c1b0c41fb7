"""The words of a summary, in English and Chinese; every number has a place of its own in them."""

from __future__ import annotations

from collections.abc import Mapping

from yijin._labels import UNITS, Lang, Pair
from yijin.summary._document import Kind

UNIT_KINDS: Mapping[str, Kind] = {
    "fen": "yuan",
    "g": "jin",
    "g_per_household": "jin",
    "fen_per_household": "yuan",
    "jin": "decimal",
    "share": "percent",
}

UNIT_WORDS: Mapping[str, Pair] = {
    **UNITS,
    "fen": ("yuan", "元"),
    "g": ("jin", "斤"),
    "fen_per_household": ("yuan a household", "元/户"),
    "g_per_household": ("jin a household", "斤/户"),
}
"""The units of metrics as a paper shows them: money in yuan, mass in jin."""

MEASURES: Mapping[str, Pair] = {
    "communities": ("communities", "个"),
    "households": ("households", "户"),
    "custom_products": ("products", "款"),
    "direct_poor_households": ("households", "户"),
    "indirect_poor_households": ("households", "户"),
}

WORDS: Mapping[str, Pair] = {
    # the title
    "stage_title": ("{campaign}: summary of {stage}", "{campaign}{stage}总结"),
    "day_title": ("{campaign}: summary as of {day}", "{campaign}阶段性总结（截至{day}）"),
    "final_title": ("{campaign}: final summary", "{campaign}最终总结"),
    "scope": (
        "This summary counts purchases and refunds up to {as_of}, from the campaign's start on {start}.",
        "本总结统计自活动开始（{start}）起、截至{as_of}的购买与退款。",
    ),
    # why a figure is not there
    "needs": ("not computable without {tables}", "无法计算，缺少{tables}"),
    "no_dimension": ("no table that gives {dimensions} was given", "未提供可据以区分{dimensions}的表"),
    "no_table": ("a table that it needs was not given", "未提供所需的表"),
    "no_target": ("the campaign names no target", "活动未设目标"),
    "no_previous": ("there is no stage before", "此前无阶段"),
    "no_stage": ("the day lies in no stage", "该日不属于任何阶段"),
    "not_known": ("not known", "无数据"),
    "unknown_part": ("{part}: {reason}.", "{part}：{reason}。"),
    "held_back": (
        "{label}: held back, as too few persons stand behind it or behind its difference to an earlier summary.",
        "{label}：所涉人数过少，或与此前总结相差人数过少，不予列示。",
    ),
    # the headline
    "headline": ("The five headline metrics", "五项指标完成情况"),
    "headline_table": ("The headline metrics against their targets", "五项指标与目标对照"),
    "attainment_figure": ("Attainment of the targets", "五项指标完成率"),
    "attainment_alt": ("A bar for each headline metric, as long as its share of the target.", "横条图：各项指标占目标的比例。"),
    "headline_met": (
        "{label}: {value} {measure}, {attainment} of the target of {target}; the target is reached.",
        "{label}{value}{measure}，完成目标（{target}{measure}）的{attainment}，已达到目标。",
    ),
    "headline_open": (
        "{label}: {value} {measure}, {attainment} of the target of {target}; the target is not reached yet.",
        "{label}{value}{measure}，完成目标（{target}{measure}）的{attainment}，尚未达到目标。",
    ),
    "headline_free": ("{label}: {value} {measure}; the campaign names no target.", "{label}{value}{measure}，活动未设目标。"),
    "change": (
        "Since the end of the stage before ({day}), {label} changed by {change} {measure}.",
        "与上一阶段末（{day}）相比，{label}变动{change}{measure}。",
    ),
    "flagged": ("{label}: {flags}.", "{label}：{flags}。"),
    "metric": ("metric", "指标"),
    "target": ("target", "目标"),
    "reached": ("reached", "是否达到"),
    "running": ("in all", "累计"),
    "attainment": ("attainment", "完成率"),
    "in_stage": ("in this stage", "本阶段"),
    "since": ("change since the stage before", "较上阶段末"),
    "goal": ("target", "目标"),
    "yes": ("yes", "是"),
    "no": ("not yet", "否"),
    "not_additive": (
        "Distinct counts: the stages' numbers do not add up to the running one.",
        "各项均为去重计数，各阶段数字不可相加得出累计数。",
    ),
    "more_than": ("“More than” targets are reached only above the number.", "“超过”类目标须高于目标数方为达到。"),
    # what the numbers mean
    "meaning": ("What the numbers mean", "指标口径说明"),
    "four_households": (
        "Households are four different numbers: covered by the communities that joined (a register's figure), buying, buying again in "
        "another month, and with at least one jin taken home. They are never added to each other.",
        "家庭数有四种口径：加入社区覆盖的户数（登记数）、参与购买的户数、跨月再次购买的户数、带一斤回家的户数。四者含义不同，不可相加，也不可互相替代。",
    ),
    "households_table": ("Households, as covered and as buying", "家庭数的不同口径"),
    "helped": (
        "Poor households likewise: those verified on rosters are a floor, those that suppliers declare a ceiling.",
        "贫困户数亦有两种口径：经名册核实的户数为下限，供应商申报的户数为上限。",
    ),
    "range_direct": (
        "Helped directly: from {verified} (verified) to {declared} (declared) households.",
        "直接帮扶贫困户：核实{verified}户，申报{declared}户。",
    ),
    "range_indirect": (
        "Helped indirectly: from {verified} (verified) to {declared} (declared) households.",
        "间接帮扶贫困户：核实{verified}户，申报{declared}户。",
    ),
    "activity_table": ("Purchases, enterprises and communities", "购买、企业与社区"),
    "value": ("value", "数值"),
    "unit": ("unit", "单位"),
    "additivity": ("adding up", "可否相加"),
    # progress
    "progress": ("Progress over time", "进展情况"),
    "progress_table": ("Running counts at the end of each month", "各月末累计数"),
    "progress_figure": ("{label}: running count and the straight line to the target", "{label}累计数与目标直线"),
    "progress_alt": (
        "A line of the running count over the campaign's months, with the stages as bands and a dashed straight line to the target.",
        "折线图：按月累计数，底色为各阶段，虚线为至目标的直线。",
    ),
    "straight": ("straight line to the target", "至目标的直线"),
    "new_table": ("Households by the month of their first purchase", "各月首次购买家庭"),
    "joined_by": (
        "A month's communities are those that bought by its end and had joined by {day}, also where they joined later than the month.",
        "各月社区数按截至{day}的加入情况计算：当月已购买、其后方加入的社区亦计入。",
    ),
    "retention_table": (
        "Households that buy again, by the month of their first purchase: months {first} to {last} after it",
        "各月首购家庭此后的购买户数（此后第{first}至{last}个月）",
    ),
    "retention_note": (
        "Households of one row do not add up: the same household can buy in several months.",
        "同一行各月户数不可相加：同一家庭可在多个月购买。",
    ),
    "not_over": ("the month has not begun", "该月尚未开始"),
    "retention_figure": ("Households that buy again, by the month of their first purchase", "各月首购家庭此后的购买户数"),
    "retention_alt": (
        "A triangle of counts: rows are months of first purchase, columns the months since.",
        "三角形计数图：行为首购月份，列为此后第几个月。",
    ),
    "cohort": ("month of first purchase", "首购月份"),
    "age": ("months since", "此后第几个月"),
    "month": ("month", "月份"),
    # slices
    "slices": ("By province, enterprise, channel and purchase source", "分省份、企业、参与方式与采购来源情况"),
    "slice_table": ("By {dimension}", "分{dimension}情况"),
    "slice_heading": ("By {dimension}", "按{dimension}"),
    "slice_first": ("The first {shown} of {all} by amount; all are in the appendix.", "按金额列前{shown}项，共{all}项，全部见附表。"),
    "province_figure": ("Households that bought, by province", "各省份参与购买家庭"),
    "province_alt": ("The provinces as tiles, darker with more households.", "省份方格图：颜色越深，户数越多。"),
    "elsewhere": ("Not on the map: {members}.", "未列于图中：{members}。"),
    "amount_figure": ("Amount by {dimension}", "各{dimension}采购金额"),
    "amount_alt": ("A bar for each part, as long as its amount.", "横条图：各部分金额。"),
    "mix_figure": ("Amount by purchase source and month", "各月采购来源构成"),
    "mix_alt": ("Stacked bars, one a month, of the amount by purchase source.", "堆积柱形图：各月按采购来源的金额。"),
    "communities": ("communities", "社区（个）"),
    "households": ("households", "家庭（户）"),
    "lines": ("lines", "订单行"),
    "amount": ("amount", "金额"),
    "mass": ("mass (jin)", "重量（斤）"),
    "wan_yuan": ("10,000 yuan", "万元"),
    "distinct": ("Communities and households are distinct counts and do not add up over rows.", "社区与家庭为去重计数，各行不可相加。"),
    # relations
    "relations": ("Long-term relations and brands", "产销对接关系与品牌"),
    "relations_table": ("Supply relations, counties and brands", "产销对接关系、产地县与品牌"),
    "pairs_table": ("The longest relations", "持续时间最长的对接关系"),
    "pairs_figure": ("Months with purchases, by enterprise and county of origin", "物业企业与产地县对接月数"),
    "pairs_alt": ("A grid of enterprises and counties, darker with more months.", "方格图：企业与产地县，颜色越深，月数越多。"),
    "brand": ("brand", "品牌"),
    "brands_table": ("Amount by brand", "各品牌金额"),
    "county": ("county of origin", "产地县"),
    "enterprise": ("enterprise", "物业企业"),
    "months": ("months", "月数"),
    "stages": ("stages", "阶段数"),
    "first_month": ("first month", "首月"),
    "last_month": ("last month", "末月"),
    "consecutive": ("consecutive stages", "阶段连续"),
    "pairs_first": ("The first {shown} of {all} relations by months.", "按月数列前{shown}项，共{all}项。"),
    # activities
    "activities": ("Fairs, tastings, publicity, county visits and hiring", "市集、品鉴、宣传、县域考察与用工"),
    "activities_table": ("Activities", "活动开展情况"),
    "fairs": ("{fairs} large fairs were held; the target is {target}.", "已举办大型市集活动{fairs}场，目标{target}场。"),
    # reports
    "reports": ("Reporting discipline", "进展报送情况"),
    "reports_table": ("Reports and pledges", "报送与参战情况"),
    # quality
    "quality": ("Data quality", "数据质量"),
    "account_table": ("Every row accounted for", "逐行核算"),
    "account_said": (
        "Of {read} rows read, {accepted} were accepted and {set_aside} set aside; a row that is set aside counts in no figure.",
        "共读取{read}行，采用{accepted}行，搁置{set_aside}行；搁置的行不计入任何数字。",
    ),
    "reasons_table": ("Rows set aside, by reason", "搁置原因"),
    "flags_table": ("Flagged rows (they count)", "有标记的行（计入统计）"),
    "table": ("table", "表"),
    "reason": ("reason", "原因"),
    "rows": ("rows", "行数"),
    "flag": ("flag", "标记"),
    # definitions
    "definitions": ("Definitions and policy", "指标定义与口径"),
    "own_table": ("The campaign's own metrics", "本次行动自设指标"),
    "definitions_table": ("Definitions", "指标定义"),
    "definition": ("definition", "定义"),
    "clause": ("clause", "依据"),
    "policy": ("{name}: {words}.", "{name}：{words}。"),
    "window": ("The campaign runs from {start} to {end}.", "活动期为{start}至{end}。"),
    "least": (
        "Figures that rest on fewer than {least} persons are suppressed, and enough others that they cannot be worked out.",
        "涉及人数少于{least}的数字不予列示，并同时隐去可据以推算的其他数字。",
    ),
    # appendix
    "appendix": ("Appendix tables", "附表"),
    # inputs
    "inputs": ("Statement of inputs", "数据来源声明"),
    "inputs_table": ("Files read", "所读取的文件"),
    "file": ("file", "文件"),
    "bytes": ("bytes", "字节数"),
    "sha256": ("SHA-256", "SHA-256"),
    "made_with": (
        "Made with yijin {version} from the files below under the campaign {campaign}. The same files give the same figures.",
        "本总结由 yijin {version} 依据下列文件与活动（{campaign}）的设定生成，相同文件得出相同数字。",
    ),
    "campaign_file": ("campaign file {file} ({campaign})", "活动文件 {file}（{campaign}）"),
    "campaign_text": ("campaign {campaign} (no file: its text as TOML)", "活动 {campaign}（无文件，按其 TOML 文本）"),
}


def say(name: str, lang: Lang) -> str:
    """Return the words of a name in a language."""
    return WORDS[name][lang == "zh"]
