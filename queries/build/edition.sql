with counted as (
    select
        $number::integer as number,
        $build as build,  -- tells this edition from any other of its number
        $built_at::timestamp as built_at,
        $catalogue_hash as catalogue_hash,
        $sources_hash as sources_hash,
        $reader_version as reader_version,
        (select count(*) from facts)::integer as facts,
        (select count(*) from reports)::integer as reports,
        (select count(*) from mentions)::integer as mentions,
        (select count(distinct agency_id) from facts)::integer as agencies,
        (select count(*) from facts where status = 'unverified')::integer as unverified,
        (select count(*) from changes where change = 'added')::integer as added,
        (select count(*) from changes where change = 'removed')::integer as removed,
        (select count(*) from changes where change = 'revised')::integer as revised,
        (select count(*) > 0 from reports where demonstration) as demonstration,
        $previous::integer as previous,
        $summary as summary,
        $who as who
)

select * from counted
