"""The menu where it is a drawer, and the header over it: by keyboard, and on a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import Edition, Open

#: Whether what has the focus can be seen within the window.
SEEN = """
() => {
  const { left, right } = document.activeElement.getBoundingClientRect();
  return right > 0 && left < innerWidth && document.activeElement.checkVisibility({ visibilityProperty: true });
}
"""


@pytest.mark.parametrize("width", [390, 1200])
def test_a_closed_drawer_has_no_stops_and_its_button_is_one(page_at: Open, edition: Edition, width: int) -> None:
    page = page_at("kapitler/6-2/", width=width)
    button = page.get_by_role("button", name=edition.locale.label("page", "menu"), exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    focused, within = [], "document.activeElement.closest('.md-sidebar--primary') !== null"
    for _ in range(20):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.className"))
        assert not page.evaluate(within)
    assert any("spor-drawer" in name for name in focused)


def test_the_drawer_opens_and_closes_by_keyboard(page_at: Open, edition: Edition) -> None:
    page = page_at("kapitler/6-2/", width=390)
    button = page.get_by_role("button", name=edition.locale.label("page", "menu"), exact=True)
    drawer, within = page.locator(".md-sidebar--primary"), "document.activeElement.closest('.md-sidebar') !== null"
    for key in ("Enter", "Space"):
        button.press(key)
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(drawer).to_be_in_viewport()
        for _ in range(4):
            assert page.evaluate(within) and page.evaluate(SEEN)
            page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(drawer).to_be_hidden()
    button.press("Enter")
    page.keyboard.press("Enter")  # from the list of a chapter's parts to that of the chapters
    assert page.evaluate(within)
    page.wait_for_function(SEEN)  # it slides
    page.locator(".md-header .spor-edition").focus()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_without_a_script_the_menu_opens_as_the_theme_has_it(page_at: Open) -> None:
    page = page_at("kapitler/6-2/", width=390, javascript=False)
    expect(page.locator(".spor-drawer")).to_be_hidden()
    page.locator(".md-header__button[for=__drawer]").click()
    expect(page.locator(".md-sidebar--primary")).to_be_in_viewport()


def test_the_title_in_the_header_ends_in_a_whole_word(page_at: Open) -> None:
    """Of two lines: the title of a page has room there that it had not on one."""
    page = page_at("funn/aktiv-leder/", width=390)
    title = page.locator(".md-header__topic").last.locator(".md-ellipsis")
    clamp = title.evaluate("title => getComputedStyle(title).webkitLineClamp")
    lines = title.evaluate("title => title.clientHeight / parseFloat(getComputedStyle(title).lineHeight)")
    assert clamp == "2" and round(lines) == 2
