-- One row per standard and offer that shows it, or a part of it.
create table mart.standard_offer (
    standard varchar not null,
    offer varchar not null,
    primary key (standard, offer)
);
comment on table mart.standard_offer is 'The crosswalk: an offer is listed only if having it is what the standard asks, or a part of it.';
