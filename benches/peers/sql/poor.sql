-- The poor households that the sales in `sold` helped: how many directly, and how many otherwise alone.
next_sale AS ({next_sale}),
helped AS (
  SELECT poor_household_id, mechanism IN ('sale', 'contract_farming') AS direct FROM next_sale WHERE coalesce(order_date <= valid_to, true)
  UNION ALL
  SELECT poor_household_id, true FROM suppliers WHERE kind = 'poor_household' AND supplier_id IN (SELECT supplier_id FROM sold)),
poor AS (
  SELECT max(CASE WHEN direct THEN 1 ELSE 0 END) AS direct
  FROM helped WHERE poor_household_id IN (SELECT poor_household_id FROM poor_households) GROUP BY poor_household_id),
counted AS (SELECT sum(direct) AS direct, sum(1 - direct) AS indirect FROM poor)
