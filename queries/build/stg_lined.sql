-- Every line (one subject, metric, baseline and length of period): how many figures it has, and those that stand for its years,
-- the earliest first, among all figures and among the settled ones. `mark` is four times a row of stg_compared, and one more
-- for a figure that stands among all, two more for one among the settled ones: columns of a list are dear.
with lined as (
    select
        series_group,
        subject_id,
        demonstration,
        any_value(metric_id) as metric_id,
        any_value(comparison_group) as comparison_group,
        arg_max(agency_id, year) filter (where for_all or for_settled) as agency_id,  -- who published last
        any_value(region_code) as region_code,
        any_value(admin_level) as admin_level,
        any_value(scope) as scope,
        any_value(baseline) as baseline,
        any_value(months) as months,
        any_value(wider_extent) as wider_extent,
        min(period_start) filter (where for_all or for_settled) as period_start,
        count(*)::integer as figures,
        count_if(status = 'unverified')::integer as unverified,
        min(fact_row) as first_row,
        list_sort(
            list({'year': year, 'value': value, 'mark': 4 * rowid + for_all::bigint + 2 * for_settled::bigint})
            filter (where for_all or for_settled)
        ) as history,
        bool_and(for_all) as is_all,
        bool_and(for_settled) as is_settled
    from stg_compared
    group by series_group, subject_id, demonstration
),

-- Of nearly all lines the same figures stand among both.
parted as (
    select
        * exclude (is_all, is_settled) replace (
            nullif(if(is_all, history, [x for x in history if x['mark'] & 1 > 0]), []) as history
        ),
        nullif(if(is_settled, history, [x for x in history if x['mark'] & 2 > 0]), []) as settled_history
    from lined
)

select * from parted
