-- Employment status as recorded at the start.
coalesce(employment, 'not_stated'::category)
