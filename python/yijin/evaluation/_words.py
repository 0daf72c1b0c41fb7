"""The words of a book's statistics, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from yijin._labels import Lang, Pair, term

UNITS_OVER: Mapping[str, Pair] = {
    "community": ("communities", "社区"),
    "enterprise": ("enterprises", "物业企业"),
    "county": ("origin counties", "产地县"),
    "supplier": ("suppliers", "供应商"),
    "household": ("households", "家庭"),
}
"""What concentration is over."""

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
        "heard of since is censored at the last month of which an end could have been seen; days between stages are in no campaign month",
        "仍在延续的供应关系（物业企业与产地县）占比；时长为首个有订单行的活动月到最后一个的活动月数；其后连续{silence}个已结束的活动月无订单行即为终止，"
        "此间仍有的，截尾于尚能看出终止的最后一个月；阶段之间的日期不属任何活动月",
    ),
    "of_churn": (
        "of the households that bought in a campaign month, the share that did not in the next campaign month (days between stages are "
        "in none); seen again: bought on any later day",
        "某活动月的购买家庭中，下一个活动月未购买的占比（阶段之间的日期不属任何活动月）；后来再购买：其后任一日有购买",
    ),
    "alike": (
        "households of one community are alike, and here each counts by itself: intervals are too narrow and tests too sure",
        "同一社区的家庭彼此相似，此处逐户计算：区间偏窄，检验偏于显著",
    ),
    "few": (
        "rests on fewer than {least} households: {n}",
        "所依据的家庭不足{least}户：{n}",
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


def headed(definition: str, as_of: str | None, lang: Lang) -> str:
    """Return what was counted, as of when, and that it is a working table."""
    return " · ".join([definition, f"{term('as_of', lang)} {as_of}", term("working_table", lang)])
