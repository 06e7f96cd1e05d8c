select
    rowid as place,
    *
from before.origins
