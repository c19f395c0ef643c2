"""Dates of one subject move by one secret number of days, each in its own form."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.date_shift import FARTHEST, shift_days, shifted
from policies.errors import PolicyError
from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor

KEY = bytes(range(32))
POLICY = """\
name: study
regions: [US]
entities:
  DATE_TIME: {action: shift, basis: "study protocol, section 4"}
  DATE_OF_BIRTH: {action: shift, basis: "study protocol, section 4"}
"""


def moved(value: str, days: int = 37) -> str | None:
    return shifted(value, days, month_first=True)


@pytest.mark.parametrize(
    ("value", "later"),
    [
        ("3 June 2024", "10 July 2024"),
        ("June 3, 2024", "July 10, 2024"),
        ("JUNE 3RD, 2024", "JULY 10TH, 2024"),
        ("the 25th of May", "the 1st of July"),
        ("Sept. 3, 2024", "Oct. 10, 2024"),
        ("3-Jun-24", "10-Jul-24"),
        ("June 2024", "July 2024"),
        ("3. Juni 2024", "10. Juli 2024"),
        ("3. April 2024", "10. Mai 2024"),
        ("3 juin 2024", "10 juillet 2024"),
        ("1er mars 2024", "7 avril 2024"),
        ("26 avril 2024", "2 juin 2024"),
        ("25 avril 2024", "1er juin 2024"),
        ("3 de junio de 2024", "10 de julio de 2024"),
        ("2024-06-03", "2024-07-10"),
        ("2024-06-03T09:30:00Z", "2024-07-10T09:30:00Z"),
        ("3 June 2024 at 09:30", "10 July 2024 at 09:30"),
        ("20240603", "20240710"),
        ("6/3/2024", "7/10/2024"),
        ("06/03/2024", "07/10/2024"),
        ("14/6/2024", "21/7/2024"),
        ("03.06.2024", "10.07.2024"),
        ("3. 6. 2024", "10. 7. 2024"),
        ("6/3/85", "7/10/85"),
        ("6/2024", "7/2024"),
        ("3/21", "4/27"),
        ("3-5 June 2024", "10-12 July 2024"),
        ("23-25 May 2024", "29 June 2024 - 1 July 2024"),
        ("Monday, 3 June 2024", "Wednesday, 10 July 2024"),
        ("Montag, den 3. Juni 2024", "Mittwoch, den 10. Juli 2024"),
        ("lunes 3 de junio de 2024", "miércoles 10 de julio de 2024"),
        ("1931", "1931"),
    ],
)
def test_a_date_moves_in_its_own_form(value: str, later: str) -> None:
    assert moved(value) == later


def test_the_region_says_how_an_ambiguous_date_is_read() -> None:
    assert shifted("3/4/2024", 1, month_first=True) == "3/5/2024"
    assert shifted("3/4/2024", 1, month_first=False) == "4/4/2024"


@pytest.mark.parametrize("value", ["31.02.2024", "the third of June", "soon"])
def test_what_is_no_date_is_not_guessed(value: str) -> None:
    assert moved(value) is None


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)), st.integers(-FARTHEST, FARTHEST))
def test_moving_back_gives_the_date_again(day: date, days: int) -> None:
    for value in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%A}, {day.day} {day:%B} {day.year}", f"{day:%m/%d/%Y}"):
        later = moved(value, days)
        assert later is not None
        assert moved(later, -days) == value


@given(st.text(max_size=20), st.booleans())
def test_a_subject_s_days_are_never_none_and_never_more_than_a_year(subject: str, keep_weekdays: bool) -> None:
    days = shift_days(KEY, subject, keep_weekdays=keep_weekdays)
    assert 1 <= abs(days) <= FARTHEST
    assert not keep_weekdays or days % 7 == 0


def test_days_are_spread_over_the_whole_year_before_and_after() -> None:
    days = {shift_days(KEY, str(number)) for number in range(20_000)}
    assert days == set(range(-FARTHEST, FARTHEST + 1)) - {0}


def test_without_the_key_the_days_are_others() -> None:
    assert [shift_days(KEY, str(n)) for n in range(20)] != [shift_days(bytes(32), str(n)) for n in range(20)]


@pytest.fixture
def shifting(tmp_path: Path) -> PresidioRedactor:
    path = tmp_path / "study.yaml"
    path.write_text(POLICY)
    return PresidioRedactor(load_policy(str(path)), date_key=KEY)


NOTE = "Born 3 June 1962. Seen on Monday, 4 March 2024, again on 2024-03-18, discharged 3/21/2024."


def test_all_dates_of_a_document_move_by_its_days(shifting: PresidioRedactor) -> None:
    days = shift_days(KEY, "visits/note.txt")
    redacted = shifting.redact(NOTE, subject="visits/note.txt").text.value
    expected = NOTE
    for value in ("3 June 1962", "Monday, 4 March 2024", "2024-03-18", "3/21/2024"):
        expected = expected.replace(value, moved(value, days) or "")
    assert redacted == expected != NOTE


def test_documents_have_days_of_their_own(shifting: PresidioRedactor) -> None:
    assert len({shifting.redact(NOTE, subject=str(number)).text.value for number in range(5)}) > 1


def test_a_text_without_a_subject_is_its_own(shifting: PresidioRedactor) -> None:
    assert shifting.redact(NOTE).text == shifting.redact(NOTE).text == shifting.redact(NOTE, subject=NOTE).text


def test_a_date_that_can_t_be_moved_is_hidden(shifting: PresidioRedactor) -> None:
    assert shifting.redact("Seen on 31.02.2024 again.").text.value == "Seen on [DATE_TIME] again."


def test_dates_of_questions_and_answers_stay(shifting: PresidioRedactor) -> None:
    redaction = shifting.redact("Who was seen on 4 March 2024?", keep_tokens=True)
    assert redaction.text.value == "Who was seen on 4 March 2024?"
    assert [(entity.action, entity.replacement) for entity in redaction.entities] == [("keep", "")]


def test_weekdays_stay_where_the_policy_says_so(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(POLICY.replace("action: shift,", "action: shift, keep_weekdays: true,"))
    redactor = PresidioRedactor(load_policy(str(path)), date_key=KEY)
    assert all("Monday," in redactor.redact(NOTE, subject=str(number)).text.value for number in range(5))


def test_a_policy_that_shifts_needs_a_key(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(POLICY)
    with pytest.raises(PolicyError, match="no key"):
        PresidioRedactor(load_policy(str(path)))
