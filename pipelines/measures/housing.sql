-- Housing need as recorded at the start.
coalesce(housing, 'not_stated'::category)
