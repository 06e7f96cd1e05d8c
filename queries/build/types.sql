-- Columns of few values are coded: smaller files, and an order that means something. A value outside a list stops the build.
create type region_code as enum (select region_code from raw_regions order by region_code);
create type region_zh as enum (select distinct name_zh from raw_regions order by name_zh);
create type region_en as enum (select distinct name_en from raw_regions order by name_en);
create type agency_id as enum (select agency_id from raw_agencies order by agency_id);
create type agency_zh as enum (select distinct name_zh from raw_agencies order by name_zh);
create type agency_en as enum (select distinct name_en from raw_agencies order by name_en);
create type agency_short as enum (select distinct short_zh from raw_agencies order by short_zh);
create type subject_id as enum (select distinct subject_id from raw_subjects order by subject_id);
create type subject_zh as enum (select distinct subject_zh from raw_subjects order by subject_zh);
create type subject_en as enum (select distinct subject_en from raw_subjects order by subject_en);
create type body_kind as enum (select distinct body_kind from raw_agencies order by body_kind);
create type topic as enum (select topic from raw_topics order by position);
create type metric_id as enum (select metric_id from raw_metrics order by metric_id);
create type metric_zh as enum (select distinct name_zh from raw_metrics order by name_zh);
create type metric_en as enum (select distinct name_en from raw_metrics order by name_en);
create type unit as enum (select unit from raw_units order by unit);
create type dimension as enum (select distinct dimension from raw_metrics order by dimension);
create type kind as enum ('flow', 'stock', 'rate', 'change', 'score');
create type better as enum ('up', 'down', 'neither');
create type admin_level as enum ('national', 'province', 'prefecture', 'county');
create type scope as enum ('national', 'region_wide', 'direct_units', 'agency', 'sample');
create type qualifier as enum ('exact', 'approx', 'more_than', 'at_least', 'less_than', 'at_most', 'range');
create type method as enum ('extracted', 'transcribed', 'corrected', 'derived');
create type status as enum ('verified', 'unverified', 'extracted', 'confirmed', 'corrected');
create type source_kind as enum ('official', 'press', 'yearbook', 'repost', 'report');
create type change as enum ('added', 'removed', 'revised');
create type action as enum ('confirm', 'correct', 'reject', 'not_a_figure', 'claim', 'verify', 'withdraw', 'undo');
create type decision_state as enum ('holds', 'conflict', 'void', 'absent');
-- What makes figures comparable over the years, and across bodies. A metric has one kind and one unit. Totals need the same
-- level, figures of some units only stand alone, and so do those whose period is not stated (months is null).
-- In Python the rule is yearbook/analysis/comparability.py.
create temp macro series_group(metric, scope, baseline, months, starts, wider_extent) as (
    hash(metric::varchar, scope::varchar, baseline, months, wider_extent, if(months % 12 = 0, null, month(starts))) >> 1
)::bigint;
create temp macro comparison_group(series, kind, level, scope, agency) as (
    hash(
        series,
        if(kind::varchar in ('flow', 'stock'), level::varchar, null),
        if(scope::varchar = 'sample', agency::varchar, null)
    ) >> 1
)::bigint;
