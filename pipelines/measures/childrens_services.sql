-- The gravest of the three answers; the second and third are asked in later editions only.
case
    when 'looked_after_child'::category in (childrens_services, childrens_services_2, childrens_services_3)
        then 'looked_after_child'::category
    when 'child_protection_plan'::category in (childrens_services, childrens_services_2, childrens_services_3)
        then 'child_protection_plan'::category
    when 'child_in_need'::category in (childrens_services, childrens_services_2, childrens_services_3)
        then 'child_in_need'::category
    when 'early_help'::category in (childrens_services, childrens_services_2, childrens_services_3)
        then 'early_help'::category
    when 'none'::category in (childrens_services, childrens_services_2, childrens_services_3)
        then 'none'::category
    when childrens_services = 'not_asked'::category and childrens_services_2 is null and childrens_services_3 is null
        then 'not_asked'::category
    else 'not_stated'::category
end
