"""A service fills in its self-audit, mends what the messages say, and finds it on the page after the next build."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from pipelines.build import build
from tests.audits import AUDIT, csv_of
from tests.builds import query_of
from tests.e2e.conftest import Reader, serving
from tests.e2e.test_overview_in_chromium import TAGS, nothing_wrong

pytestmark = pytest.mark.browser

FORMULA = "=cmd|' /C calc'!A1"
CHECK = "Check and make the file"


def begins(question: str) -> re.Pattern[str]:
    """What a field is called: its question, then what helps to answer it."""
    return re.compile(f"^{re.escape(question)}")


def write(page: Page, question: str, words: str) -> None:
    page.get_by_role("textbox", name=begins(question)).fill(words)


def choose(page: Page, question: str, answer: str) -> None:
    box = page.get_by_role("combobox", name=begins(question))
    box.click()
    box.fill(answer)
    page.get_by_role("option", name=answer, exact=True).click()


def the_part(page: Page, heading: str) -> Locator:
    return page.locator("summary").filter(has_text=heading)


def test_a_return_is_filled_in_mended_taken_away_built_and_seen(
    reader: Reader, browser: Browser, tmp_path: Path
) -> None:
    page = reader.open("self_audit?area=Leeds")
    the_part(page, "What it offers women").click()
    write(page, "Audit round", "2026Q1")
    write(page, "Provider", "Alder & Sons")
    choose(page, "Type of service", "Community adult")
    choose(page, "Is there a group that only women attend?", "Yes")
    choose(page, "Can a woman have a woman as keyworker?", "Not guaranteed")
    write(page, "Hours a week for women only", "200")
    choose(page, "How do you know?", "Site visit")
    write(page, "Day this was checked", (date.today() + timedelta(days=2)).isoformat())
    write(page, "Notes", FORMULA)
    page.get_by_role("button", name=CHECK).click()

    summary = page.get_by_role("alert").filter(has_text="2 answers need putting right")
    expect(summary).to_contain_text("You wrote “200”. Not a number from 0 to 168.")
    expect(summary).to_contain_text("Write the day it was done, not one to come.")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()
    nothing_wrong(page)
    summary.get_by_role("link", name="Hours a week for women only").click()
    expect(page.get_by_role("textbox", name=begins("Hours a week for women only"))).to_be_in_viewport()
    assert len(reader.context.pages) == 1

    write(page, "Hours a week for women only", "6.5")
    write(page, "Day this was checked", date.today().strftime("%d/%m/%Y"))
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_text("Nothing is left to mend")).to_contain_text("1 is offered, 1 is not offered")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this return (CSV)").click()
    name = waiting.value.suggested_filename
    assert name.startswith("self-audit_E08000035_ALDER-SONS-COMMUNITY-ADULT")
    assert name.endswith("_2026Q1.csv")
    assert reader.hosts == {"127.0.0.1"}

    (tmp_path / "raw" / "provision_audit").mkdir(parents=True)
    waiting.value.save_as(tmp_path / "raw" / "provision_audit" / name)
    marts = tmp_path / "marts.duckdb"
    report = build(tmp_path / "raw", marts, "open")
    assert [(intake.read, intake.rejected) for intake in report.intakes] == [(1, 0)]
    assert query_of(marts, "select provider, notes from provision_return") == [("Alder & Sons", FORMULA)]
    states = dict(query_of(marts, "select offer, state from provision where area_code = 'E08000035'"))
    assert (states["women_only_group"], states["female_keyworker"]) == ("offered", "not_offered")
    with serving(marts) as address:
        visitor = Reader(browser, address)
        built = visitor.open("provision?area=Leeds")
        expect(built.locator("h1")).to_have_text("Provision: Leeds")
        expect(built.get_by_text("Alder & Sons").first).to_be_attached()
        visitor.context.close()


def test_a_file_is_checked_and_its_mistakes_are_named_by_row(phone: Reader) -> None:
    page = phone.open("self_audit?area=Leeds")
    contents = csv_of(AUDIT, AUDIT | {"provider": "B", "women_only_hours_per_week": "200"})
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": contents})
    expect(page.get_by_text("2 rows were read, 1 accepted and 1 kept out")).to_be_visible()
    expect(page.get_by_role("cell", name="women_only_hours_per_week: Hours a week for women only")).to_be_visible()
    phone.settled()
    nothing_wrong(page)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()


def test_everything_can_be_reached_and_answered_with_the_keyboard(reader: Reader) -> None:
    page = reader.open("self_audit?area=Leeds")
    page.get_by_role("textbox", name=begins("Audit round")).focus()
    page.keyboard.type("2026Q1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name=begins("Provider"))).to_be_focused()
    page.keyboard.type("Alder")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name=begins("Type of service"))).to_be_focused()
    page.keyboard.type("Outr")
    page.keyboard.press("Enter")
    the_part(page, "Residential places").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name=begins("Places in women-only rehabilitation"))).to_be_visible()
    page.get_by_role("button", name=CHECK).focus()
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert").filter(has_text="2 answers need putting right")
    expect(summary).to_contain_text("How do you know?")
    expect(summary).to_contain_text("Day this was checked")
    expect(summary).not_to_contain_text("Type of service")
