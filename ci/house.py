"""What the checks share: the tree's files, faults, and readers of C and SQL.

A check makes a House, adds faults to it, and ends with finish().  Nothing here
knows a rule; the rules are in check-*.
"""

import os
import re
import sys

# What make, tests and Python leave behind.
MADE = re.compile(r'(.*/)?(\.git|__pycache__)|build|tmp_check|.*\.(o|bc|so)|.*_sql\.h|postnl--.*\.sql|postnl-.*\.zip')

# Bytes as they come: no newline added, none changed.
BINARY = re.compile(r'^test/(fixtures|fuzz/corpus)/|\.(png|gif|jpg|pdf|zip|crt|key)$')


class House:
    """The tree that is checked, and what is wrong with it."""

    def __init__(self):
        here = os.path.dirname(os.path.abspath(__file__))
        self.root = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, '..'))
        self.faults = []
        self.names = sorted(self._walk())

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            above = os.path.relpath(folder, self.root) + '/' if folder != self.root else ''
            folders[:] = [f for f in folders if not MADE.fullmatch(above + f)]
            yield from (above + name for name in names if not MADE.fullmatch(above + name))

    def files(self, pattern):
        """Paths that match a regular expression as a whole."""
        return [name for name in self.names if re.fullmatch(pattern, name)]

    def texts(self):
        """Paths of the files that people write, fixtures and the like left out."""
        return [name for name in self.names if not BINARY.search(name) and self.is_text(name)]

    def path(self, name):
        return os.path.join(self.root, name)

    def exists(self, name):
        return os.path.lexists(self.path(name))

    def is_text(self, name):
        with open(self.path(name), 'rb') as file:
            return b'\0' not in file.read(8000)

    def read(self, name):
        """The text of a file, "" when there is none."""
        if not os.path.isfile(self.path(name)):
            return ''
        with open(self.path(name), encoding='utf-8', errors='replace', newline='') as file:
            return file.read()

    def need(self, name):
        """The text of a file that has to be there."""
        if not self.exists(name):
            self.fault(name, 1, 'is missing')
        return self.read(name)

    def fault(self, name, line, words):
        self.faults.append((name, line, words))

    def finish(self):
        for name, line, words in sorted(set(self.faults)):
            print(f'{name}:{line}: {words}')
        sys.exit(1 if self.faults else 0)


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def blank(match):
    """Blanks in place of what was matched, so that offsets and lines stay."""
    return re.sub(r'[^\n]', ' ', match.group())


