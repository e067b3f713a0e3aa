#!/usr/bin/env python3
"""The table of test/coverage/run.sh, from what gcov says on standard input."""
import json
import os
import sys


def read_minimum(path):
    """The least share of each file, in percent; "*" is that of the others."""
    minimum = {}
    with open(path, encoding='utf-8') as lines:
        for line in lines:
            words = line.split('#')[0].split()
            if words:
                minimum[words[0]] = int(words[1])
    return minimum


def read_counts(stream):
    """How often each line of each file of src/core was run."""
    counts = {}
    for text in stream:
        if not text.startswith('{'):
            continue
        for file in json.loads(text)['files']:
            if file['file'].startswith('src/core/') and file['file'].endswith('.c'):
                lines = counts.setdefault(os.path.basename(file['file']), {})
                for line in file['lines']:
                    number = line['line_number']
                    lines[number] = max(lines.get(number, 0), line['count'])
    return counts


def main():
    minimum = read_minimum(sys.argv[1])
    counts = read_counts(sys.stdin)
    passed = failed = 0
    print('%-22s %6s %6s %7s %7s' % ('file', 'lines', 'run', 'share', 'least'))
    for name in sorted(counts):
        total = len(counts[name])
        run = sum(count > 0 for count in counts[name].values())
        least = minimum.get(name, minimum['*'])
        good = run * 100 >= least * total
        passed += good
        failed += not good
        print('%-22s %6d %6d %6.1f%% %6d%%%s' % (name, total, run, 100 * run / max(total, 1), least,
                                                '' if good else '  too little'))
    for name in sorted(set(minimum) - set(counts) - {'*'}):
        print('%s is not among the files' % name)
        failed += 1
    print('coverage: %d passed, %d failed' % (passed, failed or not passed))
    return failed or not passed


if __name__ == '__main__':
    sys.exit(1 if main() else 0)
