"""How a number is written in folded text: the patterns for digits, Chinese numerals and mixtures of them."""

from __future__ import annotations

import re

from yearbook.extraction.mentions.numerals import CHINESE, DAMAGED, DIGIT_CHARACTERS, MORE, MULTIPLIER_CHARACTERS
from yearbook.extraction.mentions.vocabulary import load_units, trie_pattern

LONGEST = 60  # characters: a longer run writes no number

# 千 of 千瓦, 兆 of 兆瓦: part of the unit, not of the number
_PREFIXED = trie_pattern(word[1:] for word in load_units().words if word[0] in "千兆" and len(word) > 1)
_ALWAYS = "".join(character for character in MULTIPLIER_CHARACTERS if character not in "千兆百")
_MULTIPLIER = rf"(?:[{_ALWAYS}]|[千兆](?!{_PREFIXED})|百(?!分[^之]|姓))"
_OTHERS = "".join(character for character in CHINESE if character not in MULTIPLIER_CHARACTERS)
_NUMERAL = rf"(?:[{_OTHERS}]|{_MULTIPLIER})"
_DECIMALS = rf"点[{''.join(character for character in DIGIT_CHARACTERS if character not in '两俩')}]{{1,20}}"
_ARABIC = r"(?:(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,3}(?: \d{3}){1,9}(?![\d.,%])|\d+)(?:\.\d+)?|\.\d+)"
_TAIL = (
    rf"(?:[{MORE}]?{_MULTIPLIER}{{1,9}}"
    rf"(?:[零〇]?\d{{1,4}}(?![\d.:年月日])|{_NUMERAL}{{1,40}}(?:{_DECIMALS})?)?)"
)
# atomic: once read, a number is not read in another way, which keeps the time in proportion to the length
WHOLE = rf"(?>(?:{_ARABIC}|几?{_NUMERAL}{{1,40}}(?:{_DECIMALS}{_MULTIPLIER}{{0,9}})?){_TAIL}{{0,9}})"

NUMBER = re.compile(WHOLE)
FRACTION = re.compile(
    rf"(?:(?P<whole>{WHOLE})又)?(?P<below>{WHOLE})分之(?P<sign>负|-)?(?P<above>{WHOLE})(?P<thousand>[kK](?![A-Za-z]))?"
)
SLASH = re.compile(r"(?:(\d+) )?(\d+)/(\d+)(?![\d/.A-Za-z])")
_LETTERS = "".join(DAMAGED)
DAMAGED_NUMBER = re.compile(rf"\d[\d{_LETTERS}]*[{_LETTERS}][\d{_LETTERS}]*")
