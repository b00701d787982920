-- One row per trait that similar areas are found by: its weight, and why it has it.
create table mart.similarity_weight (
    trait varchar primary key,
    name varchar not null,
    weight double not null check (weight > 0),
    why varchar not null
);
comment on table mart.similarity_weight is 'What similar areas are worked out from. Weights add up to 100; only what is known of both areas counts, and half of the weight must be.';

insert into mart.similarity_weight
select
    trait,
    name,
    weight::double,
    why
from reference.similarity_weight;
