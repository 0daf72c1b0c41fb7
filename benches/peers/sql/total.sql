-- The five distinct counts over `qualifying`, with lines and net amount.
CREATE TABLE line AS SELECT order_date, community_id, household_id, product_id, supplier_id, amount, custom, joined FROM qualifying;
CREATE TABLE sold AS SELECT DISTINCT '' AS slice, supplier_id, order_date FROM line;
WITH {poor},
total AS (
  SELECT count(DISTINCT community_id) FILTER (WHERE joined) AS communities, count(DISTINCT household_id) AS households,
    count(DISTINCT product_id) FILTER (WHERE custom) AS custom_products, count(*) AS lines, CAST(sum(amount) * 100 AS BIGINT) AS amount_fen
  FROM line)
SELECT communities, households, custom_products, direct AS direct_poor_households, indirect AS indirect_poor_households, lines, amount_fen
FROM total CROSS JOIN counted;
