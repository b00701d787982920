-- One row per journey: what was known and asked when its first episode began, and how the journey went.
create or replace view staging.first_episode as
select
    j.journey,
    j.sex,
    j.began_on,
    j.ended_on,
    j.exit_reason,
    s.structured_start_on,
    e.referred_on,
    e.age_band,
    e.ethnic_group,
    e.referral_source,
    e.treated_before,
    e.parent,
    e.children,
    e.childrens_services,
    e.childrens_services_2,
    e.childrens_services_3,
    e.pregnant,
    e.housing,
    e.employment,
    e.mental_health_need,
    e.mental_health_treatment,
    e.injecting
from staging.journey as j
join staging.episode as e
    on e.episode = j.first_episode
left join staging.journey_start as s
    on s.journey = j.journey;
