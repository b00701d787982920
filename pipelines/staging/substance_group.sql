-- No rows: the substance group of somebody's drugs, as a word of its type (made a word once, not for every row).
-- Exclusive, in this order: any opiate; another drug and alcohol; another drug only; alcohol only (settled rule 7).
create or replace macro substance_group(has_opiate, has_non_opiate, has_alcohol) as
    case
        when has_opiate then 'opiate'::staging.substance_group
        when has_non_opiate and has_alcohol then 'non_opiate_and_alcohol'::staging.substance_group
        when has_non_opiate then 'non_opiate'::staging.substance_group
        when has_alcohol then 'alcohol'::staging.substance_group
    end;
