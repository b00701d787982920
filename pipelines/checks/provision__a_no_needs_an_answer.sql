-- Offers said not to be there where no service has answered: silence is not a no.
select
    area_code,
    offer,
    services_answering
from provision
where state = 'not_offered'
    and services_answering = 0
