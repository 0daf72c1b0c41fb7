-- The plain headline: completed lines in the window as they stand, no netting and no check for repeated rows.
CREATE TEMP VIEW line AS
SELECT l.order_date, l.community_id, l.household_id, l.product_id, coalesce(l.supplier_id, p.supplier_id) AS supplier_id,
  p.custom AND coalesce(p.custom_since <= l.order_date, true) AS custom,
  c.community_id IS NOT NULL AND coalesce(c.joined_on <= DATE '2020-09-30', true) AS joined
FROM ledger l LEFT JOIN products p ON p.product_id = l.product_id LEFT JOIN projects c ON c.community_id = l.community_id
WHERE l.status = 'completed' AND l.order_date BETWEEN DATE '2019-05-01' AND DATE '2020-09-30';
WITH total AS (
  SELECT count(DISTINCT community_id) FILTER (joined) AS communities, count(DISTINCT household_id) AS households,
    count(DISTINCT product_id) FILTER (custom) AS custom_products
  FROM line),
sold AS (SELECT DISTINCT supplier_id, order_date FROM line),
helped AS (
  SELECT k.poor_household_id, k.mechanism IN ('sale', 'contract_farming') AS direct
  FROM sold s JOIN benefit_links k ON k.supplier_id = s.supplier_id
    AND coalesce(k.valid_from <= s.order_date, true) AND coalesce(k.valid_to >= s.order_date, true)
  UNION ALL
  SELECT u.poor_household_id, true FROM sold s JOIN suppliers u USING (supplier_id) WHERE u.kind = 'poor_household'),
poor AS (
  SELECT count(*) FILTER (direct) AS direct, count(*) FILTER (NOT direct) AS indirect
  FROM (SELECT poor_household_id, bool_or(direct) AS direct FROM helped SEMI JOIN poor_households USING (poor_household_id) GROUP BY ALL))
SELECT communities, households, custom_products, direct AS direct_poor_households, indirect AS indirect_poor_households
FROM total, poor;
