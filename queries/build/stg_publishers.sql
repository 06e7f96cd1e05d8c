-- The bodies that publish a line beside others: bodies of one region speak of one subject. Lines of one publisher are not
-- here. `has_settled`: the body has a settled figure of the line.
with published as (
    select series_group, subject_id, demonstration, agency_id, bool_or(status <> 'unverified') as has_settled
    from edition.facts
    where subject_id in (select subject_id from edition.subjects where is_shared)
    group by series_group, subject_id, demonstration, agency_id
),

several as (
    select *
    from published
    qualify count(*) over (partition by series_group, subject_id, demonstration) > 1
)

select * from several
