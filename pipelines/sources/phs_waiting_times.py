"""Drug and alcohol treatment waiting times in Scotland, by partnership and health board (Public Health Scotland, PHS).

Two layouts, told by their headers and readable side by side. Since September 2022: rows of numbers and rows of
percentages, nine lengths of wait, the three-week standard and, for ongoing waits only, the median. Before (archived):
referrals, and percentages of them to one decimal in eleven lengths. Each is known under the publisher's names of its
columns and under those of DCTdatateam/Waiting-times-trackers, which calls the counts within three weeks "Percent
waiting within 3 weeks" (V, its py/NEWdrugandalcohol.py).

Archived files are of ongoing waits, whatever their copy is called: that repository made them of PHS's
"20220405-all-quarters-ongoing-adp.csv" and its like (V), and they agree with the numbers of ongoing waits published
later. One of them puts community and prison services together without a word for which is which. Long for one module:
each column is listed with its names in both layouts.
"""

from pipelines.published_rules import NEGATIVE, UNKNOWN_AREA, UNKNOWN_PERIOD
from pipelines.source import Column, Rule, Source

# The publisher's own names (V: the data dictionary of PHS and the files seen).
LENGTHS = {
    "within_1_week": "Waited_1_week_or_less",
    "over_1_to_2_weeks": "Waited_more_than_1_week_but_within_2_weeks",
    "over_2_to_3_weeks": "Waited_more_than_2_week_but_within_3_weeks",
    "over_3_to_4_weeks": "Waited_more_than_3_week_but_within_4_weeks",
    "over_4_to_8_weeks": "Waited_more_than_4_week_but_within_8_weeks",
    "over_8_to_12_weeks": "Waited_more_than_8_week_but_within_12_weeks",
    "over_12_to_26_weeks": "Waited_more_than_12_week_but_within_26_weeks",
    "over_26_to_52_weeks": "Waited_more_than_26_week_but_within_52_weeks",
    "over_52_weeks": "Waited_more_than_52_week",
}
WITHIN = ("LDP_standard_waited_3_weeks_or_less", "Percent waiting within 3 weeks")
OVER = ("LDP_standard_waited_more_than_3_weeks", "Percent waiting over 3 weeks")
MEDIAN = ("Median_length_of_wait", "Median_length_of_wait_days", "Median length of wait")
REFERRALS = ("TotalNumberOfReferrals", "Total number of referrals")
SHARES = {
    "share_within_1_week": ("PercentWaitUpTo1Week", "Percent waiting up to a week"),
    "share_over_1_to_2_weeks": ("PercentWaitOver1WeekAndUpTo2Weeks", "Percent waiting between 1 and 2 weeks"),
    "share_over_2_to_3_weeks": ("PercentWaitOver2WeeksAndUpTo3Weeks", "Percent waiting between 2 and 3 weeks"),
    "share_over_3_to_4_weeks": ("PercentWaitOver3WeeksAndUpTo4Weeks", "Percent waiting between 3 and 4 weeks"),
    "share_over_4_to_5_weeks": ("PercentWaitOver4WeeksAndUpTo5Weeks", "Percent waiting between 4 and 5 weeks"),
    "share_over_5_to_6_weeks": ("PercentWaitOver5WeeksAndUpTo6Weeks", "Percent waiting between 5 and 6 weeks"),
    "share_over_6_to_8_weeks": ("PercentWaitOver6WeeksAndUpTo8Weeks", "Percent waiting between 6 and 8 weeks"),
    "share_over_8_to_12_weeks": ("PercentWaitOver8WeeksAndUpTo12Weeks", "Percent waiting between 8 and 12 weeks"),
    "share_over_12_to_16_weeks": ("PercentWaitOver12WeeksAndUpTo16Weeks", "Percent waiting between 12 and 16 weeks"),
    "share_over_16_to_20_weeks": ("PercentWaitOver16WeeksAndUpTo20Weeks", "Percent waiting between 16 and 20 weeks"),
    "share_over_20_weeks": ("PercentWaitOver20Weeks", "Percent waiting over 20 weeks"),
}
MEASURE, SERVICE = "Measure", ("ServiceType", "Service type")

# A file has all columns of one layout: a column of the one or of the other, taken in pairs until none is left.
NOW = ((MEASURE,), SERVICE, WITHIN, OVER, *((name,) for name in LENGTHS.values()))
ARCHIVED = (REFERRALS, *SHARES.values(), REFERRALS)
ONE_OF = tuple(tuple(name.upper() for name in (*now, *then)) for now, then in zip(NOW, ARCHIVED, strict=True))

COUNTS = ("waited_3_weeks_or_less", "waited_more_than_3_weeks", *LENGTHS)
OF_NUMBERS = "is_number and"
SHORT, LONG = " + ".join(list(LENGTHS)[:3]), " + ".join(list(LENGTHS)[3:])

