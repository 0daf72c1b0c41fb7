"""The words of statistics, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from yijin._labels import Lang, Pair, pick, said

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
    "placed": ("rank {rank} (5–95 %: {interval}), score {score}", "第 {rank} 名（5%–95%：{interval}），得分 {score}"),
    "placed_by_households": (
        "rank under resampled households, 5–95 %: {interval}; households: {n}, communities: {clusters}",
        "住户重抽时的名次（5%–95%）：{interval}；{n} 户，{clusters} 个社区",
    ),
    "of_cards": (
        "the score of each unit, where it ranks under drawn weights, and what each criterion has to do with it",
        "各单位的得分、权重变动时的名次，以及各项指标的作用",
    ),
    "of_without": (
        "ranks of the index without criterion {place} of {count}, beside those with all",
        "去掉第 {place} 项指标（共 {count} 项）后的综合指数名次，与全部指标的名次对照",
    ),
    "no_correlation": (
        "no correlation: a ranking is of one rank, or of fewer than three units",
        "没有相关系数：有一方名次全同，或单位不足三个",
    ),
    "filled": ("missing, stood in for: {names}", "缺项，已补值：{names}"),
    "dropped": ("left out for missing values: {names}", "因缺项未参评：{names}"),
    "ranking": ("Ranking of enterprises", "企业测评"),
    "without": ("Without one criterion", "去掉一项指标"),
    "spearman": ("Spearman's ρ", "斯皮尔曼 ρ"),
    "kendall": ("Kendall's τ-b", "肯德尔 τ-b"),
    "largest_shift": ("largest shift", "最大移动"),
    "few": (
        "* rests on fewer than {least} buying households: {working}",
        "*：购买家庭不足 {least} 户：{working}",
    ),
    "working": ("rests on few buying households: {working}", "购买家庭很少：{working}"),
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
    "one_community_own": (
        "made of one community or none: what the enterprise does does not vary in resamples, only what the others do",
        "该企业至多一个社区：其自身数值不随重抽变动，变动的只是其他企业",
    ),
    "nowhere": (
        "enterprises with lines without a community, which are never drawn and stand in every resample as they are: {count} of {units}",
        "有未写明社区的行的企业：{units} 家中的 {count} 家；这些行不参与抽取，每次重抽都原样计入",
    ),
    "few_communities": (
        "{count} of {units} enterprises have fewer than {few} communities: their intervals under resampled households are too narrow",
        "{units} 家企业中有 {count} 家不足 {few} 个社区：住户重抽的区间偏窄",
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
    "few": ("{count} {drawn}: an interval of fewer than {few} is too narrow", "{drawn}只有{count}个，不足{few}个时区间偏窄"),
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
    "nowhere": (
        "{count:,} households made a first purchase that names no community: each is drawn on its own",
        "{count:,}户首次购买未写明社区，各自单独抽取",
    ),
    "several": (
        "{count:,} households whose first day has several values of {by} are in no group, and not in what is between and within",
        "{count:,}户首个购买日{by}不止一个，不在任何组，不计入组间与组内",
    ),
    "small": (
        "what is between and within is held back: {count:,} groups rest on fewer than {least} households",
        "组间与组内不予列示：{count:,}个组所依据的家庭不足{least}户",
    ),
    "withheld": (
        "held back, as they rest on fewer than {least} households: {names}",
        "所依据的家庭不足{least}户，不予列示：{names}",
    ),
    "units": ("units", "单位"),
    "clusters": ("clusters", "群"),
    "communities": ("communities", "社区"),
}
"""What a reader should know of an estimate, and the words for what was drawn."""

SURVIVAL: Mapping[str, Pair] = {
    "n": ("n", "样本数"),
    "time": ("time", "时长"),
    "at_risk": ("at risk", "仍在观察"),
    "events": ("events", "事件数"),
    "survival": ("survival", "未发生的占比"),
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

OUTLOOK: Mapping[str, Pair] = {
    "standing": ("actual and target", "完成情况"),
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
    "ceiling": ("the ceiling is uncertain: its standard error is {part} % of it", "上限不确定：其标准误为上限的{part}%"),
    "no_interval": (
        "a curve has no interval here: errors of a running series go together, so that its standard errors are too small",
        "曲线不给区间：累计序列的误差前后相关，标准误过小",
    ),
    "begun": (
        "{month} has only begun by {as_of} and is left out of the fit: {value} at that day",
        "{month}截至{as_of}尚未结束，不参与拟合；当日为{value}",
    ),
    "between": (
        "what came since the last campaign month counts with {month}, which has not begun by {as_of}, and is left out of the fit: "
        "{value} at that day",
        "上一活动月之后的购买计入{month}，该月截至{as_of}尚未开始，不参与拟合；当日为{value}",
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


def told(name: str, lang: Lang, /, **parts: object) -> str:
    """Return a word or a sentence of rankings and scorecards."""
    return pick(EVALUATION, name, lang).format(**parts)


def convention(name: str, value: object, lang: Lang) -> str:
    """Return what was chosen of an index."""
    if value is None:
        return said(pick(CONVENTIONS, name, lang), pick(CONVENTIONS, "any", lang), lang)
    word = EVALUATION["rank"][lang == "zh"] if value == "rank" else pick(CONVENTIONS, str(value), lang)
    return said(pick(CONVENTIONS, name, lang), f"{value:,g}" if isinstance(value, float) else word, lang)
