"""Both languages: the link between them keeps the paragraph, and they stand side by side, or one below the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from browser.conftest import Edition, Open

CHAPTER, PARAGRAPH = "kapitler/7/", "s7-0-p4"


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found is not None
    return found


@pytest.mark.parametrize("width", [1440, 360])
def test_both_stand_paragraph_by_paragraph(page_at: Open, edition: Edition, width: int) -> None:
    page = page_at(CHAPTER, width=width)
    paragraphs = page.locator("article > p[id]")
    page.locator(".spor-sides-toggle").click()
    pairs = page.locator("article > p > .spor-pair")
    expect(pairs).to_have_count(paragraphs.count())
    mine, other = box(pairs.nth(1).locator(".spor-side").first), box(pairs.nth(1).locator(".spor-side--other"))
    expect(pairs.nth(1).locator(".spor-side--other")).to_have_attribute("lang", edition.other)
    if width > 1000:
        assert mine["y"] == other["y"] and mine["x"] + mine["width"] <= other["x"]
    else:
        assert mine["y"] + mine["height"] <= other["y"] and other["x"] + other["width"] <= width
    page.locator(".spor-sides-toggle").click()
    expect(page.locator(".spor-side--other").first).to_be_hidden()


def test_the_link_keeps_the_paragraph(page_at: Open, edition: Edition) -> None:
    page = page_at(f"{CHAPTER}#{PARAGRAPH}")
    page.locator(".md-header .spor-edition").click()
    page.wait_for_url(f"**/{CHAPTER}#{PARAGRAPH}")
    assert ("/en/" in page.url) == (edition.language == "nb")
    assert page.locator("html").get_attribute("lang") == edition.other
    expect(page.locator(f"#{PARAGRAPH}")).to_be_in_viewport()
