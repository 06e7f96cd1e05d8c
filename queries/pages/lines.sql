-- The lines of a metric's figures, of some bodies ($agencies) or of all real ones, with few columns: of these groups, bodies and
-- years of a comparison are counted. Names by yearbook/warehouse/names.py.
with found as (
    select
        metric_id,
        scope,
        baseline,
        months,
        wider_extent,
        period_start,
        admin_level,
        agency_id,
        subject_id,
        region_code,
        series_group,
        comparison_group,
        if($settled, figures - unverified, figures) as figures,
        if($settled, 0, unverified) as unverified,
        if($settled, settled_years, years) as years,
        if($settled, settled_values, values) as values,
        if($settled, settled_denominators, denominators) as denominators
    from edition.lines
    where
        metric_id::varchar = $metric
        and if(len($agencies) = 0, not demonstration, agency_id in $agencies or list_has_any(agencies, $agencies))
        and (not $settled or figures > unverified)
)

select * from found
