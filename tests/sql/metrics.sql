-- The metrics of the catalogue a second time, in SQL: of lines over `qualifying` (headline.sql), of the other tables over the exports as
-- they are written. /*by*/ is the list of dimensions with a comma after each.

-- metric: lines
SELECT /*by*/ count(*) FROM qualifying GROUP BY ALL

-- metric: orders
SELECT /*by*/ count(DISTINCT order_id) FROM qualifying GROUP BY ALL

-- metric: amount
SELECT /*by*/ sum(net_fen) FROM qualifying GROUP BY ALL

-- metric: mass
SELECT /*by*/ sum(net_g) FROM qualifying GROUP BY ALL

-- metric: mass_unknown_lines
SELECT /*by*/ count(*) FROM qualifying WHERE unit_grams IS NULL GROUP BY ALL

-- metric: active_enterprises
SELECT /*by*/ count(DISTINCT enterprise) FROM qualifying GROUP BY ALL

-- metric: active_communities
SELECT /*by*/ count(DISTINCT community) FROM qualifying GROUP BY ALL

-- metric: suppliers
SELECT /*by*/ count(DISTINCT supplier) FROM qualifying GROUP BY ALL

-- metric: products
SELECT /*by*/ count(DISTINCT product) FROM qualifying GROUP BY ALL

-- metric: origin_counties
SELECT /*by*/ count(DISTINCT origin_county) FROM qualifying GROUP BY ALL

-- metric: poor_counties
SELECT /*by*/ count(DISTINCT origin_county) FROM qualifying WHERE is_832 = 'true' GROUP BY ALL

-- metric: poor_counties_not_exited
WITH listed AS (
  SELECT p.full_name, max(CAST(q.exit_year AS INTEGER)) AS exit_year
  FROM read_csv('/*data*//poor_counties_832.csv', all_varchar = true) q JOIN current_code c ON c.code = q.code JOIN place p ON p.code = c.now GROUP BY ALL)
SELECT /*by*/ count(DISTINCT origin_county) FROM qualifying JOIN listed ON full_name = origin_county
WHERE order_date < make_date(exit_year + 1, 5, 1) GROUP BY ALL

-- metric: brands
SELECT /*by*/ count(DISTINCT brand) FROM qualifying GROUP BY ALL

-- metric: organizers
SELECT /*by*/ count(DISTINCT organizer_id) FROM qualifying GROUP BY ALL

-- metric: households_buying
SELECT /*by*/ count(DISTINCT household_id) FROM qualifying GROUP BY ALL

-- metric: households_returning
SELECT /*by*/ count(*) FROM (
  SELECT /*by*/ household_id FROM qualifying WHERE household_id IS NOT NULL GROUP BY ALL HAVING count(DISTINCT strftime(order_date, '%Y%m')) >= 2)
GROUP BY ALL

-- metric: households_one_jin
SELECT /*by*/ count(*) FROM (
  SELECT /*by*/ household_id FROM qualifying WHERE household_id IS NOT NULL GROUP BY ALL HAVING sum(net_g) >= 500)
GROUP BY ALL

-- metric: household_amount
SELECT /*by*/ sum(net_fen) FROM qualifying WHERE household_id IS NOT NULL GROUP BY ALL

-- metric: household_mass
SELECT /*by*/ sum(net_g) FROM qualifying WHERE household_id IS NOT NULL GROUP BY ALL

-- metric: jin_per_household
SELECT /*by*/ sum(net_g) FILTER (household_id IS NOT NULL) / nullif(count(DISTINCT household_id), 0) FROM qualifying GROUP BY ALL

-- metric: relations
SELECT count(*) FROM (SELECT DISTINCT enterprise, origin_county FROM qualifying WHERE enterprise IS NOT NULL AND origin_county IS NOT NULL)

-- metric: long_term_relations
SELECT count(*) FROM (
  SELECT enterprise, origin_county FROM qualifying WHERE enterprise IS NOT NULL AND origin_county IS NOT NULL
  GROUP BY ALL HAVING count(DISTINCT month) >= 3)

-- metric: long_term_relations_consecutive
SELECT count(*) FROM (
  SELECT enterprise, origin_county FROM qualifying WHERE enterprise IS NOT NULL AND origin_county IS NOT NULL
  GROUP BY ALL HAVING count(DISTINCT month) >= 3
    AND ((bool_or(stage = '1') AND bool_or(stage = '2')) OR (bool_or(stage = '2') AND bool_or(stage = '3'))))

-- metric: communities_joined
SELECT count(*) FROM projects WHERE coalesce(joined_on <= $as_of, true)

-- metric: communities_active
SELECT count(*) FROM projects WHERE coalesce(joined_on <= $as_of, true) AND community_id IN (SELECT community FROM qualifying)

