"""Prints the SQL blocks of a Markdown file, each after a line "-- block N".

A block is fenced with three backquotes and the word sql.  Other fences are
not run.
"""

import re
import sys


def main(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    blocks = re.findall(r"^```sql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for number, block in enumerate(blocks, 1):
        print(f"-- block {number} of {path}")
        print(block)


if __name__ == "__main__":
    main(sys.argv[1])
