-- The five distinct counts over completed lines in the window as they stand: no netting and no check for repeated rows. Each figure reads
-- only the columns that it needs.
CREATE VIEW line AS SELECT order_date, community_id, household_id, product_id, supplier_id FROM ledger
WHERE status = 'completed' AND order_date BETWEEN DATE '2019-05-01' AND DATE '2020-09-30';
CREATE TABLE sold AS SELECT DISTINCT '' AS slice, coalesce(l.supplier_id, p.supplier_id) AS supplier_id, l.order_date
FROM line l LEFT JOIN products p ON p.product_id = l.product_id;
WITH {poor},
community_counted AS (
  SELECT count(*) AS communities FROM projects
  WHERE coalesce(joined_on <= DATE '2020-09-30', true) AND community_id IN (SELECT community_id FROM line)),
household_counted AS (SELECT count(DISTINCT household_id) AS households FROM line),
bought AS (SELECT product_id, max(order_date) AS last_on FROM line GROUP BY product_id),
product_counted AS (
  SELECT count(*) AS custom_products FROM products p JOIN bought b ON b.product_id = p.product_id
  WHERE p.custom AND coalesce(p.custom_since <= b.last_on, true))
SELECT communities, households, custom_products, direct AS direct_poor_households, indirect AS indirect_poor_households
FROM community_counted CROSS JOIN household_counted CROSS JOIN product_counted CROSS JOIN counted;
