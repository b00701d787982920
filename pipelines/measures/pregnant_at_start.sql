-- As recorded at the start.
coalesce(pregnant, 'not_stated'::category)
