-- Offers whose state the services cannot have brought about: one said yes and it is not known, none did and it is offered.
select
    area_code,
    offer,
    state,
    services,
    services_answering,
    services_offering
from provision
where services_offering > services_answering
    or services_answering > services
    or (state = 'not_known' and services_answering > 0)
    or (state = 'offered' and evidence_kind <> 'example' and services_offering = 0)
