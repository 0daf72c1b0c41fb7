"""The tables of the specification, written down a second time: columns, required columns and headers.

Nothing here is read from the library's own ``tables.toml``: a header that the library got wrong must differ from this list.
"""

ALIASES = {
    "order_id": "订单编号 订单号 单号",
    "community_id": "项目编号 社区编号 小区编号",
    "household_id": "家庭编号 户号 业主编号 会员编号 业主手机号 买家手机号",
    "enterprise_id": "物业企业编号 企业编号 物业服务企业 物业服务企业名称 企业名称",
    "product_id": "产品编号 商品编号 商品编码",
    "supplier_id": "供应商编号",
    "poor_household_id": "户编号 贫困户编号",
    "association_id": "地方协会 所属协会 参战协会",
    "activity_id": "活动编号",
}

# For each table: column, kind, whether required, its own headers.
TABLES = {
    "ledger": [
        ("order_id", "id", True, ""),
        ("line_no", "integer", False, "行号 序号"),
        ("order_date", "date", True, "下单日期 购买日期 采购日期 采购时间 下单时间 日期"),
        ("community_id", "id", False, ""),
        ("household_id", "person", False, ""),
        ("enterprise_id", "id", False, ""),
        ("channel", "word", False, "参与方式 渠道 销售渠道"),
        ("buyer_kind", "word", False, "采购类型 购买主体"),
        ("product_id", "id", True, ""),
        ("supplier_id", "id", False, ""),
        ("quantity", "quantity", True, "数量"),
        ("unit", "word", False, "单位 计量单位"),
        ("amount", "money", True, "金额 成交金额 实付金额"),
        ("status", "word", True, "订单状态 状态"),
        ("refund_of", "id", False, "原订单编号 退款原单号"),
        ("refund_line_no", "integer", False, "原行号"),
        ("organizer_id", "person", False, "团长编号 组织人 业主代表"),
        ("activity_id", "id", False, ""),
    ],
    "projects": [
        ("community_id", "id", False, ""),
        ("enterprise_id", "id", True, ""),
        ("city", "text", True, "城市"),
        ("name", "text", True, "项目名称"),
        ("property_type", "text", False, "物业类型"),
        ("address", "text", False, "项目地址"),
        ("households", "integer", False, "业主户数"),
        ("contact", "person", False, "联系人"),
        ("phone", "person", False, "手机号码"),
        ("joined_on", "date", False, "参战日期 加入日期"),
        ("pilot", "flag", False, "试点"),
        ("association_id", "id", False, ""),
    ],
    "products": [
        ("product_id", "id", True, ""),
        ("name", "text", True, "产品名称 商品名称"),
        ("custom", "flag", True, "定制 是否定制研发"),
        ("custom_since", "date", False, "定制日期 上线日期"),
        ("enterprise_id", "id", False, ""),
        ("supplier_id", "id", False, ""),
        ("category", "text", False, "品类"),
        ("brand", "text", False, "品牌"),
        ("unit_weight_g", "quantity", False, "单件重量"),
        ("specification", "text", False, "规格 产品规格"),
        ("origin_county", "county", False, "产地县 产地"),
    ],
    "suppliers": [
        ("supplier_id", "id", True, ""),
        ("name", "text", True, "供应商名称"),
        ("kind", "word", True, "供应商类型"),
        ("county", "county", False, "所在县 县"),
        ("village", "text", False, "所在村 村"),
        ("poor_household_id", "person", False, ""),
        ("declared_direct", "integer", False, "直接带动户数 带动贫困户数"),
        ("declared_indirect", "integer", False, "间接带动户数"),
    ],
    "poor_households": [
        ("poor_household_id", "person", True, ""),
        ("county", "county", True, "县 所在县"),
        ("village", "text", False, "所在村 村"),
        ("members", "integer", False, "家庭人口"),
        ("registered_on", "date", False, "建档日期"),
        ("exited_on", "date", False, "脱贫日期"),
    ],
    "benefit_links": [
        ("supplier_id", "id", True, ""),
        ("poor_household_id", "person", True, ""),
        ("mechanism", "word", True, "带贫方式 帮扶方式"),
        ("valid_from", "date", False, "起始日期"),
        ("valid_to", "date", False, "终止日期"),
    ],
    "enterprises": [("enterprise_id", "id", True, ""), ("pledged_on", "date", False, "参战日期")],
    "associations": [("association_id", "id", True, ""), ("pledged_on", "date", False, "参战日期")],
    "activities": [
        ("activity_id", "id", True, ""),
        ("kind", "word", True, "活动类型"),
        ("held_on", "date", True, "举办日期"),
    ],
    "reports": [
        ("reporter_id", "id", True, "报送单位"),
        ("cadence", "word", True, "报送频率 报送类型"),
        ("period", "period", True, "报送期"),
        ("submitted_on", "date", True, "报送日期"),
    ],
}

# What the reference answers questions about: the other tables only stand beside them.
ANSWERED = ("ledger", "projects", "products", "suppliers", "poor_households", "benefit_links")


def headers(table: str) -> dict[str, str]:
    """Return the column of ``table`` that each header names, headers in lower case."""
    names: dict[str, str] = {}
    for column, _, _, own in TABLES[table]:
        for word in (column, *own.split(), *ALIASES.get(column, "").split()):
            names[word.lower()] = column
    return names


def required(table: str) -> set[str]:
    """Return the columns without which a header is not the table's."""
    return {column for column, _, needed, _ in TABLES[table] if needed}
