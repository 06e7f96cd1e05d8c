"""Times other extractors over a text, warm, on one core. Run by `yearbook bench` with the interpreter of .venv-peers.

usage: peers.py TEXT_FILE → a line of JSON with the names of the peers that are ready; then for each line on stdin that names
one of them a line with the seconds of processor time that it took once.
"""

import json
import sys
import time


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


PEERS = {"Recognizers-Text": recognizers_text, "JioNLP": jionlp_money}


def main():
    answers, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    ready = {}
    for name, prepare in PEERS.items():
        try:
            act = prepare(text)
            act()
            ready[name] = act
        except Exception as error:  # a peer that is not installed or fails is left out, and said to be
            print(f"{name}: {error}", file=sys.stderr)
    print(json.dumps(list(ready)), file=answers, flush=True)
    for line in sys.stdin:
        act = ready[line.strip()]
        start = time.process_time()
        act()
        print(time.process_time() - start, file=answers, flush=True)


if __name__ == "__main__":
    main()
