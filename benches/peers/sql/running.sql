-- Running counts over `qualifying` by month: each member counts from its first month on, a poor household as indirectly helped until it
-- is helped directly.
CREATE TABLE line AS SELECT order_date, community_id, household_id, product_id, supplier_id, amount, custom, joined FROM qualifying;
CREATE TABLE sold AS SELECT DISTINCT '' AS slice, supplier_id, order_date FROM line;
WITH monthly AS (SELECT date_trunc('month', order_date) AS month, * FROM line),
community AS (SELECT min(month) AS month FROM monthly WHERE joined AND community_id IS NOT NULL GROUP BY community_id),
household AS (SELECT min(month) AS month FROM monthly WHERE household_id IS NOT NULL GROUP BY household_id),
product AS (SELECT min(month) AS month FROM monthly WHERE custom GROUP BY product_id),
next_sale AS ({next_sale}),
helped AS (
  SELECT poor_household_id, mechanism IN ('sale', 'contract_farming') AS direct, date_trunc('month', order_date) AS month
  FROM next_sale WHERE coalesce(order_date <= valid_to, true)
  UNION ALL
  SELECT u.poor_household_id, true, date_trunc('month', s.first_on)
  FROM suppliers u JOIN (SELECT supplier_id, min(order_date) AS first_on FROM sold GROUP BY supplier_id) s ON s.supplier_id = u.supplier_id
  WHERE u.kind = 'poor_household'),
poor AS (
  SELECT min(CASE WHEN direct THEN month END) AS from_direct, min(CASE WHEN NOT direct THEN month END) AS from_indirect
  FROM helped WHERE poor_household_id IN (SELECT poor_household_id FROM poor_households) GROUP BY poor_household_id),
change AS (
  SELECT month, CAST(count(*) AS BIGINT) AS communities, 0 AS households, 0 AS custom_products, 0 AS direct, 0 AS indirect, 0 AS lines, 0 AS fen
  FROM community GROUP BY month
  UNION ALL SELECT month, 0, CAST(count(*) AS BIGINT), 0, 0, 0, 0, 0 FROM household GROUP BY month
  UNION ALL SELECT month, 0, 0, CAST(count(*) AS BIGINT), 0, 0, 0, 0 FROM product GROUP BY month
  UNION ALL SELECT from_direct, 0, 0, 0, CAST(count(*) AS BIGINT), 0, 0, 0 FROM poor WHERE from_direct IS NOT NULL GROUP BY from_direct
  UNION ALL SELECT from_indirect, 0, 0, 0, 0, CAST(count(*) AS BIGINT), 0, 0 FROM poor
    WHERE from_indirect IS NOT NULL AND coalesce(from_indirect < from_direct, true) GROUP BY from_indirect
  UNION ALL SELECT from_direct, 0, 0, 0, 0, -CAST(count(*) AS BIGINT), 0, 0 FROM poor WHERE from_indirect < from_direct GROUP BY from_direct
  UNION ALL SELECT month, 0, 0, 0, 0, 0, CAST(count(*) AS BIGINT), CAST(sum(amount) * 100 AS BIGINT) FROM monthly GROUP BY month),
changes AS (
  SELECT month, sum(communities) AS communities, sum(households) AS households, sum(custom_products) AS custom_products,
    sum(direct) AS direct, sum(indirect) AS indirect, sum(lines) AS lines, sum(fen) AS fen
  FROM change GROUP BY month)
SELECT substr(CAST(month AS VARCHAR), 1, 7) AS month,
  sum(communities) OVER (ORDER BY month) AS communities, sum(households) OVER (ORDER BY month) AS households,
  sum(custom_products) OVER (ORDER BY month) AS custom_products,
  sum(direct) OVER (ORDER BY month) AS direct_poor_households, sum(indirect) OVER (ORDER BY month) AS indirect_poor_households,
  sum(lines) OVER (ORDER BY month) AS lines, sum(fen) OVER (ORDER BY month) AS amount_fen
FROM changes;
