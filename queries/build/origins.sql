-- What this edition was made from, piece by piece: the next is made from what differs.
select
    kind,
    id,
    about,
    state
from raw_origins
order by kind, id
