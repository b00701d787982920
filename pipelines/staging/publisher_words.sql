-- Publishers' words for sexes, substance groups and financial years; what is none of them is null.
set variable sex_words = (
    select map(list(word), list(meaning)) from reference.publisher_word where field = 'sex'
);
set variable substance_group_words = (
    select map(list(word), list(meaning)) from reference.publisher_word where field = 'substance_group'
);

create or replace macro sex_of(word) as getvariable('sex_words')[upper(word)];
create or replace macro substance_group_of(word) as getvariable('substance_group_words')[upper(word)];

-- "2021/22", "2021-22", "2021 to 2022" and "2021/2022" are all 2021-22; years that do not follow each other are none.
create or replace macro financial_year_of(words) as
    case
        when regexp_full_match(words, '(\d{4})\s*(/|-|–|to)\s*(\d{2}|\d{4})')
            and (words[1:4]::integer + 1) % 100 = words[-2:]::integer
            then words[1:4] || '-' || words[-2:]
    end;
