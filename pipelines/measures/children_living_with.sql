-- The number of children living with the person (98 is declined, -1 not asked).
case
    when children = -1 then 'not_asked'::category
    when children = 0 then 'none'::category
    when children = 1 then 'one'::category
    when children = 2 then 'two'::category
    when children between 3 and 30 then 'three_or_more'::category
    else 'not_stated'::category
end
