"""How long other extractors take over a text, warm, on one core. Run by `yearbook bench` with the interpreter of .venv-peers.

usage: peers.py TEXT_FILE RUNS → one JSON object on stdout: {"Recognizers-Text": seconds, "JioNLP": seconds}
"""

import json
import statistics
import sys
import time


def measure(act, runs):
    act()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def recognizers_text(text):
    """Numbers, ordinals, percents, and all unit models (money, dimension, age, temperature), as its own users call them."""
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers, units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    models = [numbers.get_number_model(), numbers.get_ordinal_model(), numbers.get_percentage_model()]
    models += [units.get_currency_model(), units.get_dimension_model(), units.get_age_model(), units.get_temperature_model()]
    return lambda: [model.parse(text) for model in models]


def jionlp_money(text):
    """Its finder of sums of money, the part of it that is nearest to figures."""
    import jionlp

    return lambda: jionlp.ner.extract_money(text)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    runs = int(sys.argv[2])
    taken = {}
    for name, prepare in (("Recognizers-Text", recognizers_text), ("JioNLP", jionlp_money)):
        try:
            taken[name] = measure(prepare(text), runs)
        except Exception as error:  # a peer that is not installed or fails is left out, and said to be
            print(f"{name}: {error}", file=sys.stderr)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
