"""Times a checkout's extractor over texts, warm, on one core: each text by itself, as an import reads them.

usage: understand.py CHECKOUT TEXTS.json → a line of JSON with the one name "extraction"; then for each line on stdin a line with
the seconds of processor time that all texts took once.
"""

import json
import sys
import time


def main() -> None:
    checkout, texts = sys.argv[1:]
    sys.path.insert(0, checkout)
    from yearbook.catalogue.catalogue import load_catalogue
    from yearbook.extraction.extractor import understand_text, warm_up

    with open(texts, encoding="utf-8") as file:
        texts = json.load(file)
    catalogue = load_catalogue()
    for text in texts:
        understand_text(text, catalogue)
    warm_up(catalogue)
    print(json.dumps(["extraction"]), flush=True)
    for _ in sys.stdin:
        start = time.process_time()
        for text in texts:
            understand_text(text, catalogue)
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    main()
