-- Completed lines in the window, as `qualifying`: as they stand, no netting and no check for repeated rows.
CREATE VIEW qualifying AS
SELECT l.order_date AS order_date, l.community_id AS community_id, l.household_id AS household_id, l.product_id AS product_id,
  coalesce(l.supplier_id, p.supplier_id) AS supplier_id, toDecimal64(0, 2) AS amount,
  p.custom AND coalesce(p.custom_since <= l.order_date, true) AS custom,
  c.community_id IS NOT NULL AND coalesce(c.joined_on <= DATE '2020-09-30', true) AS joined
FROM ledger l LEFT JOIN products p ON p.product_id = l.product_id LEFT JOIN projects c ON c.community_id = l.community_id
WHERE l.status = 'completed' AND l.order_date BETWEEN DATE '2019-05-01' AND DATE '2020-09-30';
