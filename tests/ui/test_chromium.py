"""The page in a real browser: what a person sees, and what the browser asks for."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.ui import browser, fake_server, page
from tests.ui.browser import Tab
from tests.ui.fake_server import HOSTILE, KEY, State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.binary() is None, reason="no Chromium here (Debian: apt-get install chromium)"),
]
ANSWER = ".prose.answer:not(.coming)"
SOURCE = "[data-testid=stExpander] summary"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, State]]:
    """A server that waits after each sentence, so that streaming shows."""
    with fake_server.running(pause=0.7) as running:
        yield running


@pytest.fixture(scope="module")
def visited(server: tuple[str, State]) -> Iterator[tuple[Tab, str]]:
    """One tab and the page's address."""
    with page.running(server[0]) as url, browser.tab() as tab:
        tab.size(1280, 800)
        yield tab, url


@pytest.fixture
def chat(visited: tuple[Tab, str]) -> Tab:
    """That tab, on a fresh chat, signed in through the form."""
    tab, url = visited
    tab.open(url)
    tab.type("input[type=password]", KEY)
    tab.see("When the documents do not say")
    return tab


def ask(tab: Tab, question: str) -> None:
    tab.type("textarea", question)


def test_an_answer_streams_and_its_source_opens_with_the_quote_marked(chat: Tab) -> None:
    ask(chat, "How long is parental leave?")
    first = chat.wait("document.querySelector('.prose.coming')?.innerText")
    assert first == "Parental leave is granted for twenty weeks."
    assert chat.run(f"!document.querySelector('{ANSWER}')")
    chat.find(ANSWER)
    chat.click(SOURCE, "staff-handbook.pdf · page 12")
    assert chat.wait("document.querySelector('mark')?.innerText") == "Parental leave is granted for twenty weeks."
    chat.see("Unused leave ends with March")


def test_a_refusal_shows_the_closest_passages(chat: Tab) -> None:
    ask(chat, "What does a helicopter cost?")
    chat.see("The documents do not answer this question.")
    chat.click(SOURCE, "staff-handbook.pdf")
    chat.see("Parental leave is granted for twenty weeks.")


def test_who_may_not_restore_is_offered_nothing(chat: Tab) -> None:
    ask(chat, "Who answers?")
    chat.see("confidence")
    assert chat.run("!document.body.innerText.includes('Show the names')")


@pytest.fixture
def officer(server: tuple[str, State], visited: tuple[Tab, str]) -> Iterator[Tab]:
    """The tab, signed in with a key whose role may read behind pseudonyms."""
    server[1].may = ("ask", "restore")
    tab, url = visited
    tab.open(url)
    tab.type("input[type=password]", KEY)
    tab.see("When the documents do not say")
    yield tab
    server[1].may = ("ask", "ingest")


def test_names_are_restored_for_a_reason_and_gone_with_the_next_step(officer: Tab, server: tuple[str, State]) -> None:
    ask(officer, "Who answers?")
    officer.click(SOURCE, "Show the names")
    officer.type("[data-testid=stForm] input", "case 17")
    officer.see("Names restored, for you and for now")
    assert officer.run("document.querySelector('.restored .prose').innerText").startswith("Edda Quillfeather answers")
    assert server[1].reasons == ["case 17"]
    assert "⟦PERSON" in str(officer.run(f"document.querySelector('{ANSWER}').innerText"))
    ask(officer, "How long is parental leave?")
    officer.see("twenty weeks")
    officer.wait("!document.body.innerText.includes('Quillfeather')")


def test_nothing_of_a_hostile_document_comes_alive(chat: Tab) -> None:
    title = chat.run("document.title")
    ask(chat, "evil")
    chat.find(ANSWER)
    chat.click(SOURCE)
    chat.find("mark")
    assert chat.run("document.querySelector('mark').innerText") == HOSTILE
    elsewhere = "[...document.querySelectorAll('a')].filter(one => !one.href.startsWith(location.origin)).length"
    assert chat.run(elsewhere) == 0
    assert chat.run("document.querySelectorAll('img, iframe, object, embed').length") == 0
    assert chat.run("document.querySelectorAll('#stMain script').length") == 0
    assert chat.run("document.title") == title
    assert not [url for url in chat.requests if "evil.invalid" in url]


def test_the_browser_asks_nobody_but_this_machine(chat: Tab, visited: tuple[Tab, str]) -> None:
    ask(chat, "How long is parental leave?")
    chat.find(ANSWER)
    chat.click("[data-testid=stSidebarNav] a", "Documents")
    chat.see("staff-handbook.pdf")
    hosts = {urlsplit(url).hostname for url in chat.requests if not url.startswith(("data:", "blob:", "about:"))}
    assert hosts == {"127.0.0.1"}


def test_the_page_fits_a_phone(chat: Tab) -> None:
    chat.size(390, 844)
    try:
        ask(chat, "How long is parental leave?")
        chat.find(ANSWER)
        assert chat.run("document.documentElement.scrollWidth") <= 390
        width = chat.run(f"document.querySelector('{ANSWER}').getBoundingClientRect().width")
        assert width > 250
    finally:
        chat.size(1280, 800)


def test_a_link_to_a_page_leads_there_after_signing_in(visited: tuple[Tab, str]) -> None:
    tab, url = visited
    tab.open(f"{url.rstrip('/')}/documents")
    tab.type("input[type=password]", KEY)
    tab.see("staff-handbook.pdf")
    assert not tab.run("document.body.innerText.includes('Page not found')")
