-- Asked of those with a need.
case
    when mental_health_need = 'not_asked'::category or mental_health_treatment = 'not_asked'::category
        then 'not_asked'::category
    when mental_health_need is null or mental_health_need <> 'need'::category then 'no_need_recorded'::category
    else coalesce(mental_health_treatment, 'not_stated'::category)
end
