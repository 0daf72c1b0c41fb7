-- The five distinct counts over `qualifying`, with lines and net amount.
CREATE TABLE line AS SELECT order_date, community_id, household_id, product_id, supplier_id, amount, custom, joined FROM qualifying;
CREATE TABLE sold AS SELECT DISTINCT '' AS slice, supplier_id, order_date FROM line;
WITH next_sale AS ({next_sale}),
helped AS (
  SELECT poor_household_id, mechanism IN ('sale', 'contract_farming') AS direct FROM next_sale WHERE coalesce(order_date <= valid_to, true)
  UNION ALL
  SELECT poor_household_id, true FROM suppliers WHERE kind = 'poor_household' AND supplier_id IN (SELECT supplier_id FROM sold)),
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
