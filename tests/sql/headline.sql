-- The five headline metrics a second time, straight from the specification, in SQL.
--
-- Nothing here is shared with the library: the grammar of cells, the reasons in their order, duplicates, refunds, links and
-- the distinct counts are written down again. `load.py` delivers every cell as text in raw_<table>; `reference.py` fills the
-- places marked /*…*/ and runs the sections below.

-- section: words
CREATE TABLE word (vocabulary VARCHAR, canonical VARCHAR, word VARCHAR);
INSERT INTO word
SELECT vocabulary, canonical, lower(unnest(list_append(string_split(words, ' '), canonical)))
FROM (VALUES
  ('channel', 'platform', '平台 平台参与'), ('channel', 'group_buy', '团购 团购参与'),
  ('channel', 'county_activity', '县域活动 县域活动参与'), ('channel', 'community_activity', '社区活动 社区活动参与'),
  ('channel', 'fair', '市集 市集活动'),
  ('buyer_kind', 'household', '家庭 业主 个人'), ('buyer_kind', 'staff_benefit', '员工福利'),
  ('buyer_kind', 'canteen', '食堂 食堂集采'), ('buyer_kind', 'partner', '合作企业'), ('buyer_kind', 'association', '协会'),
  ('buyer_kind', 'organisation', '单位'),
  ('status', 'completed', '已完成 交易成功 已签收'), ('status', 'paid', '已付款 已支付 待发货 已发货'),
  ('status', 'pending', '待付款'), ('status', 'cancelled', '已取消 交易关闭'), ('status', 'refunded', '已退款'),
  ('supplier_kind', 'poor_village', '贫困村 村集体 合作社'), ('supplier_kind', 'poor_household', '贫困户'),
  ('supplier_kind', 'relief_enterprise', '带贫企业 龙头企业 扶贫车间'), ('supplier_kind', 'other', '其他'),
  ('mechanism', 'sale', '产品销售 收购'), ('mechanism', 'contract_farming', '订单种养 订单收购'),
  ('mechanism', 'employment', '务工就业 就业'), ('mechanism', 'land_transfer', '土地流转'),
  ('mechanism', 'dividend', '入股分红 分红'), ('mechanism', 'village_collective', '村集体经济 公益岗位'),
  ('mechanism', 'other', '其他'),
  ('flag', 'true', '是 1 yes y √ 有'), ('flag', 'false', '否 0 no n × 无')
) AS spec (vocabulary, canonical, words);

-- Grams of one unit; a count unit has none of its own.
CREATE TABLE unit (word VARCHAR, canonical VARCHAR, grams BIGINT);
INSERT INTO unit
SELECT lower(unnest(list_append(string_split(words, ' '), canonical))), canonical, grams
FROM (VALUES
  ('gram', '克 g', 1), ('liang', '两', 50), ('jin', '斤 市斤', 500), ('kilogram', '公斤 千克 kg', 1000), ('tonne', '吨 t', 1000000),
  ('piece', '件', NULL), ('crate', '箱', NULL), ('bag', '袋', NULL), ('box', '盒', NULL), ('portion', '份', NULL), ('bottle', '瓶', NULL),
  ('item', '个', NULL), ('single', '只', NULL), ('bunch', '枚', NULL), ('pack', '提', NULL), ('drum', '桶', NULL), ('can', '罐', NULL)
) AS spec (canonical, words, grams);

