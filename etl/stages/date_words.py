"""The words of dates: zones, months, weekdays, halves of the day, and the countries whose figures differ."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

# Zone names that news feeds use, in hours from UTC. Parsers that do not know a name take it for UTC.
ZONE_HOURS = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "WAT": 1, "CEST": 2, "EET": 2,
    "SAST": 2, "CAT": 2, "EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "IDT": 3, "GST": 4, "PKT": 5, "WIB": 7, "ICT": 7,
    "SGT": 8, "HKT": 8, "PHT": 8, "MYT": 8, "AWST": 8, "KST": 9, "JST": 9, "WIT": 9, "ACST": 9.5, "AEST": 10,
    "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "CLT": -4, "COT": -5, "PET": -5,
}  # fmt: skip
# January to December in the languages whose feeds write their own names into dates.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero янв января يناير",
            "feb february februar févr fév février febrero фев февраля فبراير",
            "mar march mär mrz märz mars marzo мар марта مارس",
            "apr april avr avril abr abril апр апреля أبريل",
            "may mai mayo мая май مايو",
            "jun june juni juin junio июн июня يونيو",
            "jul july juli juil juillet julio июл июля يوليو",
            "aug august août aoû ago agosto авг августа أغسطس",
            "sep sept september septembre septiembre сен сентября سبتمبر",
            "oct october okt oktober octobre octubre окт октября أكتوبر",
            "nov november novembre noviembre ноя ноября نوفمبر",
            "dec december dez dezember déc décembre dic diciembre дек декабря ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}
# Names that several zones bear are told apart by the outlet's country (ISO 3166-1 alpha-3), and told by nobody else.
SHARED_ZONE_HOURS: dict[str, dict[str, float]] = {
    "IST": {"IND": 5.5, "LKA": 5.5, "ISR": 2, "IRL": 1},
    "CST": {"USA": -6, "CAN": -6, "MEX": -6, "CRI": -6, "GTM": -6, "CHN": 8, "TWN": 8, "CUB": -5},
    "AST": {"CAN": -4, "PRI": -4, "TTO": -4, "BRB": -4, "SAU": 3, "KWT": 3, "IRQ": 3, "BHR": 3, "QAT": 3, "YEM": 3},
    "BDT": {"BGD": 6},
    "BNT": {"BRN": 8},
    "IRST": {"IRN": 3.5},
    "AFT": {"AFG": 4.5},
    "NPT": {"NPL": 5.75},
    "MMT": {"MMR": 6.5},
}
# Names without a season: standard or daylight time, as the day has it.
AMERICAN_ZONE_HOURS = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}
MONTH_FIRST_COUNTRIES = frozenset({"USA", "PHL", "PLW", "FSM", "MHL"})
# Both orders are in use there.
EITHER_ORDER_COUNTRIES = frozenset(
    {"CAN", "ZAF", "KEN", "GHA", "CHN", "JPN", "KOR", "PRK", "TWN", "HUN", "LTU", "MNG", "IRN"}
)
BUDDHIST_COUNTRIES = frozenset({"THA"})
PERSIAN_COUNTRIES = frozenset({"IRN", "AFG"})
HALVES = {
    "am": "am", "오전": "am", "午前": "am", "上午": "am", "ص": "am", "صباحا": "am", "صباحًا": "am",
    "pm": "pm", "오후": "pm", "午後": "pm", "下午": "pm", "م": "pm", "مساء": "pm", "مساءً": "pm",
}  # fmt: skip
# Words that may stand in a date and say nothing of which it is; names of weekdays above all.
FILLERS = frozenset(
    """of the at on de del le el la les den der dem am a à alle um uhr kl ore ob o år år. г г. года год р р. року
    в о klo klock saat pukul jam في على الساعة hrs hours published updated
    mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday
    montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so
    lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
    lunes martes miércoles mié miercoles mie jueves jue viernes vie sábado sáb sabado sab domingo
    понедельник пн вторник вт среда ср четверг чт пятница пт суббота сб воскресенье вс
    الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
    lunedì martedì mercoledì giovedì venerdì sabato domenica gio
    segunda terça quarta quinta sexta segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일
    月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天
    周一 周二 周三 周四 周五 周六 周日""".split()
)
# The Levant and Iraq name months in two words or in their own.
LEVANTINE_MONTHS = {
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9,
    "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
}  # fmt: skip
# Languages whose names of months are asked of dateparser: all of them at once take it a second a word.
LANGUAGES = (
    "pt it nl pl tr uk id cs sv el hi fa da nb fi hu ro bg hr sr th vi he sk sl lt lv et ms bn ta ur ka hy az sq mk ca"
).split()
WORD_LETTERS = range(3, 15)
REFERENCE = datetime(2001, 1, 1)


def month_of(word: str) -> int | None:
    """The number of a month by its name in lower case: ours first, then those that dateparser knows."""
    return MONTHS.get(word) or LEVANTINE_MONTHS.get(word) or foreign_month(word)


@lru_cache(maxsize=4096)
def foreign_month(word: str) -> int | None:
    """The month that dateparser reads in a word between a day and a year; it may add nothing of its own to it."""
    import dateparser  # noqa: PLC0415 - loaded where a feed needs it: few do

    if len(word) not in WORD_LETTERS or (word.isascii() and not word.isalpha()):
        return None
    strict = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "RELATIVE_BASE": REFERENCE,
        "TIMEZONE": "UTC",
        "DATE_ORDER": "DMY",
    }
    found = dateparser.parse(f"15 {word} 2001", languages=LANGUAGES, settings=strict)
    is_its = found is not None and (found.year, found.day) == (2001, 15) and found.hour == found.minute == 0
    return int(found.month) if is_its else None


def zone_hours(name: str, country: str) -> float | None:
    """Hours from UTC of a zone's name in capitals; of a name that several zones bear, by the outlet's country."""
    if name in ZONE_HOURS:
        return ZONE_HOURS[name]
    return SHARED_ZONE_HOURS.get(name, {}).get(country)
