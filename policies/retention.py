"""How long something is kept: `30d`, `12w`, `6m`, `5y` or `forever` (GDPR Art. 5(1)(e), storage limitation)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, Self

from policies.errors import ConfigError

Unit = Literal["d", "w", "m", "y"]

_PERIOD: Final = re.compile(r"([1-9]\d{0,4})([dwmy])")
_MOST_YEARS: Final = 1000


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days, weeks, months or years; None as `count` is for ever."""

    count: int | None
    unit: Unit = "y"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period that a person wrote.

        Raises:
            ConfigError: it is none.
        """
        written = text.strip().lower()
        if written == "forever":
            return cls(None)
        shape = _PERIOD.fullmatch(written)
        if shape is None or int(shape.group(1)) > _MOST_YEARS * {"d": 365, "w": 52, "m": 12, "y": 1}[shape.group(2)]:
            raise ConfigError(
                "That is no period of retention.", remedy="Write 30d, 12w, 6m or 5y (up to 1000 years), or forever."
            )
        return cls(int(shape.group(1)), shape.group(2))  # type: ignore[arg-type]  # the pattern allows these alone

    def __str__(self) -> str:
        return "forever" if self.count is None else f"{self.count}{self.unit}"

    def ends(self, since: datetime) -> datetime | None:
        """When it is over, None: never. Months and years end on the same day, or on the month's last without one."""
        if self.count is None:
            return None
        try:
            if self.unit in "dw":
                return since + timedelta(days=self.count * (7 if self.unit == "w" else 1))
            months = since.month - 1 + self.count * (12 if self.unit == "y" else 1)
            year, month = since.year + months // 12, months % 12 + 1
            return since.replace(year=year, month=month, day=min(since.day, calendar.monthrange(year, month)[1]))
        except (OverflowError, ValueError):  # beyond the year 9999
            return None
