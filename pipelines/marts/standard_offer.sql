-- One row per standard and offer that shows it, or a part of it.
create table mart.standard_offer (
    standard varchar not null,
    offer varchar not null,
    primary key (standard, offer)
);
