-- Rates and ratios that allow for who lives in a place: against a standard population, or against what is expected.

-- Observed over expected events: the count's limits over what is expected.
create or replace macro observed_ratio_low_at(observed, expected, confidence) as
    over(count_low_at(observed, confidence), expected);
create or replace macro observed_ratio_high_at(observed, expected, confidence) as
    over(count_high_at(observed, confidence), expected);

-- The directly standardised rate, and Dobson's limits of it: aggregates over the age bands of one population, each with its
-- events, people and weight (reference.standard_population). Under ten events there is no rate.
create or replace macro standardised_rate(events, people, weight) as
    if(sum(events) < 10, null, over(sum(weight * over(events, people)), sum(weight)));
create or replace macro standardised_deviation(events, people, weight) as
    over(sqrt(sum(weight ^ 2 * over(events, people ^ 2))), sum(weight));
create or replace macro standardised_rate_low_at(events, people, weight, z) as
    standardised_rate(events, people, weight)
    + over(standardised_deviation(events, people, weight), sqrt(sum(events))) * (byar_low_at(sum(events), z) - sum(events));
create or replace macro standardised_rate_high_at(events, people, weight, z) as
    standardised_rate(events, people, weight)
    + over(standardised_deviation(events, people, weight), sqrt(sum(events))) * (byar_high_at(sum(events), z) - sum(events));
