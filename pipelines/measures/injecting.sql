-- As recorded at the start.
coalesce(injecting, 'not_stated'::category)