C_TOKENS = re.compile(r'/\*.*?(?:\*/|\Z)|//[^\n]*|"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\\\n]|\\.)*'", re.S)


def c_code(text, strings=True):
    """C without its comments, and without the insides of its literals if asked."""
    def one(match):
        token = match.group()
        if token.startswith('/'):
            return blank(match)
        if strings:
            return token
        return token[0] + ' ' * (len(token) - 2) + token[-1]
    return C_TOKENS.sub(one, text)


def c_comments(text):
    """(offset, comment) of each comment."""
    return [(m.start(), m.group()) for m in C_TOKENS.finditer(text) if m.group().startswith('/')]


def closing(text, start):
    """The offset of the parenthesis that closes the one at start, -1 if none does.

    Knows the literals of C and of SQL, and expects comments to be blanked.
    """
    depth = 0
    for match in re.compile(r'"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\\]|\\.|'')*'|[()]").finditer(text, start):
        if match.group() == '(':
            depth += 1
        elif match.group() == ')':
            depth -= 1
            if depth == 0:
                return match.start()
    return -1


def arguments(text):
    """The arguments of a call, or the elements of a list: split at outer commas."""
    found = ['']
    depth = 0
    for match in re.finditer(r'"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\\]|\\.|'')*'|.", text, re.S):
        token = match.group()
        depth += (token in '([{') - (token in ')]}') if len(token) == 1 else 0
        if token == ',' and depth == 0:
            found.append('')
        else:
            found[-1] += token
    return [part.strip() for part in found] if text.strip() else []


def c_calls(code, names):
    """(offset, name, inside of the parentheses) of each call of a function."""
    for match in re.finditer(r'\b(%s)\s*\(' % names, code):
        end = closing(code, match.end() - 1)
        if end > 0:
            yield match.start(), match.group(1), code[match.end():end]


# A name before the parenthesis, the brackets, the value or the semicolon: of a function or of data.
DECLARATOR = re.compile(r'(?:\(\*\s*)?\b(\w+)\)?\s*(?=[(\[=;])')


def c_declared(text):
    """(offset, name) of each function and datum that a file of C declares extern."""
    code = c_code(text, strings=False)
    for match in re.finditer(r'^(?:pg_noreturn +)?extern\b[^;{]*;', code, re.M):
        declaration = re.sub(r'PGDLL(?:IM|EX)PORT|pg_noreturn', lambda m: ' ' * len(m.group()), match.group())
        name = DECLARATOR.search(declaration)
        if name:
            yield match.start() + name.start(1), name.group(1)


def c_defined(text):
    """(offset, name) of each function and datum that a file of C defines for others.

    As pgindent lays it out: what is defined begins in the first column.
    """
    code = c_code(text, strings=False)
    for match in re.finditer(r'^(?!pg_noreturn\b|static\b|extern\b|typedef\b|struct\b|enum\b|union\b)[A-Za-z_][\w \t*]*'
                             r'(?:\n(?=\w+\()|[ \t*])(\w+)\s*(?:\([^;{}]*\)[^;{}()]*\n\{|(?:\[[^\]]*\])*\s*(?:=|;))', code, re.M):
        yield match.start(1), match.group(1)


SQL_TOKENS = re.compile(r"--[^\n]*|/\*.*?\*/|(\$\w*\$).*?\1|'(?:[^']|'')*'|\"[^\"]*\"|;|^\\[^\n]*", re.S | re.M)


def sql_statements(text):
    """(offset, statement) of a script, comments and psql's commands blanked."""
    found = []
    code = text
    for match in SQL_TOKENS.finditer(text):
        if match.group().startswith(('--', '/*', '\\')):
            code = code[:match.start()] + blank(match) + code[match.end():]
    start = 0
    for match in SQL_TOKENS.finditer(code):
        if match.group() == ';':
            found.append((start, code[start:match.start()]))
            start = match.end()
    return [(start + len(s) - len(s.lstrip()), s.strip()) for start, s in found if s.strip()]


def sql_text(literal):
    """What a literal of SQL says; parts on lines of their own are one."""
    literal = re.sub(r"'\s*\n\s*'", '', literal)
    return literal.strip()[1:-1].replace("''", "'")


def squeeze(text):
    return re.sub(r'\s+', ' ', text).strip()


class Function:
    """A CREATE FUNCTION or PROCEDURE: its place, name and arguments that callers give."""

    PATTERN = re.compile(r'CREATE\s+(?:OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\s+([\w@."]+)\s*(?=\()', re.I)

    def __init__(self, name, line, statement, match):
        end = closing(statement, match.end())
        self.file = name
        self.line = line
        self.is_procedure = match.group(1).upper() == 'PROCEDURE'
        self.identity = match.group(2)
        self.name = match.group(2).split('.')[-1].strip('"')
        self.clauses = statement[end + 1:]
        self.parameters = []
        for part in arguments(statement[match.end() + 1:end]):
            part = squeeze(re.split(r'\bDEFAULT\b|=', part, maxsplit=1, flags=re.I)[0])
            if not re.match(r'OUT\b', part, re.I):
                self.parameters.append(re.sub(r'^(IN|INOUT)\s+', '', part, flags=re.I))

    def heading(self):
        """As docs/reference.md writes it."""
        return f'{self.name}({", ".join(self.parameters)})'

    def types(self):
        """As COMMENT ON FUNCTION writes it, without the schema."""
        return f'{self.name}({", ".join(p.split(" ", 1)[1] if " " in p else p for p in self.parameters)})'


def sql_functions(house):
    """The functions of src/sql, in order."""
    found = []
    for name in house.files(r'src/sql/[^/]*\.sql'):
        text = house.read(name)
        for offset, statement in sql_statements(text):
            match = Function.PATTERN.match(statement)
            if match:
                found.append(Function(name, line_of(text, offset), statement, match))
    return found
