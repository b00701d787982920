-- One row per contract for a rehabilitative service and area it is for: whom it is for, and on which days it could be used.
create table mart.rehabilitative_service (
    contract_reference varchar not null,
    area_code varchar not null,
    service varchar not null,
    title varchar not null,
    allows_women boolean not null,
    allows_men boolean not null,
    minimum_age integer,
    maximum_age integer,
    starts_on date not null,
    ends_on date,
    provider_code varchar not null,
    primary key (contract_reference, area_code),
    check (allows_women or allows_men),
    check (ends_on >= starts_on)
);
comment on table mart.rehabilitative_service is 'Contracts of the Ministry of Justice for people on probation, not for everyone in treatment; empty where the file is not there. Re-lets follow and overlap: ask for a day before counting.';
comment on column mart.rehabilitative_service.service is 'The type of contract in words, the title where the type is new: dependency and recovery, women''s services and so on.';
comment on column mart.rehabilitative_service.starts_on is 'The first day probation staff could refer to it; 1 January 2021 for all that were there when the service began.';
comment on column mart.rehabilitative_service.ends_on is 'The last such day; null where none is given.';
comment on column mart.rehabilitative_service.provider_code is 'The publisher''s code of the prime provider, not of NDTMS; subcontractors are not kept.';

insert into mart.rehabilitative_service
select
    contract_reference,
    area_code,
    service,
    intervention_title as title,
    allows_women,
    allows_men,
    minimum_age,
    maximum_age,
    hide_before as starts_on,
    ends_on,
    prime_provider_code as provider_code
from staging.rehabilitative_services;