SOURCE = Source(
    name="phs_waiting_times",
    title="National drug and alcohol treatment waiting times, Scotland",
    publisher="Public Health Scotland",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("quarter", header="Quarter", required=True),
        Column("board_code", "code", header="HB", also=("HBT",), required=True),
        Column("adp", header="ADPName", also=("ADP",), required=True),
        Column("their_service", "code", header=SERVICE[0], also=SERVICE[1:]),
        Column("their_substance", "code", header="SubstanceType", also=("Substance type",), required=True),
        Column("their_measure", "code", header=MEASURE),
        *(Column(name, "figure", header=header) for name, header in LENGTHS.items()),
        Column("waited_3_weeks_or_less", "figure", header=WITHIN[0], also=WITHIN[1:]),
        Column("waited_more_than_3_weeks", "figure", header=OVER[0], also=OVER[1:]),
        Column("median_days", "figure", header=MEDIAN[0], also=MEDIAN[1:]),
        Column("referrals", "count", header=REFERRALS[0], also=REFERRALS[1:]),
        *(Column(name, "figure", header=headers[0], also=headers[1:]) for name, headers in SHARES.items()),
    ),
    one_of=ONE_OF,
    derived={
        # quarters of financial years; of "2023Q2" and its like PHS says calendar year (V, its archived data dictionary)
        "period": r"""
            case
                when regexp_full_match(quarter, 'Q[1-4] \d{4}/\d{4}')
                    then financial_year_of(quarter[4:]) || ' ' || quarter[:2]
                when regexp_full_match(quarter, '\d{4}/\d{2} ?Q[1-4]')
                    then financial_year_of(quarter[:7]) || ' ' || quarter[-2:]
                when regexp_full_match(quarter, '\d{4} ?Q1')
                    then format('{}-{} Q4', quarter[:4]::integer - 1, quarter[3:4])
                when regexp_full_match(quarter, '\d{4} ?Q[2-4]')
                    then format('{}-{:02} Q{}', quarter[:4], (quarter[:4]::integer + 1) % 100, quarter[-1]::integer - 1)
            end
        """,
        # the archived row of all Scotland names no partnership
        "area_name": "coalesce(adp, if(board_code = 'S92000003', 'Scotland', null))",
        # no name within Scotland has meant another area before
        "area_code": "area_named(area_name, '2021')",
        "service": """map {
            'COMMUNITY-BASED SERVICE': 'community', 'PRISON-BASED SERVICE': 'prison',
            'HOSPITAL-BASED SERVICE': 'hospital', 'ALL SERVICES': 'all_services'
        }[their_service]""",
        "substance": """map {
            'ALCOHOL': 'alcohol', 'DRUG': 'drug', 'CO-DEPENDENCY': 'co_dependency', 'ALL': 'all'
        }[their_substance]""",
        "is_archived": "their_measure is null and referrals__text is not null",
        "is_number": "coalesce(their_measure = 'NUMBER', false)",
        "left_out": """case when starts_with(their_measure, 'PERCENTAGE')
            then 'percentages of numbers that stand in another row' end""",
    },
    rules=(
        UNKNOWN_AREA,
        UNKNOWN_PERIOD,
        Rule(
            "board_of_another_area",
            "HB",
            "The code is that of another health board than the row's name.",
            "area_code like 'S%' and board_code <> area_code",
        ),
        Rule(
            "unknown_service",
            "ServiceType",
            "Not a kind of service PHS is known to tell apart.",
            "their_service is not null and service is null",
        ),
        Rule("unknown_substance", "SubstanceType", "Not alcohol, drug, co-dependency or all.", "substance is null"),
        Rule(
            "unknown_measure",
            MEASURE,
            "The row says neither that it holds numbers nor that it holds percentages.",
            "not is_archived and not is_number and left_out is null",
        ),
        Rule(
            "no_service",
            "ServiceType",
            "A row of numbers does not say of which service.",
            f"{OF_NUMBERS} their_service is null",
        ),
        Rule(
            "negative", "referrals", NEGATIVE, f"least({', '.join((*COUNTS, *SHARES, 'referrals', 'median_days'))}) < 0"
        ),
        Rule(
            "not_a_whole_number_of_waits",
            MEASURE,
            "A row of numbers holds one that is not whole: it may hold percentages.",
            f"{OF_NUMBERS} greatest({', '.join(f'{name} - floor({name})' for name in COUNTS)}) > 0",
        ),
        Rule(
            "lengths_do_not_add_up",
            WITHIN[0],
            "The lengths of wait of a row of numbers do not add up to those within three weeks or over.",
            f"{OF_NUMBERS} ({SHORT} <> waited_3_weeks_or_less or {LONG} <> waited_more_than_3_weeks)",
            mark="V",
        ),
        Rule(
            "shares_do_not_add_up",
            REFERRALS[0],
            "The percentages of all lengths of wait do not make 100, by more than rounding eleven of them can do.",
            f"is_archived and abs({' + '.join(SHARES)} - 100) > 0.551",
            mark="V",
        ),
        Rule(
            "duplicated_row",
            "ADPName",
            "An earlier row of the same file is about the same area, quarter, service and substance.",
            """is_number and row_number() over (
                partition by file_number, area_code, period, service, substance, is_number order by row
            ) > 1""",
            across_rows=("file_number", "area_code", "period", "service", "substance", "is_number"),
            suspect_when="count(*) > 1",
        ),
        Rule(
            "service_not_told",
            "ADP",
            "An archived file has several rows of one area, quarter and substance and does not say of which service; "
            "none of them is used.",
            "is_archived and count(*) over (partition by file_number, area_code, period, substance, is_archived) > 1",
            across_rows=("file_number", "area_code", "period", "substance", "is_archived"),
            suspect_when="count(*) > 1",
            reason="One file at hand was put together from community and prison services by whoever passed it on.",
        ),
    ),
    used="left_out is null",
    known_columns=("*QF", "HBName", "Health board", "HBDateEnacted", "HBDateArchived", "Country", "_id", "HBT"),
    left_out_columns={"Percent wait *": "columns of rounded percentages added up by whoever passed the file on"},
    nulls=("NA",),
)
