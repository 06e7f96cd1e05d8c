-- The reports of which the note, the standing or a decision is not as it was in the edition before, and whether it held them.
with differing as (
    select coalesce(now_there.about, before_there.about) as report_id
    from stock as now_there
    full join before.origins as before_there on now_there.kind = before_there.kind and now_there.id = before_there.id
    where
        coalesce(now_there.kind, before_there.kind) <> 'part'
        and now_there.state is distinct from before_there.state
),

touched as (
    select distinct report_id
    from differing
    where report_id is not null
)

select
    report_id,
    report_id in (select id from before.origins where kind = 'report') as stood
from touched