-- metric: communities_silent
SELECT count(*) FROM projects WHERE coalesce(joined_on <= $as_of, true)
  AND community_id NOT IN (SELECT community FROM qualifying WHERE community IS NOT NULL)

-- metric: households_covered
SELECT sum(households) FROM projects WHERE coalesce(joined_on <= $as_of, true)

-- metric: households_registered
SELECT sum(households) FROM projects

-- metric: coverage
SELECT sum(households) FILTER (coalesce(joined_on <= $as_of, true)) / sum(households) FROM projects

-- metric: declared_direct
SELECT sum(declared_direct) FROM suppliers WHERE supplier_id IN (SELECT supplier FROM qualifying)

-- metric: declared_indirect
SELECT sum(declared_indirect) FROM suppliers WHERE supplier_id IN (SELECT supplier FROM qualifying)

-- metric: fairs
SELECT count(*) FROM activity WHERE kind = 'fair' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: tastings
SELECT count(*) FROM activity WHERE kind = 'tasting' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: tastings_applied_ahead
SELECT count(*) FROM activity WHERE kind = 'tasting' AND held_on BETWEEN DATE '2019-05-01' AND $as_of AND held_on - applied_on >= 28

-- metric: tastings_closed
SELECT count(*) FROM activity WHERE kind = 'tasting' AND held_on BETWEEN DATE '2019-05-01' AND $as_of AND closed_on <= $as_of

-- metric: trained
SELECT CASE WHEN count(*) = 0 THEN 0 ELSE sum(attendees) END FROM activity WHERE kind = 'training' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: hired
SELECT CASE WHEN count(*) = 0 THEN 0 ELSE sum(hired) END FROM activity WHERE kind = 'hiring' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: associations
SELECT count(*) FROM association WHERE coalesce(pledged_on <= $as_of, true)

-- metric: association_fairs_met
SELECT count(*) FROM (
  SELECT a.association_id, year(held_on) FROM activity a JOIN association s USING (association_id)
  WHERE kind = 'fair' AND held_on <= $as_of AND coalesce(s.pledged_on <= $as_of, true) GROUP BY ALL HAVING count(*) >= 2)

-- metric: enterprises_pledged
SELECT count(*) FROM enterprise WHERE coalesce(pledged_on <= $as_of, true)

-- metric: enterprises_mandatory_ways
SELECT count(*) FROM enterprise WHERE coalesce(pledged_on <= $as_of, true)
  AND contains(ways, '公益宣传') AND contains(ways, '平台参与') AND contains(ways, '社区活动')

-- metric: reports_due
SELECT count(*) FROM report_due WHERE due_on <= $as_of

-- metric: reports_received
SELECT count(*) FROM report_due WHERE due_on <= $as_of AND submitted_on <= $as_of

-- metric: reports_on_time
SELECT count(*) FROM report_due WHERE due_on <= $as_of AND submitted_on <= due_on

-- metric: reporting_on_time
SELECT count(*) FILTER (submitted_on <= due_on) / nullif(count(*), 0) FROM report_due WHERE due_on <= $as_of

-- metric: publicity
SELECT count(*) FROM activity WHERE kind = 'publicity' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: county_visits
SELECT count(*) FROM activity WHERE kind = 'county_visit' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: zones
SELECT count(*) FROM activity WHERE kind = 'zone' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: trainings
SELECT count(*) FROM activity WHERE kind = 'training' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: hirings
SELECT count(*) FROM activity WHERE kind = 'hiring' AND held_on BETWEEN DATE '2019-05-01' AND $as_of

-- metric: association_years
SELECT count(*) * (year($as_of) - 2019 + 1) FROM association WHERE coalesce(pledged_on <= $as_of, true)

-- metric: reporting_rate
SELECT count(*) FILTER (submitted_on <= $as_of) / nullif(count(*), 0) FROM report_due WHERE due_on <= $as_of

-- metric: one_jin_share
SELECT /*by*/ count(household_id) FILTER (grams >= 500) / nullif(count(household_id), 0) FROM (
  SELECT /*by*/ household_id, sum(net_g) AS grams FROM qualifying GROUP BY ALL)
GROUP BY ALL

-- metric: amount_per_household
SELECT /*by*/ sum(net_fen) FILTER (household_id IS NOT NULL) / nullif(count(DISTINCT household_id), 0) FROM qualifying GROUP BY ALL

-- metric: new_households
SELECT count(DISTINCT household_id) FROM qualifying

-- metric: cohort_purchases
SELECT count(*) FROM (SELECT DISTINCT household_id, month FROM qualifying WHERE household_id IS NOT NULL)
