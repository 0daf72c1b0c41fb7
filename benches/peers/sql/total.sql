-- The five distinct counts over `qualifying`, with lines and net amount.
CREATE TABLE line AS SELECT order_date, community_id, household_id, product_id, supplier_id, amount, custom, joined FROM qualifying;
WITH sold AS (SELECT DISTINCT supplier_id, order_date FROM line),
helped AS (
  SELECT k.poor_household_id, k.mechanism IN ('sale', 'contract_farming') AS direct
  FROM sold s JOIN benefit_links k ON k.supplier_id = s.supplier_id
    AND coalesce(k.valid_from <= s.order_date, true) AND coalesce(k.valid_to >= s.order_date, true)
  UNION ALL
  SELECT u.poor_household_id, true FROM sold s JOIN suppliers u ON u.supplier_id = s.supplier_id WHERE u.kind = 'poor_household'),
poor AS (
  SELECT max(CASE WHEN direct THEN 1 ELSE 0 END) AS direct
  FROM helped WHERE poor_household_id IN (SELECT poor_household_id FROM poor_households) GROUP BY poor_household_id),
counted AS (SELECT sum(direct) AS direct, sum(1 - direct) AS indirect FROM poor),
total AS (
  SELECT count(DISTINCT community_id) FILTER (WHERE joined) AS communities, count(DISTINCT household_id) AS households,
    count(DISTINCT product_id) FILTER (WHERE custom) AS custom_products, count(*) AS lines, CAST(sum(amount) * 100 AS BIGINT) AS amount_fen
  FROM line)
SELECT communities, households, custom_products, direct AS direct_poor_households, indirect AS indirect_poor_households, lines, amount_fen
FROM total CROSS JOIN counted;
