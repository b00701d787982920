-- Ethnic group as recorded in the first episode.
coalesce(ethnic_group, 'not_stated'::category)
