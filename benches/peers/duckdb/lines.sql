-- Qualifying lines, as `qualifying`: in the window, each (order_id, line_no) once, with something left after refunds.
-- Repeated rows are equal in all cells, so any one of them may stand for the others.
CREATE TEMP TABLE back AS
SELECT refund_of, refund_line_no, CASE WHEN refund_line_no IS NULL THEN product_id END AS product_id,
  coalesce(sum(quantity) FILTER (order_date <= DATE '2020-09-30'), 0) AS quantity,
  coalesce(sum(amount) FILTER (order_date <= DATE '2020-09-30'), 0) AS amount
FROM (
  SELECT DISTINCT ON (order_id, line_no) refund_of, refund_line_no, product_id, order_date, abs(quantity) AS quantity, abs(amount) AS amount
  FROM ledger WHERE refund_of IS NOT NULL)
GROUP BY ALL;
CREATE VIEW qualifying AS
SELECT l.order_date, l.channel, c.city, l.community_id, l.household_id, l.product_id, coalesce(l.supplier_id, p.supplier_id) AS supplier_id,
  greatest(l.amount - coalesce(a.amount, 0) - coalesce(b.amount, 0), 0) AS amount,
  p.custom AND coalesce(p.custom_since <= l.order_date, true) AS custom,
  c.community_id IS NOT NULL AND coalesce(c.joined_on <= DATE '2020-09-30', true) AS joined
FROM (
  SELECT DISTINCT ON (order_id, line_no)
    order_id, line_no, order_date, channel, community_id, household_id, product_id, supplier_id, quantity, amount, status
  FROM ledger
  WHERE refund_of IS NULL AND status IN ('completed', 'refunded') AND order_date BETWEEN DATE '2019-05-01' AND DATE '2020-09-30') l
LEFT JOIN (FROM back WHERE product_id IS NULL) a ON a.refund_of = l.order_id AND a.refund_line_no = l.line_no
LEFT JOIN (FROM back WHERE product_id IS NOT NULL) b ON b.refund_of = l.order_id AND b.product_id = l.product_id
LEFT JOIN products p ON p.product_id = l.product_id
LEFT JOIN projects c ON c.community_id = l.community_id
WHERE l.quantity > coalesce(a.quantity, 0) + coalesce(b.quantity, 0)
  AND (l.status = 'completed' OR a.refund_of IS NOT NULL OR b.refund_of IS NOT NULL);
