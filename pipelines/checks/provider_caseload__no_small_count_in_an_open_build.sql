-- 1 to 4 people at a provider in a build that may be published, or a share that rests on so few.
select
    provider_code,
    area_code,
    period,
    sex,
    substance_group
from provider_caseload
where (select mode from build) = 'open'
    and (people between 1 and 4 or (people is null and womens_share is not null))
