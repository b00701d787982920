-- Ethnic group as recorded in the latest episode.
coalesce(ethnic_group, 'not_stated'::category)