-- section: grammar
CREATE MACRO bare(x) AS regexp_replace(x, '[\s\x{3000}\x{a0}\x{feff}\x{200b}]+', '', 'g');
CREATE MACRO said(x) AS CASE WHEN upper(bare(x)) IN ('', '无', '/', '-', 'NULL', 'N/A') THEN NULL ELSE trim(x, ' 	
') END;
CREATE MACRO id_of(x) AS bare(said(x));
-- An identifier that a spreadsheet kept as a floating-point number: marked by load.py, or written with an exponent of 15 or more.
CREATE MACRO lossy(x) AS coalesce(contains(x, chr(26)) OR regexp_full_match(trim(x), '\d(\.\d+)?[eE]\+?(1[5-9]|[2-9]\d)'), false);

-- One spelling for a phone or an ID number.
CREATE MACRO person_of(x) AS (
  SELECT CASE
    WHEN regexp_full_match(digits, '(0086|86)1\d{10}') THEN right(digits, 11)
    WHEN regexp_full_match(digits, '\d+') THEN digits
    WHEN regexp_full_match(digits, '\d{17}[xX]') THEN upper(digits)
    ELSE id END
  FROM (SELECT id_of(x) AS id, regexp_replace(regexp_replace(id_of(x), '[-‐‑–—−()]', '', 'g'), '^\+', '') AS digits));

-- A day in China standard time.
CREATE MACRO iso_day(y, m, d) AS TRY_CAST(y || '-' || lpad(m, 2, '0') || '-' || lpad(d, 2, '0') AS DATE);
CREATE MACRO shifted(day, clock, zone) AS CASE
  WHEN day IS NULL THEN NULL
  WHEN coalesce(zone, '') = '' THEN day
  ELSE CAST(day + TRY_CAST(clock AS TIME) - CASE WHEN zone = 'Z' THEN INTERVAL 0 MINUTE ELSE
    (CASE WHEN left(zone, 1) = '-' THEN -1 ELSE 1 END)
    * (CAST(zone[2:3] AS INTEGER) * 60 + CAST(right(zone, 2) AS INTEGER)) * INTERVAL 1 MINUTE END + INTERVAL 8 HOUR AS DATE) END;
CREATE MACRO day_of(x) AS (
  SELECT CASE
    WHEN regexp_full_match(t, '\d{5}(\.\d+)?') THEN DATE '1899-12-30' + CAST(floor(TRY_CAST(t AS DOUBLE)) AS INTEGER)
    WHEN len(part) = 4 AND (part[4] = '' OR time.clock <> '') THEN shifted(iso_day(part[1], part[2], part[3]), time.clock, time.zone) END
  FROM (SELECT t, part, regexp_extract(part[4], '^[T ]*(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$', ['clock', 'zone']) AS time
    FROM (SELECT t, string_split(regexp_replace(regexp_replace(t, '^(\d{4})(\d{2})(\d{2})([T ]|$)', '\1|\2|\3|\4'),
        '^(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?', '\1|\2\3\4\5|\6|'), '|') AS part
      FROM (SELECT said(x) AS t))));
CREATE MACRO two_ways(x) AS coalesce(regexp_matches(said(x),
  '^(\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{1,2})|\d{2}年\d{1,2}月\d{1,2}日?)([T ].*)?$'), false);

-- A number without its unit, or null where it is none.
CREATE MACRO number_of(x) AS CASE WHEN regexp_full_match(x, '[+\-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?')
  THEN TRY_CAST(replace(replace(x, ',', ''), '−', '-') AS DECIMAL(24, 8)) END;
-- Money in fen, with all its decimals.
CREATE MACRO fen_of(x, header) AS (
  SELECT number_of(digits) * 100 * CASE WHEN cell = '万元' OR (cell = '' AND header = '万元') THEN 10000 ELSE 1 END
  FROM (SELECT regexp_extract(t, '(万元|元)?$', 1) AS cell, regexp_replace(t, '(万元|元)$', '') AS digits
    FROM (SELECT regexp_replace(id_of(x), '^([+\-−]?)¥', '\1') AS t)));
CREATE MACRO amount_digits(x) AS regexp_extract(id_of(x), '^([+\-−]?[0-9,.]+)(.*)$', 1);
CREATE MACRO amount_unit(x) AS nullif(lower(regexp_extract(id_of(x), '^([+\-−]?[0-9,.]+)(.*)$', 2)), '');
CREATE MACRO is_unit(x) AS x IN (SELECT u.word FROM unit u);
CREATE MACRO quantity_of(x) AS CASE WHEN amount_unit(x) IS NULL OR is_unit(amount_unit(x)) THEN number_of(amount_digits(x)) END;
CREATE MACRO whole_of(x) AS (SELECT CASE WHEN n = floor(n) THEN CAST(n AS BIGINT) END FROM (SELECT number_of(id_of(x)) AS n));
CREATE MACRO word_of(vocab, x) AS (SELECT any_value(w.canonical) FROM word w WHERE w.vocabulary = vocab AND w.word = lower(trim(x)));
CREATE MACRO unknown_word(vocab, x) AS said(x) IS NOT NULL AND word_of(vocab, said(x)) IS NULL;

-- section: places
-- Places of 2018 to 2020 by every name they go by: 省+市+县, 市+县, 省+县, 县.
CREATE TABLE division AS
SELECT DISTINCT ON (code) code, level, name, parent_code FROM (
  SELECT *, 2020 AS year FROM read_csv('/*data*//divisions_2020.csv', all_varchar = true)
  UNION ALL SELECT *, 2019 FROM read_csv('/*data*//divisions_2019.csv', all_varchar = true)
  UNION ALL SELECT *, 2018 FROM read_csv('/*data*//divisions_2018.csv', all_varchar = true))
ORDER BY code, year DESC;
CREATE TABLE place AS
SELECT c.code, c.name AS county, p.name AS prefecture, v.name AS province, v.name || coalesce(p.name, '') || c.name AS full_name
FROM division c
LEFT JOIN division p ON p.code = c.parent_code AND p.level = 'prefecture'
JOIN division v ON v.code = left(c.code, 2) || '0000'
WHERE c.level = 'county';
-- Two 行委 of the list of 832 have no code of their own in the divisions.
INSERT INTO place
SELECT code, county, prefecture, province, province || coalesce(prefecture, '') || county
FROM read_csv('/*data*//poor_counties_832.csv', all_varchar = true) WHERE code NOT IN (SELECT code FROM place);
-- A code of any year leads to the place it is today: of several successors the one of the same name, else the one that came last.
CREATE TABLE current_code AS
WITH RECURSIVE successor AS (
  SELECT old_code AS code, old_name, regexp_extract(s.part, '\d{6}') AS next,
    coalesce(TRY_CAST(regexp_extract(s.part, '\[(\d{4})', 1) AS INTEGER), CAST(year AS INTEGER)) AS year
  FROM read_csv('/*data*//division_changes_2012_2021.csv', all_varchar = true), unnest(string_split(new_codes, ';')) AS s(part)
  WHERE CAST(year AS INTEGER) <= 2020),
change AS (
  SELECT DISTINCT ON (s.code) s.code, s.next FROM successor s LEFT JOIN division d ON d.code = s.next WHERE s.next <> ''
  ORDER BY s.code, d.name = s.old_name DESC NULLS LAST,
    left(d.name, 2) = left(s.old_name, 2) DESC NULLS LAST, s.year DESC, s.next),
step AS (
  SELECT code, code AS now, 0 AS hops FROM (SELECT code FROM place UNION SELECT code FROM change)
  UNION ALL SELECT step.code, change.next, hops + 1 FROM step JOIN change ON change.code = step.now WHERE hops < 6)
SELECT code, max_by(now, hops) AS now FROM step GROUP BY code;
CREATE TABLE poor_county AS
SELECT DISTINCT unnest(list_concat([code], string_split(coalesce(code_2020, ''), ';'))) AS code
FROM read_csv('/*data*//poor_counties_832.csv', all_varchar = true);
CREATE TABLE county_word AS
SELECT word, min(now) AS code, count(DISTINCT now) > 1 AS ambiguous FROM (
  SELECT unnest([p.county, coalesce(p.prefecture, '') || p.county, p.province || p.county, p.full_name, p.code]) AS word, c.now
  FROM place p JOIN current_code c USING (code)
  UNION ALL SELECT code, now FROM current_code)
GROUP BY word;
CREATE TABLE origin AS
SELECT w.word, w.ambiguous, p.full_name AS origin_county, p.province AS origin_province,
  w.code IN (FROM poor_county) OR EXISTS (FROM current_code c JOIN poor_county q ON q.code = c.code WHERE c.now = w.code) AS is_832
FROM county_word w JOIN place p ON p.code = w.code;
-- The city that a project list writes: a prefecture, a municipality or a county in one.
CREATE TABLE city_word AS
SELECT word, any_value(province) AS province, any_value(city) AS city FROM (
  SELECT unnest([d.name, regexp_replace(d.name, '(市|地区|盟)$', ''), v.name || d.name]) AS word, v.name AS province, d.name AS city, 1 AS rank
  FROM division d JOIN division v ON v.code = left(d.code, 2) || '0000' WHERE d.level = 'prefecture'
  UNION ALL SELECT unnest([name, replace(name, '市', '')]), name, name, 1 FROM division
  WHERE code IN ('110000', '120000', '310000', '500000')
  UNION ALL SELECT word, p.province, coalesce(p.prefecture, p.county), 2 FROM county_word w JOIN place p USING (code) WHERE NOT w.ambiguous)
GROUP BY word, rank QUALIFY rank = min(rank) OVER (PARTITION BY word);

-- section: clean_references
CREATE TABLE projects_read AS
SELECT file, sheet, row, id_of(community_id) AS community_id, id_of(enterprise_id) AS enterprise_id, said(city) AS city, said(name) AS name,
  said(property_type) AS property_type, said(address) AS address, whole_of(households) AS households, person_of(contact) AS contact,
  person_of(phone) AS phone, day_of(joined_on) AS joined_on, word_of('flag', said(pilot)) AS pilot, id_of(association_id) AS association_id,
  CASE
    WHEN id_of(enterprise_id) IS NULL THEN 'missing_enterprise_id' WHEN said(city) IS NULL THEN 'missing_city'
    WHEN said(name) IS NULL THEN 'missing_name'
    WHEN lossy(community_id) OR lossy(enterprise_id) OR lossy(association_id) THEN 'lossy_identifier'
    WHEN said(joined_on) IS NOT NULL AND day_of(joined_on) IS NULL THEN CASE WHEN two_ways(joined_on) THEN 'ambiguous_date' ELSE 'bad_date' END
    WHEN said(households) IS NOT NULL AND whole_of(households) IS NULL THEN 'bad_number'
    WHEN unknown_word('flag', pilot) THEN 'unknown_pilot' END AS reason
FROM raw_projects;

-- A specification such as 5斤/箱 or 500g*2袋 is the grams of one piece.
CREATE MACRO specified(x) AS (
  SELECT TRY_CAST(part.number AS DECIMAL(18, 6)) * (SELECT u.grams FROM unit u WHERE u.word = part.unit)
    * CASE WHEN part.times = '' THEN 1 ELSE TRY_CAST(part.times AS INTEGER) END
  FROM (SELECT regexp_extract(lower(bare(said(x))),
    '^(\d+(?:\.\d+)?)(kg|g|t|克|两|市斤|斤|公斤|千克|吨)(?:[*x×](\d+)[^\d/]*)?(?:/\D+)?$', ['number', 'unit', 'times']) AS part)
  WHERE part.number <> '');
CREATE MACRO grams_of(x, header) AS CASE
  WHEN amount_unit(x) IS NOT NULL THEN number_of(amount_digits(x)) * (SELECT u.grams FROM unit u WHERE u.word = amount_unit(x))
  ELSE number_of(amount_digits(x)) * coalesce((SELECT u.grams FROM unit u WHERE u.word = header), 1) END;
CREATE TABLE products_read AS
SELECT file, sheet, row, id_of(product_id) AS product_id, said(name) AS name, word_of('flag', said(custom)) AS custom,
  day_of(custom_since) AS custom_since, id_of(enterprise_id) AS enterprise_id, id_of(supplier_id) AS supplier_id,
  said(category) AS category, said(brand) AS brand,
  coalesce(grams_of(unit_weight_g, unit_weight_g__unit), specified(specification)) AS unit_weight_g, said(specification) AS specification,
  o.origin_county, o.origin_province, o.is_832,
  CASE
    WHEN id_of(product_id) IS NULL THEN 'missing_product_id' WHEN said(name) IS NULL THEN 'missing_name'
    WHEN said(custom) IS NULL THEN 'missing_custom'
    WHEN lossy(product_id) OR lossy(enterprise_id) OR lossy(supplier_id) THEN 'lossy_identifier'
    WHEN said(custom_since) IS NOT NULL AND day_of(custom_since) IS NULL
      THEN CASE WHEN two_ways(custom_since) THEN 'ambiguous_date' ELSE 'bad_date' END
    WHEN said(unit_weight_g) IS NOT NULL AND quantity_of(unit_weight_g) IS NULL THEN 'bad_number'
    WHEN unknown_word('flag', custom) THEN 'unknown_custom'
    WHEN said(p.origin_county) IS NOT NULL AND o.word IS NULL THEN 'unknown_county'
    WHEN o.ambiguous THEN 'ambiguous_county' END AS reason
FROM raw_products p LEFT JOIN origin o ON o.word = bare(said(p.origin_county));

CREATE TABLE suppliers_read AS
SELECT file, sheet, row, id_of(supplier_id) AS supplier_id, said(name) AS name, word_of('supplier_kind', said(kind)) AS kind,
  o.origin_county AS county, said(village) AS village, person_of(poor_household_id) AS poor_household_id,
  whole_of(declared_direct) AS declared_direct, whole_of(declared_indirect) AS declared_indirect,
  CASE
    WHEN id_of(supplier_id) IS NULL THEN 'missing_supplier_id' WHEN said(name) IS NULL THEN 'missing_name'
    WHEN said(kind) IS NULL THEN 'missing_kind' WHEN lossy(supplier_id) OR lossy(poor_household_id) THEN 'lossy_identifier'
    WHEN (said(declared_direct) IS NOT NULL AND whole_of(declared_direct) IS NULL)
      OR (said(declared_indirect) IS NOT NULL AND whole_of(declared_indirect) IS NULL) THEN 'bad_number'
    WHEN unknown_word('supplier_kind', kind) THEN 'unknown_kind'
    WHEN said(s.county) IS NOT NULL AND o.word IS NULL THEN 'unknown_county'
    WHEN o.ambiguous THEN 'ambiguous_county' END AS reason
FROM raw_suppliers s LEFT JOIN origin o ON o.word = bare(said(s.county));

CREATE TABLE poor_households_read AS
SELECT file, sheet, row, person_of(poor_household_id) AS poor_household_id, o.origin_county AS county, said(village) AS village,
  whole_of(members) AS members, day_of(registered_on) AS registered_on, day_of(exited_on) AS exited_on,
  CASE
    WHEN person_of(poor_household_id) IS NULL THEN 'missing_poor_household_id' WHEN said(r.county) IS NULL THEN 'missing_county'
    WHEN lossy(poor_household_id) THEN 'lossy_identifier'
    WHEN (said(registered_on) IS NOT NULL AND day_of(registered_on) IS NULL AND NOT two_ways(registered_on))
      OR (said(exited_on) IS NOT NULL AND day_of(exited_on) IS NULL AND NOT two_ways(exited_on)) THEN 'bad_date'
    WHEN two_ways(registered_on) OR two_ways(exited_on) THEN 'ambiguous_date'
    WHEN said(members) IS NOT NULL AND whole_of(members) IS NULL THEN 'bad_number'
    WHEN o.word IS NULL THEN 'unknown_county' WHEN o.ambiguous THEN 'ambiguous_county' END AS reason
FROM raw_poor_households r LEFT JOIN origin o ON o.word = bare(said(r.county));

CREATE TABLE benefit_links_read AS
SELECT file, sheet, row, id_of(supplier_id) AS supplier_id, person_of(poor_household_id) AS poor_household_id,
  word_of('mechanism', said(mechanism)) AS mechanism, day_of(valid_from) AS valid_from, day_of(valid_to) AS valid_to,
  CASE
    WHEN id_of(supplier_id) IS NULL THEN 'missing_supplier_id' WHEN person_of(poor_household_id) IS NULL THEN 'missing_poor_household_id'
    WHEN said(mechanism) IS NULL THEN 'missing_mechanism' WHEN lossy(supplier_id) OR lossy(poor_household_id) THEN 'lossy_identifier'
    WHEN (said(valid_from) IS NOT NULL AND day_of(valid_from) IS NULL AND NOT two_ways(valid_from))
      OR (said(valid_to) IS NOT NULL AND day_of(valid_to) IS NULL AND NOT two_ways(valid_to)) THEN 'bad_date'
    WHEN two_ways(valid_from) OR two_ways(valid_to) THEN 'ambiguous_date'
    WHEN unknown_word('mechanism', mechanism) THEN 'unknown_mechanism' END AS reason
FROM raw_benefit_links;

-- section: keep_one
-- Among rows of one key the first by file, sheet and row stays; the others are duplicates, or conflicts where a value differs.
CREATE TABLE /*table*/_kept AS
WITH passed AS (
  SELECT *, first_value(value) OVER same AS first, row_number() OVER same AS place
  FROM (SELECT * EXCLUDE (reason), /*value*/ AS value FROM /*table*/_read WHERE reason IS NULL)
  WINDOW same AS (PARTITION BY /*key*/ ORDER BY file, sheet NULLS FIRST, row))
SELECT * EXCLUDE (value, first, place), CASE WHEN place = 1 THEN NULL WHEN value = first THEN '/*duplicate*/' ELSE '/*conflicting*/' END AS reason
FROM passed
UNION ALL SELECT * FROM /*table*/_read WHERE reason IS NOT NULL;

-- section: references
CREATE TABLE projects AS FROM projects_kept WHERE reason IS NULL;
CREATE TABLE products AS FROM products_kept WHERE reason IS NULL;
CREATE TABLE suppliers AS FROM suppliers_kept WHERE reason IS NULL;
CREATE TABLE poor_households AS FROM poor_households_kept WHERE reason IS NULL;
-- A link needs a supplier and a household of the register, where these tables are given.
UPDATE benefit_links_kept SET reason = 'unregistered_poor_household'
WHERE reason IS NULL AND 'poor_households' IN (FROM given) AND poor_household_id NOT IN (SELECT poor_household_id FROM poor_households);
UPDATE benefit_links_kept SET reason = 'unknown_supplier'
WHERE reason IS NULL AND 'suppliers' IN (FROM given) AND supplier_id NOT IN (SELECT supplier_id FROM suppliers);
CREATE TABLE benefit_links AS FROM benefit_links_kept WHERE reason IS NULL;

-- section: clean_ledger
CREATE TABLE ledger_value AS
SELECT file, sheet, row, id_of(order_id) AS order_id, coalesce(whole_of(line_no), 1) AS line_no, day_of(order_date) AS order_date,
  id_of(community_id) AS community_id, person_of(household_id) AS household_id, id_of(enterprise_id) AS enterprise_id,
  word_of('channel', said(channel)) AS channel, word_of('buyer_kind', said(buyer_kind)) AS buyer_kind,
  id_of(product_id) AS product_id, id_of(supplier_id) AS supplier_id, quantity_of(quantity) AS quantity,
  coalesce(amount_unit(quantity), lower(said(unit)), quantity__unit) AS unit_word, fen_of(amount, amount__unit) AS fen,
  word_of('status', said(status)) AS status, id_of(refund_of) AS refund_of, whole_of(refund_line_no) AS refund_line_no,
  person_of(organizer_id) AS organizer_id, id_of(activity_id) AS activity_id,
  -- What a cell said, where that and its value tell a fault.
  said(order_date) AS day_said, two_ways(order_date) AS two_ways, said(quantity) AS quantity_said, said(amount) AS amount_said,
  lower(said(unit)) AS unit_said, said(status) AS status_said, said(channel) AS channel_said, said(buyer_kind) AS buyer_said,
  (said(line_no) IS NOT NULL AND whole_of(line_no) IS NULL) OR (said(refund_line_no) IS NOT NULL AND whole_of(refund_line_no) IS NULL) AS bad_line_no,
  list_bool_or([lossy(id) FOR id IN [order_id, community_id, household_id, enterprise_id, product_id, supplier_id, refund_of,
    organizer_id, activity_id]]) AS lossy
FROM raw_ledger;
CREATE TABLE ledger_read AS
SELECT file, sheet, row, order_id, line_no, order_date, community_id, household_id, enterprise_id, channel,
  coalesce(buyer_kind, CASE WHEN household_id IS NULL THEN 'organisation' ELSE 'household' END) AS buyer_kind,
  product_id, supplier_id, quantity, u.canonical AS unit, u.grams AS unit_grams, fen, status, refund_of, refund_line_no, organizer_id, activity_id,
  CASE
    WHEN order_id IS NULL THEN 'missing_order_id' WHEN day_said IS NULL THEN 'missing_order_date'
    WHEN product_id IS NULL THEN 'missing_product_id' WHEN quantity_said IS NULL THEN 'missing_quantity'
    WHEN amount_said IS NULL THEN 'missing_amount' WHEN status_said IS NULL THEN 'missing_status'
    WHEN lossy THEN 'lossy_identifier'
    WHEN order_date IS NULL THEN CASE WHEN two_ways THEN 'ambiguous_date' ELSE 'bad_date' END
    WHEN quantity IS NULL OR fen IS NULL OR bad_line_no THEN 'bad_number'
    WHEN fen <> floor(fen) THEN 'money_precision'
    WHEN channel IS NULL AND channel_said IS NOT NULL THEN 'unknown_channel'
    WHEN buyer_kind IS NULL AND buyer_said IS NOT NULL THEN 'unknown_buyer_kind'
    WHEN unit_word IS NOT NULL AND u.word IS NULL THEN 'unknown_unit'
    -- A unit column is read even where the quantity's own cell has the unit that counts.
    WHEN unit_said IS NOT NULL AND unit_said NOT IN (SELECT word FROM unit) THEN 'unknown_unit'
    WHEN status IS NULL THEN 'unknown_status'
    WHEN refund_of IS NULL AND (quantity < 0 OR fen < 0) THEN 'negative_purchase'
    WHEN quantity = 0 THEN 'zero_quantity' END AS reason
FROM ledger_value v LEFT JOIN unit u ON u.word = v.unit_word;

-- section: refunds
-- The line that a refund takes back. Lines inside and outside the window both answer to their order.
CREATE TABLE refund AS
WITH line AS (
  SELECT order_id, line_no, product_id, order_date BETWEEN /*start*/ AND /*end*/ AS inside,
    count(*) OVER (PARTITION BY order_id) AS lines, count(*) OVER (PARTITION BY order_id, product_id) AS alike
  FROM ledger_kept WHERE reason IS NULL AND refund_of IS NULL),
paired AS (
  SELECT r.order_id, r.line_no, r.refund_of, l.line_no AS refunded_line, l.inside,
    CASE
      WHEN l.order_id IS NULL THEN 'orphan_refund'
      WHEN r.refund_line_no IS NOT NULL THEN CASE WHEN l.line_no = r.refund_line_no THEN NULL ELSE 'orphan_refund' END
      WHEN l.lines = 1 THEN NULL
      WHEN l.product_id = r.product_id AND l.alike = 1 THEN NULL
      ELSE 'ambiguous_refund' END AS reason
  FROM ledger_kept r LEFT JOIN line l ON l.order_id = r.refund_of
  WHERE r.reason IS NULL AND r.refund_of IS NOT NULL)
SELECT * FROM paired QUALIFY row_number() OVER (PARTITION BY order_id, line_no ORDER BY reason NULLS FIRST, refunded_line) = 1;
UPDATE ledger_kept k SET reason = coalesce(f.reason, CASE WHEN f.inside THEN NULL ELSE 'outside_campaign' END)
FROM refund f WHERE k.reason IS NULL AND k.refund_of IS NOT NULL AND f.order_id = k.order_id AND f.line_no = k.line_no;
UPDATE ledger_kept SET reason = 'outside_campaign'
WHERE reason IS NULL AND refund_of IS NULL AND order_date NOT BETWEEN /*start*/ AND /*end*/;

-- section: lines
-- What was taken back of each line, with the day it was.
CREATE TABLE taken_back AS
WITH weighed AS (
  SELECT k.*, coalesce(k.unit_grams, CASE WHEN k.unit IS NOT NULL THEN p.unit_weight_g END) AS grams
  FROM ledger_kept k LEFT JOIN products p ON p.product_id = k.product_id WHERE k.reason IS NULL)
SELECT f.refund_of AS order_id, f.refunded_line AS line_no, r.order_date, abs(r.fen) AS fen,
  -- In the unit of the line, where both weights are known.
  CASE WHEN r.unit_grams IS NOT DISTINCT FROM l.unit_grams OR r.grams IS NULL OR l.grams IS NULL THEN abs(r.quantity)
    ELSE CAST(round(CAST(abs(r.quantity) AS DOUBLE) * r.grams / l.grams, 6) AS DECIMAL(24, 8)) END AS quantity
FROM refund f JOIN weighed r ON r.order_id = f.order_id AND r.line_no = f.line_no AND r.refund_of IS NOT NULL
JOIN weighed l ON l.order_id = f.refund_of AND l.line_no = f.refunded_line AND l.refund_of IS NULL;
-- Accepted lines with every dimension.
CREATE TABLE line AS
SELECT l.file, l.sheet, l.row, l.order_id, l.line_no, l.order_date, l.quantity, CAST(l.fen AS BIGINT) AS fen, l.status,
  coalesce(l.unit_grams, CASE WHEN l.unit IS NOT NULL THEN p.unit_weight_g END) AS unit_grams,
  l.community_id, l.household_id, l.organizer_id, l.product_id, coalesce(l.supplier_id, p.supplier_id) AS supplier_id,
  (SELECT s.id FROM stage s WHERE l.order_date BETWEEN s.first AND s.last) AS stage, strftime(l.order_date, '%Y-%m') AS month,
  strftime(l.order_date, '%Y') || '-Q' || quarter(l.order_date) AS quarter, strftime(l.order_date, '%G-W%V') AS week,
  strftime(l.order_date, '%Y-%m-%d') AS day,
  c.province, c.city, coalesce(l.enterprise_id, j.enterprise_id) AS enterprise, j.association_id AS association, l.community_id AS community,
  j.property_type, j.pilot, l.channel, l.buyer_kind, s.kind AS source, coalesce(l.supplier_id, p.supplier_id) AS supplier, l.product_id AS product,
  CASE WHEN p.product_id IS NULL THEN NULL WHEN p.custom = 'true' AND (p.custom_since IS NULL OR p.custom_since <= l.order_date) THEN 'true'
    ELSE 'false' END AS custom,
  p.category, p.brand, p.origin_province, p.origin_county, CASE p.is_832 WHEN true THEN 'true' WHEN false THEN 'false' END AS is_832,
  j.community_id IS NOT NULL AS joined, j.joined_on, s.kind = 'poor_household' AS is_household, s.poor_household_id
FROM ledger_kept l
LEFT JOIN products p ON p.product_id = l.product_id
LEFT JOIN suppliers s ON s.supplier_id = coalesce(l.supplier_id, p.supplier_id)
LEFT JOIN projects j ON j.community_id = l.community_id
LEFT JOIN city_word c ON c.word = bare(j.city)
WHERE l.reason IS NULL AND l.refund_of IS NULL;

-- Every day of the window with the periods whose running counts it is in: for stages, the first that ends on it or later.
CREATE TABLE calendar AS
SELECT date, (SELECT min(s.id) FROM stage s WHERE s.last >= date) AS stage, strftime(date, '%Y-%m') AS month,
  strftime(date, '%Y') || '-Q' || quarter(date) AS quarter, strftime(date, '%G-W%V') AS week, strftime(date, '%Y-%m-%d') AS day
FROM (SELECT unnest(generate_series(/*start*/, /*end*/, INTERVAL 1 DAY))::DATE AS date);

-- section: qualifying
-- Lines that qualify as of a day, with what is left of them. Refunds dated on or before it count; "refunded" without any refund row takes everything back.
CREATE OR REPLACE TEMP TABLE qualifying AS
WITH net AS (
  SELECT l.*, greatest(l.quantity - coalesce(b.quantity, 0), 0) * CASE WHEN l.status = 'refunded' AND b.order_id IS NULL THEN 0 ELSE 1 END AS net_quantity,
    greatest(l.fen - coalesce(b.fen, 0), 0) AS net_fen
  FROM line l LEFT JOIN (
    SELECT order_id, line_no, coalesce(sum(quantity) FILTER (order_date <= $as_of), 0) AS quantity, coalesce(sum(fen) FILTER (order_date <= $as_of), 0) AS fen
    FROM taken_back GROUP BY ALL) b USING (order_id, line_no))
SELECT *, floor(net_quantity * unit_grams + 0.5) AS net_g FROM net
WHERE order_date <= $as_of AND status IN ('completed', 'refunded') AND net_quantity > 0;

-- section: answer
WITH sliced AS (
  SELECT q.* /*replace*/ FROM (FROM qualifying WHERE /*where*/) q /*running*/),
mechanism AS (
  SELECT *, mechanism IN ('sale', 'contract_farming') AS direct FROM benefit_links),
helped AS (
  SELECT DISTINCT /*by*/ m.poor_household_id, m.direct
  FROM sliced q JOIN mechanism m ON m.supplier_id = q.supplier_id
    AND (m.valid_from IS NULL OR m.valid_from <= q.order_date) AND (m.valid_to IS NULL OR m.valid_to >= q.order_date)
  UNION SELECT DISTINCT /*by*/ q.poor_household_id, true FROM sliced q WHERE is_household AND poor_household_id IS NOT NULL),
registered AS (
  SELECT /*by*/ poor_household_id, bool_or(direct) AS direct FROM helped q
  WHERE 'poor_households' NOT IN (FROM given) OR poor_household_id IN (SELECT r.poor_household_id FROM poor_households r)
  GROUP BY ALL),
poor AS (
  SELECT /*by*/ count(*) FILTER (direct) AS direct, count(*) FILTER (NOT direct) AS indirect FROM registered q GROUP BY ALL),
total AS (
  SELECT /*by*/
    count(DISTINCT community_id) FILTER ('projects' NOT IN (FROM given) OR (joined AND coalesce(joined_on <= $as_of, true))) AS communities,
    count(DISTINCT household_id) AS households, count(DISTINCT product_id) FILTER (custom = 'true') AS custom_products,
    count(*) AS lines, CAST(coalesce(sum(net_fen), 0) AS BIGINT) AS amount_fen,
    CAST(coalesce(sum(net_g), 0) AS BIGINT) AS mass_g, count(*) FILTER (unit_grams IS NULL) AS mass_unknown_lines
  FROM sliced q GROUP BY ALL)
SELECT /*by*/ communities, households,
  CASE WHEN 'products' IN (FROM given) THEN custom_products END AS custom_products,
  CASE WHEN 'benefit_links' IN (FROM given) THEN coalesce(direct, 0) END AS direct_poor_households,
  CASE WHEN 'benefit_links' IN (FROM given) THEN coalesce(indirect, 0) END AS indirect_poor_households,
  lines, amount_fen, mass_g, mass_unknown_lines
FROM total q LEFT JOIN poor h ON /*same*/
ORDER BY ALL;

-- section: flags
-- Flags of accepted lines; a household in two communities is counted once.
SELECT
  count(*) FILTER ('projects' IN (FROM given) AND community_id IS NOT NULL AND NOT joined) AS unregistered_community,
  count(*) FILTER ('products' IN (FROM given) AND product NOT IN (SELECT product_id FROM products)) AS unknown_product,
  (SELECT count(*) FROM line l JOIN (SELECT order_id, line_no, sum(quantity) AS quantity, sum(fen) AS fen FROM taken_back GROUP BY ALL) b
    USING (order_id, line_no) WHERE b.quantity > l.quantity OR b.fen > l.fen) AS over_refund,
  count(*) FILTER (unit_grams IS NULL) AS mass_unknown,
  (SELECT count(*) FROM (SELECT household_id FROM line WHERE household_id IS NOT NULL GROUP BY ALL HAVING count(DISTINCT community_id) > 1))
    AS household_in_two_communities,
  (SELECT count(*) FROM ledger_kept l JOIN products p USING (product_id)
    WHERE l.reason IS NULL AND l.refund_of IS NULL AND l.supplier_id <> p.supplier_id) AS supplier_mismatch
FROM line;
