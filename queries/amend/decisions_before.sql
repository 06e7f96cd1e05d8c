select
    rowid as place,
    *
from before.decisions
