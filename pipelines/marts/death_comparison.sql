-- One row per death rate of an area, three years and sex, against England and against its region.
create table mart.death_comparison (
    indicator varchar not null,
    area_code varchar not null,
    period varchar not null,
    sex varchar not null,
    comparator varchar not null check (comparator in ('england', 'region')),
    comparator_value double,
    comparison varchar not null check (
        comparison in ('lower', 'similar', 'higher', 'too_few_to_tell', 'not_compared')
    ),
    primary key (indicator, area_code, period, sex, comparator)
);
comment on table mart.death_comparison is 'A rate the publisher calls unreliable, or gives none for, is too few to tell.';

insert into mart.death_comparison
select
    indicator,
    area_code,
    period,
    sex,
    comparator,
    comparator_value,
    comparison
from mart.comparison
where indicator in ('drug_poisoning_death_rate', 'drug_misuse_death_rate');
