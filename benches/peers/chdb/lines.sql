-- Qualifying lines, as `qualifying`: in the window, each (order_id, line_no) once, with something left after refunds.
-- Repeated rows are equal in all cells, so any one of them may stand for the others.
CREATE TABLE back AS
SELECT refund_of, refund_line_no, if(refund_line_no IS NULL, product_id, NULL) AS product_id,
  sumIf(quantity, order_date <= DATE '2020-09-30') AS quantity, sumIf(amount, order_date <= DATE '2020-09-30') AS amount
FROM (
  SELECT any(refund_of) AS refund_of, any(refund_line_no) AS refund_line_no, any(product_id) AS product_id, any(order_date) AS order_date,
    any(abs(quantity)) AS quantity, any(abs(amount)) AS amount
  FROM ledger WHERE refund_of IS NOT NULL GROUP BY order_id, line_no)
GROUP BY refund_of, refund_line_no, product_id;
CREATE TABLE by_line AS SELECT * FROM back WHERE product_id IS NULL;
CREATE TABLE by_product AS SELECT * FROM back WHERE product_id IS NOT NULL;
CREATE VIEW qualifying AS
SELECT l.order_date AS order_date, l.channel AS channel, c.city AS city, l.community_id AS community_id, l.household_id AS household_id,
  l.product_id AS product_id, coalesce(l.supplier_id, p.supplier_id) AS supplier_id,
  greatest(l.amount - coalesce(a.amount, 0) - coalesce(b.amount, 0), 0) AS amount,
  p.custom AND coalesce(p.custom_since <= l.order_date, true) AS custom,
  c.community_id IS NOT NULL AND coalesce(c.joined_on <= DATE '2020-09-30', true) AS joined
FROM (
  SELECT order_id, line_no, any(order_date) AS order_date, any(channel) AS channel, any(community_id) AS community_id,
    any(household_id) AS household_id, any(product_id) AS product_id, any(supplier_id) AS supplier_id,
    any(quantity) AS quantity, any(amount) AS amount, any(status) AS status
  FROM ledger
  WHERE refund_of IS NULL AND status IN ('completed', 'refunded') AND order_date BETWEEN DATE '2019-05-01' AND DATE '2020-09-30'
  GROUP BY order_id, line_no) l
LEFT JOIN by_line a ON a.refund_of = l.order_id AND a.refund_line_no = l.line_no
LEFT JOIN by_product b ON b.refund_of = l.order_id AND b.product_id = l.product_id
LEFT JOIN products p ON p.product_id = l.product_id
LEFT JOIN projects c ON c.community_id = l.community_id
WHERE l.quantity > coalesce(a.quantity, 0) + coalesce(b.quantity, 0)
  AND (l.status = 'completed' OR a.refund_of IS NOT NULL OR b.refund_of IS NOT NULL);
