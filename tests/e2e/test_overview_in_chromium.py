"""What a reader meets in a real browser: the link, the choices, the address, and that everyone can use it."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.reading import SYNTHETIC_NOTE
from tests.dashboard.small_provision import HTTP, HTTPS
from tests.e2e.conftest import Reader

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ["", "provision", "self_audit", "data_quality", "data", "methods"]


def asked(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)


def nothing_wrong(page: Page) -> None:
    """One first-level heading, no exception, no sideways scrolling."""
    assert page.locator("h1").count() == 1
    assert page.locator("[data-testid=stException]").count() == 0
    wider = page.evaluate(
        "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".some(box => box.scrollWidth > box.clientWidth)"
    )
    assert not wider, "the page scrolls sideways"


def test_choosing_an_area_changes_the_page_and_the_address(reader: Reader) -> None:
    page = reader.open("")
    expect(page.locator("h1")).to_have_text("Overview: England")
    assert "area" not in asked(page)
    reader.choose("Area", "Leeds")
    expect(page.locator("h1")).to_have_text("Overview: Leeds")
    page.wait_for_url("**area=Leeds*")
    expect(page).to_have_title("Overview - Leeds - Is treatment fair to women?")
    nothing_wrong(page)
    assert reader.hosts == {"127.0.0.1"}


def test_a_shared_link_opens_what_it_says_and_survives_a_change_of_page(reader: Reader) -> None:
    page = reader.open("?area=Rutland&substance=Opiates&compare=Region&period=2022-23")
    expect(page.locator("h1")).to_have_text("Overview: Rutland")
    assert asked(page) == {
        "area": ["Rutland"],
        "substance": ["Opiates"],
        "compare": ["Region"],
        "period": ["2022-23"],
    }
    expect(page.get_by_text("Opiates, 2022-23, compared with the East Midlands")).to_be_visible()
    page.get_by_role("link", name="Methods").click()
    expect(page.locator("h1")).to_have_text("Methods: Rutland")
    page.wait_for_url("**/methods?*area=Rutland*")
    assert asked(page)["area"] == ["Rutland"]
    assert asked(page)["substance"] == ["Opiates"]
    assert reader.hosts == {"127.0.0.1"}


def test_an_old_code_leads_to_the_area_and_says_so(reader: Reader) -> None:
    page = reader.open("?area=E08000016")
    expect(page.locator("h1")).to_have_text("Overview: Barnsley")
    expect(page.get_by_text("is a former code of Barnsley")).to_be_visible()
    assert asked(page)["area"] == ["Barnsley"]


def test_an_unknown_area_is_said_and_not_obeyed(reader: Reader) -> None:
    page = reader.open("?area=[Atlantis](http://example.org) www.example.org")
    expect(page.get_by_text("is not an area this dashboard knows")).to_be_visible()
    assert page.locator("a[href*='example.org']").count() == 0


def test_a_card_leads_to_its_evidence_whose_figures_can_be_taken_away(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 1366, "height": 768})
    page = reader.open("?area=Leeds")
    for key in ("womens_share", "waits", "deaths"):
        sentence = page.locator(f"h2#{key}").inner_text().replace("‑", "-").strip()
        expect(page.locator(f".st-key-{key}_chart [role=figure]").first).to_have_attribute("aria-label", sentence)
    page.locator("a[href='#deaths']").first.click()
    expect(page.locator("h2#deaths")).to_be_in_viewport()
    assert len(reader.context.pages) == 1
    with page.expect_download() as waiting:
        page.locator(".st-key-deaths_download button").click()
    contents = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert contents.startswith("period,sex,deaths,")
    assert SYNTHETIC_NOTE in contents.splitlines()[1]
    assert asked(page)["area"] == ["Leeds"]


def test_a_link_leads_to_a_provider_and_its_list_can_be_sent(reader: Reader) -> None:
    page = reader.open("data_quality?area=Leeds&provider=n1037")
    expect(page.locator("h1")).to_have_text("Data quality: Leeds")
    expect(page.get_by_text("Of 6,204 rows read from N1037")).to_be_visible()
    assert asked(page) == {"area": ["Leeds"], "provider": ["N1037"]}
    with page.expect_download() as waiting:
        page.get_by_role("button", name="List to send to N1037").click()
    contents = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert contents.startswith("provider_code,what,file,line,")
    assert "Record sex as F or M" in contents
    assert SYNTHETIC_NOTE in contents.splitlines()[1]
    page.get_by_role("link", name="Overview").click()
    expect(page.locator("h1")).to_have_text("Overview: Leeds")
    nothing_wrong(page)


def test_a_link_leads_to_an_offer_and_says_the_choice(reader: Reader) -> None:
    page = reader.open("provision?area=Leeds&offer=Childcare+or+a+child-friendly+place")
    expect(page.locator("h1")).to_have_text("Provision: Leeds")
    expect(page).to_have_title("Provision - Leeds - Is treatment fair to women?")
    expect(page.locator("h2#offer_map")).to_contain_text("Childcare or a child-friendly place: offered in 1 of 3")
    assert asked(page) == {"area": ["Leeds"], "offer": ["Childcare or a child-friendly place"]}
    box = page.get_by_role("combobox", name="Look at one offer")
    box.click()
    box.fill("Outreach")
    page.get_by_role("option", name="Outreach to women who sell sex or are homeless").click()
    page.wait_for_url("**offer=Outreach*")
    expect(page.locator("h2#offer_map")).to_contain_text("Outreach to women who sell sex or are homeless: offered in")
    page.get_by_role("link", name="Overview").click()
    expect(page.locator("h1")).to_have_text("Overview: Leeds")
    assert asked(page)["area"] == ["Leeds"]
    nothing_wrong(page)
    assert reader.hosts == {"127.0.0.1"}


def test_a_link_to_no_offer_is_said_and_its_other_choices_kept(reader: Reader) -> None:
    page = reader.open("provision?area=Leeds&offer=[tea](http://tea.example.com)")
    expect(page.get_by_text("is not an offer; the link's other choices are kept.")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Provision: Leeds")
    expect(page.locator("h2#offer_map")).to_contain_text("Women-only group: offered in 4 of 6 authorities")
    assert asked(page)["area"] == ["Leeds"]
    assert page.locator("a[href*='tea.example.com']").count() == 0


def test_only_safe_addresses_of_evidence_are_links_and_what_is_offered_can_be_taken_away(reader: Reader) -> None:
    page = reader.open("provision?area=Leeds")
    page.locator(".st-key-evidence_drawer summary").click()
    expect(page.get_by_text("Its note: “=1+1”")).to_be_visible()
    links = page.locator(".st-key-evidence_drawer a")
    assert [link.get_attribute("href") for link in links.all()] == [HTTPS, HTTP]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="What every area offers (CSV)").click()
    contents = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert contents.startswith("area_code,area_name,offer,")
    assert SYNTHETIC_NOTE in contents.splitlines()[1]


@pytest.mark.parametrize("path", [*PAGES, "data_quality?provider=N1148"])
def test_axe_finds_nothing(reader: Reader, path: str) -> None:
    page = reader.open(f"{path}{'&' if '?' in path else '?'}area=Leeds")
    nothing_wrong(page)
    page.evaluate("() => document.querySelectorAll('summary').forEach(drawer => drawer.click())")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    "path", [*PAGES, "?area=Cumbria+(until+March+2023)", "provision?area=England", "data_quality?provider=N1148"]
)
def test_a_phone_shows_everything(phone: Reader, path: str) -> None:
    nothing_wrong(phone.open(path if "?" in path else f"{path}?area=Leeds"))
