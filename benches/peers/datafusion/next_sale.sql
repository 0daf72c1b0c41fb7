-- Each link of a supplier in a slice, with the first day from its beginning on that the supplier sold: the least day of a sale among
-- what comes later.
SELECT slice, poor_household_id, mechanism, valid_to, order_date
FROM (
  SELECT slice, poor_household_id, mechanism, valid_to,
    min(sold_on) OVER (PARTITION BY slice, supplier_id ORDER BY since DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS order_date
  FROM (
    SELECT g.slice, l.supplier_id, coalesce(l.valid_from, DATE '2019-05-01') AS since, CAST(NULL AS DATE) AS sold_on,
      l.poor_household_id, l.mechanism, l.valid_to
    FROM benefit_links l JOIN (SELECT DISTINCT slice, supplier_id FROM sold) g ON g.supplier_id = l.supplier_id
    UNION ALL
    SELECT slice, supplier_id, order_date AS since, order_date AS sold_on, NULL, NULL, NULL FROM sold) AS event) AS found
WHERE poor_household_id IS NOT NULL AND order_date IS NOT NULL
