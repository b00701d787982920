-- Rejected rows whose rule has no words.
select distinct
    r.source,
    r.rule
from rejected_row as r
anti join rule as known
    on known.source = r.source
    and known.rule = r.rule
