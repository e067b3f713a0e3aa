"""C as pg_bsd_indent lays it out, which is what PostgreSQL's pgindent runs.

That program does not know all of today's C: what it would spoil is hidden from it, and
a few habits of its are put right afterwards.  Lines are never broken or joined.
"""

import os
import re
import subprocess
import tempfile

from house import C_TOKENS, blank, c_code

# As pgindent's; the width is of comments alone, which end up to six columns further.
OPTIONS = '-bad -bap -bbb -bc -bl -cli1 -cp33 -cdb -nce -d0 -di12 -nfc1 -nfcb -i4 -l94 -lp -lpl -nip -npro -sac -tpg -ts4'.split()
# A compound literal: its type, and the brace.
LITERAL = re.compile(r'(?<!if )(?<!while )(?<!switch )(?<![\w)])\(((?:const |struct )*\w+[ *]*(?:\[\])?)\) \{')

# After which a statement begins.
LABEL = re.compile(r'(case\b.*|\w+)\s*:')


def laid_out():
    """What of C is laid out; country_names.c is written by a program."""
    return r'(src|test|bench)/(?!core/country_names\.c).*\.[ch]'


def typedefs(text):
    """The names that a file of C gives to types."""
    code = C_TOKENS.sub(blank, text)
    for start in re.finditer(r'\btypedef\b', code):
        depth, end = 0, start.end()
        while end < len(code) and (depth or code[end] != ';'):
            depth += (code[end] == '{') - (code[end] == '}')
            end += 1
        declaration = re.sub(r'\{.*\}', '', code[start.end():end], flags=re.S)
        name = (re.search(r'\(\s*\*\s*(\w+)', declaration)
                or re.search(r'(\w+)\s*(?:\[[^\]]*\]\s*|\([^)]*\)\s*)*$', declaration))
        if name:
            yield name.group(1)


def all_types(house):
    """Names of types: the tree's, and those of libraries in ci/typedefs."""
    names = set(house.need('ci/typedefs').split())
    for name in house.files(laid_out()):
        names.update(typedefs(house.read(name)))
    return names


def closing(code, start):
    """The offset of the bracket that closes the one at start."""
    depth = 0
    for i in range(start, len(code)):
        depth += (code[i] in '({[') - (code[i] in ')}]')
        if depth == 0:
            return i
    raise ValueError('unbalanced brackets')


def hide(text):
    """Compound literals become casts: (PnlText) {a, b} is ($$$$$$$) (a, b), on many lines ($$$$$$$) ($)."""
    hidden = []
    code = c_code(text, strings=False)
    for start in reversed(list(LITERAL.finditer(code))):
        brace, end = start.end() - 1, closing(code, start.end() - 1)
        inside = text[brace:end + 1]
        if code[start.end():end].startswith('\n'):
            indent = text[text.rfind('\n', 0, brace) + 1:]
            hidden.append((start.group(1), inside, len(indent) - len(indent.lstrip('\t'))))
            text = text[:brace] + '($)' + text[end + 1:]
        else:
            hidden.append((start.group(1), [c for c in code[brace:end + 1] if c in '(){}'], 0))
            for i in range(brace, end + 1):
                if code[i] in '{}':
                    text = text[:i] + '()'['{}'.index(code[i])] + text[i + 1:]
        text = text[:start.start(1)] + '$' * len(start.group(1)) + text[start.end(1):]
        code = c_code(text, strings=False)
    return text, hidden[::-1]


def show(text, hidden):
    """Undoes hide(), after the program moved things."""
    code = c_code(text, strings=False)
    found = list(re.finditer(r'\((\$+)\) *\(', code))
    if len(found) != len(hidden):
        raise ValueError('compound literals are lost')
    for start, (name, inside, indent) in reversed(list(zip(found, hidden))):
        at = start.end() - 1
        if isinstance(inside, str):
            line = text[text.rfind('\n', 0, at) + 1:]
            deeper = len(line) - len(line.lstrip('\t')) - indent
            inside = re.sub(r'\n(\t*)(?=[^\n])', lambda m: '\n' + '\t' * max(0, len(m.group(1)) + deeper), inside)
            text = text[:at] + inside + text[closing(code, at) + 1:]
        else:
            places = (i for i in range(at, len(code)) if code[i] in '()')
            for bracket, i in zip(inside, places):
                text = text[:i] + bracket + text[i + 1:]
        text = text[:start.start(1)] + name + text[start.end(1):]
    return text


def indent_values(text):
    """One tab more where the value of a declaration goes on; pg_bsd_indent 2.1.2 does so itself."""
    lines = text.split('\n')
    stack = []              # of open brackets: a list's brace, or an enum's, is "list"
    starts, value, first, macro, before = True, False, 0, False, ''
    for n, code in enumerate(c_code(text, strings=False).split('\n')):
        bare = code.strip()
        if not bare or macro or bare.startswith('#'):
            macro = (macro or bare.startswith('#')) and bare.endswith('\\')
            continue
        indent = len(code) - len(code.lstrip('\t'))
        outside = not stack or stack[-1] == '{'
        if starts:
            first, value = indent, re.search(r'[\w\])]\s*=(?!=)', code) is not None
        elif outside and value and indent == first and bare[0] not in '{}':
            lines[n] = '\t' + lines[n]
        for i, c in enumerate(code):
            if c in '({[':
                is_list = c == '{' and (stack[-1:] == ['list'] or re.search(r'[=)]\s*$', code[:i]) or re.search(r'\benum\b', before + code))
                stack.append('list' if is_list else c)
            elif c in ')}]' and stack:
                stack.pop()
        starts = (not stack or stack[-1] == '{') and (bare[-1] in ';{}' or LABEL.fullmatch(bare) is not None)
        before = code
    return '\n'.join(lines)


def put_right(text):
    code = c_code(text, strings=False)
    for comma in reversed(list(re.finditer(r',(?=\.[a-z]|\[\w+\] =)', code))):
        text = text[:comma.end()] + ' ' + text[comma.end():]
    text = re.sub(r'(= \{\n)\n+', r'\1', text)
    # "text" is a type of PostgreSQL's, and the name of many a variable
    text = re.sub(r'([(,] ?)text \* ?(?=\w+[,)])', r'\1text *', text)
    # a function's type has no columns
    text = re.sub(r'^([A-Za-z_]\S*)[ \t]+(\*+)$', r'\1 \2', text, flags=re.M)
    return indent_values(text)


def lay_out(text, types):
    """The text of a file of C in the house's form; ValueError where the program fails."""
    text, hidden = hide(text)
    with tempfile.TemporaryDirectory(prefix='postnl-format.') as folder:
        with open(os.path.join(folder, 'types'), 'w', encoding='utf-8') as file:
            file.write('\n'.join(sorted(types | {'$' * (n + 2) for n in range(80)})) + '\n')
        path = os.path.join(folder, 'x.c')
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(text)
        done = subprocess.run(['pg_bsd_indent', *OPTIONS, '-Utypes', 'x.c'], cwd=folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode or done.stdout:
            raise ValueError(f'pg_bsd_indent: {" ".join(done.stdout.split())}')
        with open(path, encoding='utf-8', newline='') as file:
            return put_right(show(file.read(), hidden))
