-- As the person said at the start.
coalesce(treated_before, 'not_stated'::category)
