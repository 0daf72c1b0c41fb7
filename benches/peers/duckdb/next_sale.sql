-- Each link of a supplier in a slice, with the first day from its beginning on that the supplier sold.
SELECT k.slice, k.poor_household_id, k.mechanism, k.valid_to, s.order_date
FROM (
  SELECT g.slice, l.*, coalesce(l.valid_from, DATE '2019-05-01') AS since
  FROM benefit_links l JOIN (SELECT DISTINCT slice, supplier_id FROM sold) g ON g.supplier_id = l.supplier_id) k
ASOF JOIN sold s ON s.slice = k.slice AND s.supplier_id = k.supplier_id AND s.order_date >= k.since
