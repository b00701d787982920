-- Parental status, with the number of children living with the person (98 is declined, -1 not asked).
case
    when parent = 'not_asked'::category then 'not_asked'::category
    when parent = 'lives_with_own_children'::category then 'lives_with_own_children'::category
    when parent in ('own_children_elsewhere'::category, 'not_a_parent'::category) and children between 1 and 30
        then 'lives_with_other_children'::category
    when parent = 'own_children_elsewhere'::category then 'own_children_elsewhere'::category
    when parent = 'not_a_parent'::category then 'no_children'::category
    else 'not_stated'::category
end
