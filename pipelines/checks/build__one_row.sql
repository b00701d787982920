-- A file that does not say once which build it is.
select count(*) as builds
from build
having count(*) <> 1
