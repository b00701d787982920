"""What one episode says of a person's life: age, children, home, work, health."""

from tests.boring.journeys import Episode
from tests.boring.record_codes import category

GRAVEST_FIRST = ["looked_after_child", "child_protection_plan", "child_in_need", "early_help", "none"]
CHILDREN_DECLINED = "98"


def age_band(episode: Episode) -> str:
    """The band of the age at triage."""
    age = episode.age()
    if age < 30:
        return "18_to_29"
    return "30_to_49" if age < 50 else "50_and_over"


def plain(field: str, episode: Episode) -> str:
    """What a field says that has one category for each code."""
    return category(field, episode.answers[field])


def lives_with_children(episode: Episode) -> bool:
    """Whether any children are said to live with the person."""
    return children_living_with(episode) in ("one", "two", "three_or_more")


def children_living_with(episode: Episode) -> str:
    """How many children live with the person, in words."""
    number = episode.answers["CHILDWTH"]
    if number == "not_asked":
        return "not_asked"
    if number is None or number == CHILDREN_DECLINED:
        return "not_stated"
    return {"0": "none", "1": "one", "2": "two"}.get(number, "three_or_more")


def parental_status(episode: Episode) -> str:
    """Whose parent somebody is and whether any children live with them."""
    said = plain("PRNTSTAT", episode)
    if said not in ("own_children_elsewhere", "not_a_parent"):
        return said
    if lives_with_children(episode):
        return "lives_with_other_children"
    return "no_children" if said == "not_a_parent" else said


def childrens_services(episode: Episode) -> str:
    """The gravest of up to three answers on what children's services do for the family."""
    first, second, third = (episode.answers[field] for field in ("EHCSC", "EHCSC2", "EHCSC3"))
    if first == "not_asked" and second is None and third is None:
        return "not_asked"
    said = {category("EHCSC", code) for code in (first, second, third)}
    for answer in GRAVEST_FIRST:
        if answer in said:
            return answer
    return "not_stated"


def mental_health_treatment(episode: Episode) -> str:
    """Whether somebody with a mental health need is treated for it."""
    need = plain("MTWITN", episode)
    treatment = plain("CRTMHN", episode)
    if "not_asked" in (need, treatment):
        return "not_asked"
    return treatment if need == "need" else "no_need_recorded"
