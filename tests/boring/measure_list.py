"""The measures of treatment: whom each looks at, and its categories."""

from dataclasses import dataclass

WHOLES = ["people_in_treatment", "new_presentations", "journeys_triaged"]
IN_TREATMENT, NEW, TRIAGED = WHOLES

AGES = "18_to_29* 30_to_49* 50_and_over* not_stated"
ETHNIC_GROUPS = "white* mixed* asian* black* other* not_stated not_asked"


@dataclass(frozen=True)
class Measure:
    """Whom a measure looks at, and its categories, each with whether it is part of the base of shares."""

    whole: str
    categories: dict[str, bool]

    def has_not_asked(self) -> bool:
        """Whether a file may never have asked."""
        return "not_asked" in self.categories


def measure(whole: str, categories: str) -> Measure:
    """A measure from its categories in a line; a star marks those of the base."""
    return Measure(whole, {word.rstrip("*"): word.endswith("*") for word in categories.split()})


MEASURES = {
    "age_band_in_treatment": measure(IN_TREATMENT, AGES),
    "ethnic_group_in_treatment": measure(IN_TREATMENT, ETHNIC_GROUPS),
    "length_in_treatment": measure(
        IN_TREATMENT, "under_1_year* 1_to_2_years* 2_to_4_years* 4_to_6_years* 6_years_and_over*"
    ),
    "outcome": measure(
        IN_TREATMENT,
        "still_in_treatment* completed* transferred* transferred_in_custody* dropped_out* withdrawn* in_custody* "
        "died* other* not_stated*",
    ),
    "completed_without_return": measure(
        IN_TREATMENT, "completed_and_stayed_away* completed_and_returned* not_completed*"
    ),
    "age_band_of_new_presentations": measure(NEW, AGES),
    "ethnic_group_of_new_presentations": measure(NEW, ETHNIC_GROUPS),
    "referral_source": measure(
        NEW,
        "self_family_friends* health_and_social_care* criminal_justice* substance_misuse_service* other* "
        "not_stated not_asked",
    ),
    "treated_before": measure(NEW, "first_ever* treated_before* not_stated not_asked"),
    "first_12_weeks": measure(
        NEW, "early_unplanned_exit* retained_or_completed* other_early_exit* not_stated too_soon"
    ),
    "parental_status": measure(
        NEW,
        "lives_with_own_children* lives_with_other_children* own_children_elsewhere* no_children* not_stated not_asked",
    ),
    "children_living_with": measure(NEW, "none* one* two* three_or_more* not_stated not_asked"),
    "childrens_services": measure(
        NEW, "looked_after_child* child_protection_plan* child_in_need* early_help* none* not_stated not_asked"
    ),
    "pregnant_at_start": measure(NEW, "yes* no* not_stated not_asked"),
    "housing": measure(NEW, "urgent_problem* problem* no_problem* not_stated not_asked"),
    "employment": measure(
        NEW,
        "regular_employment* unemployed_and_seeking_work* long_term_sick_or_disabled* student* homemaker* other* "
        "not_stated not_asked",
    ),
    "mental_health_need": measure(NEW, "need* no_need* not_stated not_asked"),
    "mental_health_treatment": measure(NEW, "receiving* not_receiving* not_stated no_need_recorded not_asked"),
    "injecting": measure(NEW, "currently* previously* never* not_stated not_asked"),
    "pathway": measure(TRIAGED, "started* left_before_starting* not_started_yet*"),
    "left_before_starting_days": measure(
        TRIAGED, "within_3_weeks* over_3_to_6_weeks* over_6_to_12_weeks* over_12_weeks* not_applicable"
    ),
    "criminal_justice_start": measure(
        TRIAGED,
        "started_within_21_days* started_later* left_before_starting* not_started_yet* not_applicable not_asked",
    ),
}

OF_WOMEN_ONLY = "pregnant_at_start"
NEEDS_SIX_MONTHS_MORE = "completed_without_return"
WOMENS_SHARE_OF = {
    "womens_share_in_treatment": IN_TREATMENT,
    "womens_share_of_new_presentations": NEW,
}
