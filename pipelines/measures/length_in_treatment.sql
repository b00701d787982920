-- Whole years from the journey's earliest triage to its end, or to the period's end.
case
    when years_in_treatment >= 6 then '6_years_and_over'::category
    when years_in_treatment >= 4 then '4_to_6_years'::category
    when years_in_treatment >= 2 then '2_to_4_years'::category
    when years_in_treatment >= 1 then '1_to_2_years'::category
    else 'under_1_year'::category
end
