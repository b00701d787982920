-- As recorded at the start.
coalesce(mental_health_need, 'not_stated'::category)
