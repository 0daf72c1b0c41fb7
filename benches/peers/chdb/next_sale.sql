-- Each link of a supplier in a slice, with the first day from its beginning on that the supplier sold.
SELECT k.slice AS slice, k.poor_household_id AS poor_household_id, k.mechanism AS mechanism, k.valid_to AS valid_to, s.order_date AS order_date
FROM (
  SELECT g.slice AS slice, l.supplier_id AS supplier_id, l.poor_household_id AS poor_household_id, l.mechanism AS mechanism,
    l.valid_to AS valid_to, assumeNotNull(coalesce(l.valid_from, DATE '2019-05-01')) AS since
  FROM benefit_links l JOIN (SELECT DISTINCT slice, supplier_id FROM sold) g ON g.supplier_id = l.supplier_id) k
ASOF JOIN (SELECT slice, supplier_id, assumeNotNull(order_date) AS order_date FROM sold) s
  ON s.slice = k.slice AND s.supplier_id = k.supplier_id AND s.order_date >= k.since
