-- Whole workers who would still have more clients than is aimed at, or one of whom could be spared; more workers than are
-- needed altogether; a need of clients who are not known. (The hair's breadth is floating point.)
select
    area_code,
    period,
    clients_per_keyworker_aimed_at
from keyworker_need
where keyworkers_needed * clients_per_keyworker_aimed_at < clients
    or (keyworkers_needed > 0 and (keyworkers_needed - 1) * clients_per_keyworker_aimed_at >= clients)
    or (keyworkers_wte + more_keyworkers) * clients_per_keyworker_aimed_at < clients - 1e-6
    or (more_keyworkers > 0 and (keyworkers_wte + more_keyworkers - 1) * clients_per_keyworker_aimed_at >= clients + 1e-6)
    or more_keyworkers > keyworkers_needed
    or more_keyworkers < 0
    or (clients is null) <> (keyworkers_needed is null)
    or (more_keyworkers is null) <> (clients is null or keyworkers_wte is null)
