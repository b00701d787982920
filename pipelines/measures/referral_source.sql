-- Who referred the person to the first episode.
coalesce(referral_source, 'not_stated'::category)
