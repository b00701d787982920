-- One row per example of good practice in the register, with every area and offer it stands for.
create table mart.good_practice (
    example_id varchar primary key,
    place_as_written varchar not null,
    area_codes varchar[] not null,
    no_area_reason varchar,
    recommendation smallint,
    section varchar,
    offers varchar[] not null,
    sentence varchar not null,
    status varchar not null check (status in ('running', 'planned', 'pilot', 'ended')),
    setting varchar not null check (setting in ('residential', 'community')),
    result varchar,
    repeats varchar,
    document varchar not null,
    heading varchar not null,
    published_on date not null
);
comment on table mart.good_practice is 'What a published document says an area has. It proves neither that it is there today nor that others have nothing; real, also in a build of synthetic data.';
comment on column mart.good_practice.repeats is 'The example that the document prints a second time here.';

insert into mart.good_practice
select
    example_id,
    place_as_written,
    areas as area_codes,
    no_area_reason,
    recommendation,
    section,
    shown as offers,
    sentence,
    lower(status) as status,
    lower(setting) as setting,
    result,
    repeats,
    document,
    heading,
    published_on
from staging.provision_register;
