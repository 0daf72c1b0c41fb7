-- The headline of `qualifying` by province, stage and channel. A missing value is '-' until the end, so that groups can be joined.
CREATE TABLE line AS SELECT channel, city, order_date, community_id, household_id, product_id, supplier_id, amount, custom, joined FROM qualifying;
WITH sliced AS (
  SELECT coalesce(c.province, '-') AS province,
    CASE WHEN order_date BETWEEN DATE '2019-05-01' AND DATE '2019-08-31' THEN '1'
      WHEN order_date BETWEEN DATE '2019-09-01' AND DATE '2019-11-30' THEN '2'
      WHEN order_date BETWEEN DATE '2020-01-01' AND DATE '2020-09-30' THEN '3' ELSE '-' END AS stage,
    coalesce(channel, '-') AS channel, community_id, household_id, product_id, supplier_id, order_date, amount, custom, joined
  FROM line LEFT JOIN cities c ON c.city = line.city),
sold AS (SELECT DISTINCT province, stage, channel, supplier_id, order_date FROM sliced),
helped AS (
  SELECT s.province, s.stage, s.channel, k.poor_household_id, k.mechanism IN ('sale', 'contract_farming') AS direct
  FROM sold s JOIN benefit_links k ON k.supplier_id = s.supplier_id
    AND coalesce(k.valid_from <= s.order_date, true) AND coalesce(k.valid_to >= s.order_date, true)
  UNION ALL
  SELECT s.province, s.stage, s.channel, u.poor_household_id, true
  FROM sold s JOIN suppliers u ON u.supplier_id = s.supplier_id WHERE u.kind = 'poor_household'),
poor AS (
  SELECT province, stage, channel, poor_household_id, max(CASE WHEN direct THEN 1 ELSE 0 END) AS direct
  FROM helped WHERE poor_household_id IN (SELECT poor_household_id FROM poor_households)
  GROUP BY province, stage, channel, poor_household_id),
counted AS (SELECT province, stage, channel, sum(direct) AS direct, sum(1 - direct) AS indirect FROM poor GROUP BY province, stage, channel),
total AS (
  SELECT province, stage, channel,
    count(DISTINCT community_id) FILTER (WHERE joined) AS communities, count(DISTINCT household_id) AS households,
    count(DISTINCT product_id) FILTER (WHERE custom) AS custom_products, count(*) AS lines, CAST(sum(amount) * 100 AS BIGINT) AS amount_fen
  FROM sliced GROUP BY province, stage, channel)
SELECT nullif(t.province, '-') AS province, nullif(t.stage, '-') AS stage, nullif(t.channel, '-') AS channel,
  communities, households, custom_products,
  coalesce(direct, 0) AS direct_poor_households, coalesce(indirect, 0) AS indirect_poor_households, lines, amount_fen
FROM total t LEFT JOIN counted n ON n.province = t.province AND n.stage = t.stage AND n.channel = t.channel;
