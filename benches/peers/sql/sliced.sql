-- The headline of `qualifying` by province, stage and channel. A missing value is '-' until the end, so that groups can be joined.
CREATE TABLE line AS
SELECT coalesce(c.province, '-') AS province,
  CASE WHEN order_date BETWEEN DATE '2019-05-01' AND DATE '2019-08-31' THEN '1'
    WHEN order_date BETWEEN DATE '2019-09-01' AND DATE '2019-11-30' THEN '2'
    WHEN order_date BETWEEN DATE '2020-01-01' AND DATE '2020-09-30' THEN '3' ELSE '-' END AS stage,
  coalesce(channel, '-') AS channel, community_id, household_id, product_id, supplier_id, order_date, amount, custom, joined
FROM qualifying q LEFT JOIN cities c ON c.city = q.city;
CREATE TABLE sold AS SELECT DISTINCT concat(province, '/', stage, '/', channel) AS slice, supplier_id, order_date FROM line;
WITH next_sale AS ({next_sale}),
helped AS (
  SELECT slice, poor_household_id, mechanism IN ('sale', 'contract_farming') AS direct
  FROM next_sale WHERE coalesce(order_date <= valid_to, true)
  UNION ALL
  SELECT s.slice, u.poor_household_id, true
  FROM suppliers u JOIN (SELECT DISTINCT slice, supplier_id FROM sold) s ON s.supplier_id = u.supplier_id WHERE u.kind = 'poor_household'),
poor AS (
  SELECT slice, poor_household_id, max(CASE WHEN direct THEN 1 ELSE 0 END) AS direct
  FROM helped WHERE poor_household_id IN (SELECT poor_household_id FROM poor_households) GROUP BY slice, poor_household_id),
counted AS (SELECT slice, sum(direct) AS direct, sum(1 - direct) AS indirect FROM poor GROUP BY slice),
total AS (
  SELECT province, stage, channel,
    count(DISTINCT community_id) FILTER (WHERE joined) AS communities, count(DISTINCT household_id) AS households,
    count(DISTINCT product_id) FILTER (WHERE custom) AS custom_products, count(*) AS lines, CAST(sum(amount) * 100 AS BIGINT) AS amount_fen
  FROM line GROUP BY province, stage, channel)
SELECT nullif(t.province, '-') AS province, nullif(t.stage, '-') AS stage, nullif(t.channel, '-') AS channel,
  communities, households, custom_products,
  coalesce(direct, 0) AS direct_poor_households, coalesce(indirect, 0) AS indirect_poor_households, lines, amount_fen
FROM total t LEFT JOIN counted n ON n.slice = concat(t.province, '/', t.stage, '/', t.channel);
