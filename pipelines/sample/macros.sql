-- The only source of chance: a hash of a number and of what the draw is for. The same seed gives the same country,
-- whatever order or number of threads the rows are made in.
create or replace macro chance(id, purpose) as
    (hash(xor(id::ubigint, hash('{seed} ' || purpose))) >> 11) / 9007199254740992.0;

create or replace macro normal(id, purpose) as
    sqrt(-2 * ln(1 - chance(id, purpose))) * cos(2 * pi() * chance(id, purpose || ', turn'));

create or replace macro exponential(id, purpose, mean) as
    -mean * ln(1 - chance(id, purpose));

create or replace macro letter_of(id, purpose, letters) as
    substr(letters, 1 + floor(chance(id, purpose) * length(letters))::integer, 1);

create or replace macro one_of(id, purpose, choices) as
    choices[1 + floor(chance(id, purpose) * len(choices))::integer];

-- Services open on weekdays.
create or replace macro weekday(day) as
    day + case dayofweek(day) when 0 then 1 when 6 then 2 else 0 end;

-- How long a stay lasts, in days: people who use opiates stay for years, others for about five months.
create or replace macro stay_days(id, substance_group) as
    5 + case
        when substance_group <> 'opiate' then {other_scale} * pow(-ln(1 - chance(id, 'length')), 1 / {other_shape})
        when chance(id, 'short stay') < {short_share} then exponential(id, 'length', {short_mean})
        else exponential(id, 'length', {long_mean})
    end::integer;

-- Answers of the Treatment Outcomes Profile. The greater the rarity, the more answers are near 0.
create or replace macro days_of_28(id, purpose, is_review, rarity) as
    floor(29 * pow(chance(id, purpose), case when is_review then 2.5 * (rarity) else rarity end))::integer::varchar;

create or replace macro rating_of_20(id, purpose, is_review, rarity) as
    floor(21 * pow(chance(id, purpose), case when is_review then 0.75 * (rarity) else rarity end))::integer::varchar;

-- Services write the number or the words.
create or replace macro child_help(help, provider) as
    case
        when provider % 2 = 1 then if(help = '9', '99', nullif(help, '-'))
        else case help
            when '1' then 'Early help'
            when '2' then 'Child in need'
            when '3' then 'Child protection plan'
            when '4' then 'Looked after child'
            when '5' then 'No early help'
            when '9' then 'Missing'
        end
    end;

-- One service in eight leaves a good part of the questions unasked; the others hardly any.
create or replace macro gap_share(provider) as
    case when chance(provider, 'gaps') < 0.12 then 0.1 + 0.5 * chance(provider, 'how many gaps') else 0.01 end;
