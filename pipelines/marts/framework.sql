-- One row per framework: a document that says what treatment should have for women.
create table mart.framework (
    framework varchar primary key,
    place smallint not null,
    name varchar not null,
    document varchar not null,
    about varchar not null
);
comment on table mart.framework is 'From pipelines/reference/standards.toml, in its order.';
