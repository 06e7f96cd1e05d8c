"""Times page questions over a Polars frame in memory. Run by `yearbook bench` with the interpreter of .venv-peers.

usage: frames.py PARQUET QUESTIONS → a line of JSON with the names of the questions; then for each line on stdin that names one a
line with the seconds that it took once. QUESTIONS is JSON: {name: {column: [values]}, …}; a year is a first and a last one.
"""

import json
import sys
import time

ORDER = ["metric_id", "region_code", "period_start", "period_end", "value", "fact_id"]


def main():
    import polars

    frame = polars.read_parquet(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        questions = json.load(file)
    print(json.dumps(list(questions)), flush=True)
    for line in sys.stdin:
        wanted = questions[line.strip()]
        start = time.perf_counter()
        tests = [
            polars.col(name).is_between(*values) if name == "year" else polars.col(name).is_in(values)
            for name, values in wanted.items()
        ]
        frame.filter(*tests).sort(ORDER)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
