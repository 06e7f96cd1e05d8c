"""Forms in which Word writes a counted number (ST_NumberFormat, ECMA-376 part 1, 17.18.59): 3, 三, 叁, ③, （c）, iii."""

from __future__ import annotations

_DIGITS, _FORMAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_UNITS, _FORMAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_COUNTED = frozenset({
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting",
    "ideographLegalTraditional",
})  # fmt: skip
_ENCLOSED = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}  # the sign of one, and the last that has one
_CYCLES = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}


def write_count(number: int, form: str) -> str:
    """A counted number in a form; in digits where the form is not known or has no sign for it."""
    if form in _ENCLOSED:
        first, last = _ENCLOSED[form]
        return chr(first + number - 1) if 1 <= number <= last else str(number)
    if form in _CYCLES:
        return _CYCLES[form][number - 1] if 1 <= number <= len(_CYCLES[form]) else str(number)
    if form in _COUNTED or form == "chineseLegalSimplified":
        formal = form in ("chineseLegalSimplified", "ideographLegalTraditional")
        return _write_chinese(number, formal) if 0 < number < 10_000 else str(number)
    match form:
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(number))
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
        case "numberInDash":
            return f"- {number} -"
        case "upperLetter" | "lowerLetter" if 0 < number <= 780:  # z, then aa, bb …
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "upperRoman" | "lowerRoman" if 0 < number < 5000:
            written = ""
            for value, letters in _ROMAN:
                count, number = divmod(number, value)
                written += letters * count
            return written.upper() if form == "upperRoman" else written
        case _:
            return str(number)


def _write_chinese(number: int, formal: bool) -> str:
    """十二, 一百〇五; formally 壹拾贰, 壹佰零伍."""
    digits, units = (_FORMAL, _FORMAL_UNITS) if formal else (_DIGITS, _UNITS)
    written, gap = "", False
    for place in reversed(range(len(str(number)))):
        digit = number // 10**place % 10
        if digit:
            written += (digits[0] if gap and written else "") + digits[digit] + units[place]
        gap = digit == 0
    return written.removeprefix("一") if not formal and 10 <= number < 20 else written
