"""The violations that self-test plants, and what each check has to say of them.

Files of the tree are links to a clean copy: a plant replaces files, and never
writes into one.
"""

import os
import re
import shutil


class Unplantable(Exception):
    """The place of a violation is not in the tree any more."""


def write(name, text):
    """A new file, in place of one that there may be."""
    def plant(tree):
        path = os.path.join(tree, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.exists(path):
            os.remove(path)
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(text)
    return plant


def read_of(tree, name):
    try:
        with open(os.path.join(tree, name), encoding='utf-8', newline='') as file:
            return file.read()
    except FileNotFoundError as error:
        raise Unplantable(f'there is no {name}') from error


def append(name, text):
    return lambda tree: write(name, read_of(tree, name) + text)(tree)


def replace(name, pattern, text):
    """The first match of a regular expression becomes another text."""
    def plant(tree):
        changed, count = re.subn(pattern, text, read_of(tree, name), count=1, flags=re.M)
        if count == 0:
            raise Unplantable(f'{name} has no "{pattern}"')
        write(name, changed)(tree)
    return plant


def both(*plants):
    def plant(tree):
        for one in plants:
            one(tree)
    return plant


def remove(name):
    def plant(tree):
        read_of(tree, name)
        os.remove(os.path.join(tree, name))
    return plant


def mode(name, bits):
    def plant(tree):
        path = os.path.join(tree, name)
        shutil.copy2(path, path + '.copy')
        os.replace(path + '.copy', path)
        os.chmod(path, bits)
    return plant


class Violation:
    """A name, how it is planted, and what the check has to say: one or more patterns."""

    def __init__(self, name, plant, *expected, arguments=(), files=''):
        self.name, self.plant, self.expected, self.arguments = name, plant, expected, tuple(arguments)
        self.files = files      # what a check that takes files has to look at


def in_c(name, lines, *expected, file='src/pg/ask/planted.c'):
    """A new file of C whose sixth line is the first of these."""
    head = f'/*\n * {os.path.basename(file)}\n *\t\tPlanted.\n */\n\n'
    return Violation(name, write(file, head + lines + '\n'), *expected)


def compiled(part, name, file, lines, expected, source=''):
    """Lines at the end of a file, and what a part of check-compile says of it."""
    return Violation(name, append(file, lines), expected, arguments=[part], files=source or file)


def in_core(name, lines, *expected):
    return in_c(name, lines, *expected, file='src/core/planted.c')


def in_sql(name, lines, *expected):
    return Violation(name, write('src/sql/85_planted.sql', lines + '\n'), *expected)


def meta(pattern, text):
    return replace('META.json', pattern, text)


META = r'META\.json:\d+: '
def planted_sql(name, lines, *expected):
    return Violation(name, write('src/pg/ask/planted.sql', '-- planted.sql\n--\t\tPlanted.\n\n' + lines + '\n'), *expected)


CORE, PG = r'src/core/planted\.c:6: ', r'src/pg/ask/planted\.c:6: '
SQL = r'src/sql/85_planted\.sql:1: '

FUNCTION = """CREATE FUNCTION @extschema@.postnl_planted(barcode text, since timestamptz DEFAULT now(), OUT x text)
RETURNS text
LANGUAGE c VOLATILE PARALLEL SAFE COST 1
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_planted';
COMMENT ON FUNCTION @extschema@.postnl_planted(text, timestamptz) IS
    'Planted; does PostNL''s nothing.';
REVOKE ALL ON FUNCTION @extschema@.postnl_planted(text, timestamptz) FROM PUBLIC;
"""
HEADING = "\n### postnl_planted(barcode text, since timestamptz)\n\nPlanted; does\nPostNL's `nothing`.\n\nMore.\n"


def function(name, pattern, text, *expected):
    """The function above, with one thing of it changed."""
    changed, count = re.subn(pattern, text, FUNCTION, count=1)
    assert count == 1, pattern

    def plant(tree):
        write('src/sql/85_planted.sql', changed)(tree)
        append('docs/reference.md', HEADING)(tree)
    return Violation(name, plant, *expected)


BANNED = """strcpy strcat sprintf vsprintf strncpy strncat gets atoi atol atof strtok system popen
    curl_easy_perform json_tokener_new json_tokener_new_ex json_tokener_parse json_tokener_parse_ex
    json_tokener_parse_verbose malloc calloc realloc free""".split()

VIOLATIONS = {
    'layers': [
        in_core('PostgreSQL', '#include "postgres.h"', CORE + '.*"postgres.h"'),
        in_core('a header of PostgreSQL', '#include "utils/builtins.h"', CORE + '.*"utils/builtins.h"'),
        in_core('in brackets', '#include <lib/stringinfo.h>', CORE + '.*<lib/stringinfo.h>'),
        in_core('the other layer', '#include "pg/ask/call.h"', CORE + '.*"pg/ask/call.h"'),
        in_core('palloc', 'char *p(void) { return palloc(1); }', CORE + 'palloc is'),
        in_core('ereport', 'void p(void) { ereport(1, 2); }', CORE + 'ereport is'),
        in_core('elog', 'void p(void) { elog(1, "x"); }', CORE + 'elog is'),
        in_core('a header of sockets', '#include <sys/socket.h>', CORE + '.*<sys/socket.h>'),
        in_core('a socket', 'int p(void) { return socket(1, 2, 3); }', CORE + r'socket\(\)'),
        in_c('a clock in core/policy', '#include <time.h>', r'src/core/policy/planted\.c:6: .*<time.h>',
             file='src/core/policy/planted.c'),
        in_c('dice in core/policy', '#include <stdlib.h>', r'src/core/policy/planted\.c:6: .*<stdlib.h>',
             file='src/core/policy/planted.c'),
        in_c('PostgreSQL in core/policy', '#include "postgres.h"', r'src/core/policy/planted\.c:6: .*"postgres.h"',
             file='src/core/policy/planted.c'),
        in_c('an arrow upwards', '#include "pg/outbox/drain.h"', PG + 'ask does not include outbox'),
        in_c('an arrow between neighbours', '#include "pg/process/shared.h"', r'src/pg/http/planted\.c:6: http does not include process',
             file='src/pg/http/planted.c'),
        Violation('fragments of a wing above', write('src/pg/ask/planted.sql', '-- include ship/fragments.sql\n'),
                  r'src/pg/ask/planted\.sql:1: ask does not include ship'),
        in_c('the inside of a wing', '#include "pg/http/sockets.h"', PG + '"pg/http/sockets.h" is inside of http'),
        Violation('a face that nobody looks at', replace('src/pg/sync/wing.h', r'#include "pg/sync/sync.h"',
                                                         '#include "pg/sync/sync.h"\n#include "pg/sync/sync_plan.h"'),
                  r'src/pg/sync/wing\.h:1: no other wing includes "pg/sync/sync_plan.h"'),
        Violation('a wing without a face', remove('src/pg/ship/wing.h'), r'src/pg/ship/wing\.h:1: is missing'),
        in_c('no wing', 'int x;', r'src/pg/planted\.c:1: is in no wing', file='src/pg/planted.c'),
        in_c('a wing of its own', 'int x;', r'src/pg/attic/planted\.c:1: is in no wing', file='src/pg/attic/planted.c'),
    ],
    'circles': [
        Violation('a header from above', append('src/core/buf.h', '#include "core/label_call.h"\n'),
                  r'src/core/buf\.h:\d+: buf includes core/label_call\.h: buf and label_call need each other'),
        Violation('a function from above', append('src/core/buf.c', 'void *p = pnl_label_call_build;\n'),
                  r'src/core/buf\.c:\d+: buf uses pnl_label_call_build: buf and label_call need'),
        Violation('data from above', append('src/core/value.c', 'const void *p = &pnl_api_label;\n'),
                  r'src/core/value\.c:\d+: value uses pnl_api_label: value and api_label need'),
        Violation('declared beside the header', append('src/core/value.c', 'extern const int pnl_api_list[];\nconst void *p = &pnl_api_list;\n'),
                  r'src/core/value\.c:\d+: value uses pnl_api_list: value and api_list need'),
        Violation('in src/pg', append('src/pg/base/compat.h', '#include "pg/base/report.h"\n'),
                  r'src/pg/base/compat\.h:\d+: compat includes pg/base/report\.h: compat and report need'),
        Violation('a circle that is gone', append('ci/known-circles', 'src/core/buf\n'),
                  r'ci/known-circles:\d+: src/core/buf is in no circle any more'),
    ],
    'names': [
        in_core('a function', 'int\npnl_other_verb(void)\n{\n\treturn 0;\n}',
                r'src/core/planted\.c:7: pnl_other_verb crosses files: pnl_planted_<verb>'),
        in_core('a function whose type is on its line', 'int pnl_plant(void)\n{\n}', CORE + 'pnl_plant crosses files'),
        in_c('data', 'const int pnl_table[] = {1};', PG + 'pnl_table crosses files'),
        in_c('data without value', 'int\t\tpnl_count;', PG + 'pnl_count crosses files'),
        in_c('no prefix', 'void\ndo_it(int a,\n\t  int b)\n{\n}', r'planted\.c:7: do_it crosses files'),
        in_c('nobody else', 'void\npnl_planted_run(void)\n{\n}', r'planted\.c:7: pnl_planted_run is for no other file'),
        in_c('the name of a wing', 'int pnl_ask_run(void)\n{\n}', PG + 'pnl_ask_run crosses files: pnl_planted_<verb>'),
        Violation('the header of another', both(append('src/core/buf.h', 'extern int pnl_choice_planted;\n'), append('src/core/choice.c', 'int\t\tpnl_choice_planted;\n')),
                  r'src/core/choice\.c:\d+: pnl_choice_planted is declared in src/core/buf\.h: choice\.h is'),
        Violation('in a header', append('src/core/buf.h', 'static inline int\npnl_plant(int x)\n{\n\treturn x;\n}\n'),
                  r'src/core/buf\.h:\d+: pnl_plant crosses files: pnl_buf_<verb>'),
        Violation('an operation', both(append('src/core/api.h', 'extern const int pnl_planted;\n'), append('src/core/api_label.c', 'const int pnl_planted = 1;\n')),
                  r'api_label\.c:\d+: pnl_planted crosses files: pnl_api_'),
        Violation('a name that is right by now', append('ci/known-names', 'pnl_buf_init\n'),
                  r'ci/known-names:\d+: pnl_buf_init is not named otherwise any more'),
    ],
    'statements': [
        in_c('SQL in C', 'char *p = "SELECT FROM postnl.parcel";', PG + 'SQL is in a file'),
        planted_sql('a small keyword', 'select 1;', r'planted\.sql:4: select is a keyword: SELECT'),
        planted_sql('a table of somebody else', 'SELECT 1 FROM public.parcel;', r'planted\.sql:4: public\.parcel is none of ours'),
        planted_sql('a writer more', 'DELETE FROM postnl.parcel;', r'planted\.sql:4: rows of postnl\.parcel are written by'),
        planted_sql('a statement that nobody runs', '-- statement planted\nSELECT 1;', r'planted\.sql:4: .*does not run planted'),
        Violation('no header', write('src/pg/ask/planted.sql', 'SELECT 1;\n'), r'planted\.sql:1: does not begin with'),
    ],
    'single-users': [
        in_c('libcurl', '#include <curl/curl.h>', PG + '.*libcurl is for src/pg/http/multi.h .*libcurl.c only'),
        in_c('libcurl in its wing', '#include <curl/curl.h>', r'src/pg/http/transfer_planted\.c:6: .*libcurl.c only', file='src/pg/http/transfer_planted.c'),
        in_c('a function of libcurl', 'void p(void) { curl_free(0); }', PG + 'curl_free'),
        in_core('json-c', '#include <json-c/json.h>', CORE + '.*json.c only'),
        in_c('json-c from src/pg', '#include <json_object.h>', PG + '.*json.c only'),
        in_c('SQL', 'void p(void) { SPI_execute("SELECT 1", true, 0); }', PG + 'SPI_execute.*statement.c only'),
        in_c('the version', '#if PG_VERSION_NUM >= 160000', PG + 'PG_VERSION_NUM'),
        in_c("libcurl's version", '#if LIBCURL_VERSION_NUM >= 0x075700', PG + 'LIBCURL_VERSION_NUM.*libcurl.c only'),
        in_c('a call past the errand', 'void p(void) { pnl_transfer_start(x); }', PG + 'pnl_transfer_start.*starting a call is for src/pg/http/errand.c'),
        in_c('a turn past the errand', 'void p(void) { pnl_limiter_take(x, y); }', PG + 'pnl_limiter_take.*errand.c'),
        in_core("json-c's version", '#if JSON_C_VERSION_NUM > 1', CORE + 'JSON_C_VERSION_NUM.*json.c only'),
        in_c('what is gone', 'void p(void) pg_attribute_noreturn();', PG + 'pg_attribute_noreturn: .*compat.h only'),
        in_c('another signature', 'void p(void) { pushJsonbValue(&x, y, z); }', PG + 'pushJsonbValue: .*compat.h only'),
    ],
    'errors': [
        in_c('no errcode', 'void p(void) { ereport(ERROR,\n\t(errmsg("could not (really)"))); }', PG + '.*has no errcode'),
        in_c('no errcode of FATAL', 'void p(void) { ereport(FATAL, errmsg("x")); }', PG + '.*has no errcode'),
        in_c('no errcode, on condition', 'void p(void) { ereport(x ? ERROR : LOG, errmsg("x")); }', PG + '.*has no errcode'),
        in_c('a capital', 'void p(void) { ereport(LOG, errmsg("Could not")); }', PG + '.*capital'),
        in_c('a period', 'void p(void) { ereport(LOG, errmsg("could"\n\t" not.")); }', PG + '.*ends with a period'),
        in_c('a detail', 'void p(void) { ereport(LOG, errmsg("x"), errdetail("It is")); }', PG + '.*does not end'),
        in_c('a hint', 'void p(void) { ereport(LOG, errmsg("x"), errhint("Raise %s", "y")); }', PG + '.*does not end'),
        Violation('a hint of report_map', replace('src/pg/base/report.c', r'"Try again later\."', '"Try again later"'),
                  r'src/pg/base/report\.c:\d+: .*does not end'),
    ],
    'banned': [
        *(in_c(name, f'void p(void) {{ {name}(0); }}', PG + name + r'\(\)') for name in BANNED),
        in_core('in the core', 'int p(char *c) { return atoi (c); }', CORE + r'atoi\(\)'),
        in_c('no reason', 'void p(void) { free(0); }\t/* IGNORE-BANNED: */', PG + '.*needs a reason'),
        in_c('nothing to exempt', 'void p(void) { }\t/* IGNORE-BANNED: a reason */', PG + '.*exempts nothing'),
    ],
    'sizes': [
        in_c('a long function', 'void\np(void)\n{\n' + '\tx();\n' * 59 + '}', r'planted\.c:7: p\(\) has 61 lines'),
        in_c('a long file', '\n' * 500, r'planted\.c:506: 506 lines: over 500'),
        in_c('a very long file', '\n' * 1000, r'planted\.c:1006: 1006 lines: over 1000'),
        Violation('no reason', append('ci/long-files', 'src/pg/ask/call.c\n'), r'ci/long-files:\d+: .*needs a reason'),
        Violation('nothing long', append('ci/long-files', 'src/pg/ask/call.h it was\n'), r'ci/long-files:\d+: .*can go'),
    ],
    'style': [
        Violation('no guard', write('src/pg/ask/planted.h', '/*\n * planted.h\n *\t\tPlanted.\n */\nint x;\n'),
                  r'src/pg/ask/planted\.h:1: needs the guard PNL_PG_ASK_PLANTED_H'),
        Violation('another header comment', write('src/pg/ask/planted.c', '/*\n * other.c\n */\n'),
                  r'planted\.c:1: does not begin'),
        in_c('another comment', 'int x; // of C++', PG + 'comments'),
        in_c('a leftover', '/* TOD' + 'O: more */', PG + 'TOD' + 'O needs'),
        in_c('a leftover of another kind', '/* FIXM' + 'E (soon) */', PG + 'FIXM' + 'E needs'),
        Violation('a test that may fail', write('test/t/planted.pl', "TOD" "O:\n{\n\tlocal $TOD" "O = 'later';\n}\n"),
                  r'test/t/planted\.pl:3: TOD' 'O needs'),
        in_c('white space', 'int x; ', PG + 'white space'),
        in_c('a wide line', '\tx(' + '1' * 93 + ');', PG + '101 columns'),
        Violation('spaces', write('test/planted.pl', "if (1)\n{\n    x();\n}\n"), r'planted\.pl:3: spaces where tabs'),
        in_c('a tab after a space', ' \tx();', PG + 'a tab after'),
        in_c('lines of Windows', 'int x;\r', PG + 'lines end'),
        Violation('no new line', append('README.md', 'x'), r'README\.md:\d+: does not end'),
        Violation('tabs in Python', append('test/sim/clock.py', 'if True:\n\tpass\n'), r'clock\.py:\d+: a tab'),
    ],
    'listed': [
        Violation('a test in no schedule', write('sql/planted.sql', ''), r'sql/planted\.sql:1: is not in sql/schedule',
                  r'sql/planted\.sql:1: there is no expected/planted.out'),
        Violation('a schedule without the test', append('sql/schedule', 'planted\n'), r'schedule:\d+: there is no sql/planted'),
        Violation('an output without a test', write('expected/planted.out', ''), r'planted\.out:1: there is no'),
        Violation('a spec in no schedule', write('test/specs/planted.spec', ''), r'planted\.spec:1: is not in',
                  r'planted\.spec:1: there is no test/expected/planted\.out'),
        in_c('a source that is not built', '', r'planted\.c:1: is not in the object lists'),
        Violation('an object without source', replace('Makefile', r'^PG_OBJS = \\\n', 'PG_OBJS = \\\\\n\tsrc/pg/ask/planted.o \\\\\n'),
                  r'Makefile:\d+: there is no src/pg/ask/planted\.c'),
        Violation('a part without number', write('src/sql/planted.sql', ''), r'src/sql/planted\.sql:1: is not named'),
        Violation('a lonely document', write('docs/planted.md', '# Planted\n'), r'docs/planted\.md:1: is linked'),
        Violation('a dead link', append('README.md', '[x](docs/planted.md)\n'), r'README\.md:\d+: there is no docs/planted'),
        Violation('a dead anchor', append('README.md', '[x](docs/errors.md#planted)\n'), r'README\.md:\d+: .*no heading'),
        Violation('a check without section', write('ci/check-planted', '#!/bin/sh\n# Guards nothing.\n'),
                  r'ci/check-planted:1: has no section'),
        Violation('a check without words', write('ci/check-style', '#!/bin/sh\n'), r'ci/check-style:2: does not say'),
        Violation('a section without check', append('ci/README.md', '\n## planted\n'), r'ci/README\.md:\d+: there is no'),
        Violation('a script that is none', mode('README.md', 0o755), r'README\.md:1: is executable'),
        Violation('a script that cannot run', mode('test/run.sh', 0o644), r'test/run\.sh:1: begins with #!'),
    ],
    'versions': [
        Violation('META.json', replace('META.json', r'"version": "[0-9.]+",\n\t"release', '"version": "9.9.0",\n\t"release'),
                  r'META\.json:\d+: version is 9\.9\.0'),
        Violation('META.json in provides', replace('META.json', r'"version": "[0-9.]+"\n\t\t\}', '"version": "9.9.0"\n\t\t}'),
                  r'META\.json:\d+: provides is 9\.9\.0'),
        Violation('the changelog', replace('CHANGELOG.md', r'^## .*', '## 9.9\n\n## 1.0'), r'CHANGELOG\.md:\d+: the newest'),
        Violation('postnl.control', replace('postnl.control', r'^default_version.*', "default_version = '9.9'"),
                  r'META\.json:\d+: version', r'CHANGELOG\.md:\d+: the newest'),
        Violation('no file', remove('CHANGELOG.md'), r'CHANGELOG\.md:1: is missing'),
        Violation('the package of Debian', replace('debian/changelog', r'^postnl \([0-9.]+', 'postnl (9.9'),
                  r'debian/changelog:1: the package is of 9\.9'),
        Violation('the spec', replace('packaging/postnl.spec', r'^Version:.*', 'Version: 9.9'),
                  r'packaging/postnl\.spec:\d+: the package is of 9\.9'),
        Violation('the changelog of the spec', replace('packaging/postnl.spec', r' - [0-9.]+-', ' - 9.9-'),
                  r'packaging/postnl\.spec:\d+: the package is of 9\.9'),
    ],
    'meta': [
        Violation('no JSON', append('META.json', '}'), r'META\.json:\d+: '),
        Violation('a key twice', meta('"name": "postnl",', '"name": "postnl",\n\t"name": "postnl",'), META + 'name is there twice'),
        *(Violation(f'no {key}', meta(f'"{key}":', f'"x_{key}":'), META + f'it has no "{key}"')
          for key in ('name', 'abstract', 'maintainer', 'license', 'provides', 'meta-spec')),
        Violation('no version', meta('"version": "[0-9.]+",\n\t"release', '"release'), META + 'it has no "version"'),
        Violation('an unknown key', meta('"tags":', '"keywords":'), META + 'keywords is no key'),
        Violation('a wrong type', meta('"name": "postnl"', '"name": 7'), META + 'name is 7, not a term'),
        Violation('a name with a slash', meta('"name": "postnl"', '"name": "post/nl"'), META + 'name is "post/nl"'),
        Violation('an empty text', meta('"abstract": "[^"]+"', '"abstract": " "'), META + 'abstract is " "'),
        Violation('two numbers', meta('"version": "[0-9.]+"', '"version": "1.1"'), META + r'version is "1\.1", not a version'),
        Violation('a leading zero', meta('"version": "[0-9.]+"', '"version": "1.01.0"'), META + r'version is "1\.01\.0"'),
        Violation('a license', meta('"license": "postgresql"', '"license": "PostgreSQL"'), META + 'license is "PostgreSQL"'),
        Violation('another license', meta('"license": "postgresql"', '"license": ["mit"]'), META + 'license is not postgresql'),
        Violation('an address', meta('contributors"', 'contributors <a@b.nl>"'), META + 'maintainer has a mail address'),
        Violation('a status', meta('"unstable"', '"beta"'), META + r'release_status is "beta"'),
        Violation('a phase', meta('"runtime"', '"run"'), META + r'prereqs\.run is no key'),
        Violation('a relation', meta('"requires"', '"needs"'), META + r'prereqs\.runtime\.needs is no key'),
        Violation('a range', meta(r'"15\.0\.0"', '">= 15"'), META + r'prereqs\.runtime\.requires\.PostgreSQL is ">= 15", not'),
        Violation('another PostgreSQL', meta(r'"15\.0\.0"', '">= 14.0.0, < 15.0.0"'), META + 'prereqs does not require'),
        Violation('no file', meta(r'"file": "[^"]+"', '"file": "sql/postnl.sql"'),
                  META + r'provides\.postnl\.file is sql/postnl\.sql'),
        Violation('a file elsewhere', meta(r'"docfile": "[^"]+"', '"docfile": "../README.md"'), META + r'provides\.postnl\.docfile is'),
        Violation('another file', meta(r'"file": "[^"]+"', '"file": "META.json"'), META + r'provides does not name postnl\.control'),
        Violation('no tags', meta(r'"tags": \[[^\]]*\]', '"tags": []'), META + 'tags is no list'),
        Violation('a tag', meta(r'"tags": \[', '"tags": ["a/b", '), META + 'tags is "a/b", not a tag'),
        Violation('a resource', meta('"homepage": "[^"]+"', '"homepage": "postnl.nl"'),
                  META + r'resources\.homepage is "postnl\.nl", not an address'),
        Violation('a repository', meta('"homepage":', '"repository": {"href": "https://a.nl/b"}, "homepage":'),
                  META + r'resources\.repository\.href is no key'),
        Violation('another specification', meta(r'"1\.0\.0",\n\t\t"url"', '"2.0.0",\n\t\t"url"'),
                  META + r'meta-spec\.version is "2\.0\.0"'),
    ],
    'comments': [
        in_sql('a schema', 'CREATE SCHEMA planted;', SQL + 'SCHEMA planted has no'),
        in_sql('a type', "CREATE TYPE postnl.planted AS ENUM ('a');", SQL + r'TYPE postnl\.planted has no'),
        in_sql('a table', 'CREATE TABLE postnl.planted (a numeric(1, 2) CHECK (a > 0), PRIMARY KEY (a));',
               SQL + r'TABLE postnl\.planted has no', SQL + r'column postnl\.planted\.a has no'),
        in_sql('a view', 'CREATE VIEW postnl.planted AS SELECT a.x, f(1, 2) AS y FROM a;',
               SQL + r'VIEW postnl\.planted has no', SQL + r'column postnl\.planted\.x', SQL + r'column postnl\.planted\.y'),
        in_sql('an index', 'CREATE INDEX planted ON postnl.account (name);', SQL + r'INDEX postnl\.planted has no'),
        in_sql('OR REPLACE', 'CREATE OR REPLACE VIEW postnl.planted AS SELECT 1 AS a;', SQL + 'CREATE OR REPLACE'),
        in_sql('IF NOT EXISTS', 'CREATE TABLE IF NOT EXISTS postnl.planted (a text);', SQL + 'IF NOT EXISTS'),
        function('a function without', r'COMMENT ON[^;]*;[^;]*;', '', SQL + r'postnl_planted\(text, timestamptz\) has no COMMENT'),
        function('other arguments', r'ON FUNCTION(.*)\(text, timestamptz\) IS', r'ON FUNCTION\1(text) IS',
                 SQL + '.*has no COMMENT'),
        function('volatility', 'VOLATILE ', '', SQL + '.*does not say volatility'),
        function('PARALLEL', 'PARALLEL SAFE ', '', SQL + '.*does not say PARALLEL'),
        function('COST', ' COST 1', '', SQL + '.*does not say COST'),
        function('search_path', 'SET search_path.*', '', SQL + '.*does not say SET search_path'),
        function('another search_path', 'pg_catalog, pg_temp', 'public', SQL + '.*does not say SET search_path'),
        function('REVOKE', 'REVOKE.*', '', SQL + '.*is not followed by REVOKE'),
        function('REVOKE of another', r'REVOKE(.*)\(text, timestamptz\)', r'REVOKE\1(text)', SQL + '.*is not followed by REVOKE'),
        function('another argument', 'barcode text', 'barcode text[]',
                 SQL + r'.*no heading "### postnl_planted\(barcode text\[\], since timestamptz\)"',
                 r'docs/reference\.md:\d+: src/sql has no function postnl_planted\(barcode text, '),
        function('another sentence', 'Planted; does', 'Planted: does', r'docs/reference\.md:\d+: postnl_planted: '),
    ],
    'settings': [
        Violation('a setting that is not documented',
                  append('src/pg/base/guc.c', 'void\np(void)\n{\n\tdefine_string("postnl.planted",\n\t\t"x", 0);\n}\n'),
                  r'src/pg/base/guc\.c:\d+: setting postnl\.planted is not in'),
        Violation('a setting that there is not',
                  replace('docs/settings.md', r'^\| `postnl\.retries`.*\n', '| `postnl.planted` | | x |\n'),
                  r'docs/settings\.md:\d+: setting postnl\.planted is not in', r'guc\.c:\d+: setting postnl\.retries is not in'),
        Violation('for superusers', replace('docs/settings.md', r'^(\| `postnl\.retries`.*)\|\n', r'\1, *superuser* |\n'),
                  r'docs/settings\.md:\d+: postnl\.retries: \*superuser\*'),
        Violation('a state that is not documented', append('src/pg/base/report.h', "#define X MAKE_SQLSTATE('P', 'N', '9', '9', '9')\n"),
                  r'report\.h:\d+: SQLSTATE PN999 is not in'),
        Violation('a state that there is not', replace('docs/errors.md', r'^\| PN502', '| PN998'),
                  r'errors\.md:\d+: SQLSTATE PN998 is not in', r'report\.h:\d+: SQLSTATE PN502'),
        in_c('a state made elsewhere', "int x = MAKE_SQLSTATE('P', 'N', '9', '9', '9');", PG + 'SQLSTATE PN999'),
        Violation('a state in a text', append('README.md', 'PN997\n'), r'README\.md:\d+: there is no SQLSTATE PN997'),
    ],
    'privileges': [
        in_sql('no privilege', FUNCTION, SQL + 'postnl_planted is not in postnl.privilege'),
        Violation('no function', replace('src/sql/90_grant.sql', r"'postnl_track_url'", "'postnl_planted'"),
                  r'90_grant\.sql:\d+: there is no function postnl_planted', r'30_track\.sql:\d+: postnl_track_url is not in'),
    ],
    'scripts': [
        Violation('bash', write('test/planted.sh', '#!/bin/bash\nif true; then\n'), r'test/planted\.sh:\d+: '),
        Violation('a warning', write('test/planted.sh', '#!/bin/bash\ncd "$1"\n'), r'test/planted\.sh:2: .*SC2164'),
        Violation('sh', write('test/planted', '#!/bin/sh\nfor\n'), r'test/planted:\d+: '),
        Violation('Python', write('test/planted.py', 'x = 1\nif x\n'), r'test/planted\.py:2: '),
        Violation('a check', write('ci/check-planted', '#!/usr/bin/env python3\nx = (\n'), r'ci/check-planted:\d+: '),
    ],
    'words': [
        Violation('a folder', append('docs/errors.md', 'in /' + 'work/main\n'), r'docs/errors\.md:\d+: ".*one machine'),
        in_c('a home', '/* see /' + 'home/me */', PG + '".*one machine'),
        in_c('another home', '/* see "/' + 'root" */', PG + '".*one machine'),
        Violation('a registry', append('docs/errors.md', 'https://pyp' + 'i.org/simple\n'), r'docs/errors\.md:\d+: ".*registry'),
        Violation('a leftover', append('docs/errors.md', 'TB' + 'D\n'), r'docs/errors\.md:\d+: ".*draft'),
    ],
    'format': [
        in_c('spaces', '    x();', r'src/pg/ask/planted\.c:6: is not laid out'),
        in_c('a brace behind its condition', 'static void\nplanted(int n)\n{\n\tif (n) {\n\t\tn = 1;\n\t}\n}', r'planted\.c:9: is not laid out'),
        in_c('the star of a type of ours', 'static void planted(PnlText * text);', PG + 'is not laid out'),
        in_c('columns', 'static int x;', PG + 'is not laid out'),
        in_c('no brackets', 'int x = (1;', r'planted\.c:1: '),
        Violation('a test', append('test/unit/unit.c', 'static int x;\n'), r'test/unit/unit\.c:\d+: is not laid out'),
    ],
    'spelling': [
        Violation('a document', append('docs/errors.md', 'It occu' + 'red.\n'), r'docs/errors\.md:\d+: occu' 'red ==> occurred'),
        in_c('a comment', '/* for seperat' + 'ion, recie' + 'vers */', PG + 'seperat' 'ion ==> separation', PG + 'recie' 'vers ==> '),
        Violation('a script', append('test/run.sh', '# of te' + 'h\n'), r'test/run\.sh:\d+: te' 'h ==> the'),
    ],
    'compile': [
        compiled('gcc', 'gcc', 'src/pg/ask/reserve.c', '\nstatic int planted(void) { return 1; }\n',
                 r'src/pg/ask/reserve\.c:\d+.*planted'),
        compiled('clang', 'clang', 'src/core/mime.c', '\nstatic int planted(void) { return 1; }\n',
                 r'src/core/mime\.c:\d+.*planted'),
        compiled('cppcheck', 'cppcheck', 'src/pg/ask/reserve.c', '\nint planted(void);\nint planted(void) { int a[2] = {0}; return a[2]; }\n',
                 r'src/pg/ask/reserve\.c:\d+: .*arrayIndexOutOfBounds'),
        compiled('cppcheck', 'cppcheck is blind', 'src/pg/base/compat.h', '\n#if PG_VERSION_NUM < 990000\n#error planted\n#endif\n',
                 r'src/pg/base/compat\.h:\d+: #error planted', source='src/pg/ask/reserve.c'),
        compiled('tidy', 'clang-tidy', 'src/pg/http/debug.c', '\nint planted(int n) { return n == 1 || n == 1; }\n',
                 r'src/pg/http/debug\.c:\d+:.*misc-redundant-expression'),
        compiled('tidy', 'clang-tidy in a header', 'src/core/date.h', '\nextern void pnl_date_planted(const int x);\n',
                 r'src/core/date\.h:\d+:.*avoid-const-params', source='src/core/date.c'),
        compiled('analyze', 'the analyzer', 'src/core/mime.c', '\nint planted(int n) { int *p = 0; return n > 3 ? *p : 1; }\n',
                 r'src/core/mime\.c:\d+.*ereference'),
    ],
}

# What looks like a violation and is none; all of a check planted at once.
HARMLESS = {
    'meta': [meta('"homepage":', '"bugtracker": {"web": "https://a.nl/b", "mailto": "a@b.nl"},\n'
                  '\t"repository": {"url": "https://a.nl/c.git", "web": "https://a.nl/c", "type": "git"}, "x_y": 1,\n'
                  '\t\t"homepage":'),
             meta('"tags":', '"x_planted": {"a": 1}, "no_index": {"directory": "test"}, "generated_by": "us",\n\t"tags":'),
             meta('"requires": {', '"recommends": {"pgTAP": 0, "plpgsql": ">= 1.0.0, != 1.2.0-b1"}, "requires": {')],
    'layers': [in_core('', '#include <string.h>\n/* palloc(), "postgres.h" */\nchar *p = "ereport(ERROR)"; // elog').plant],
    'circles': [
        append('src/core/buf.c', '/* pnl_label_call_build(), #include "core/label_call.h" */\nchar *p = "pnl_label_call_build";\n'),
        append('src/core/value.h', 'extern const int pnl_api_list[];\n'),
        in_c('', '#include "core/label_call.h"\nvoid *p = pnl_label_call_build;').plant,
    ],
    'names': [
        in_c('', '/* int pnl_other; */\nstatic int pnl_mine;\nDatum\npostnl_planted(PG_FUNCTION_ARGS)\n{\n}\n'
             'pg_noreturn static void\nfail(void)\n{\n}\nstruct Other\n{\n\tint x;\n};\ntypedef int Number;').plant,
        write('src/core/planted.h', '#ifndef X\nextern int pnl_planted(void);\nextern const int pnl_planted_data[2];\n#endif\n'),
        in_core('', 'int\npnl_planted(void)\n{\n}\nconst int pnl_planted_data[2] = {1, 2};').plant,
    ],
    'single-users': [in_c('', '/* curl_easy_init(), PG_VERSION_NUM, pushJsonbValue(x) */\nuint64 n = SPI_processed;\n#include "core/json.h"\nchar *p = "CURLE_OK";').plant],
    'errors': [in_c('', 'void p(void) { ereport(ERROR, (errcode(1), errmsg("PostNL: %s", "X."),\n'
                    '\terrdetail_internal("%s", "x"), errhint("Do (that)"))); ereport(LOG, errmsg("%s: Bad", x));\n'
                    '\terrdetail("What!"); /* errmsg("Bad.") */ }').plant],
    'banned': [
        in_c('', '/* free(0) */\nvoid p(void) { x->free(0); pfree(y); curl_free(z); }\n'
             'char *s = "strcpy(a, b)";\nvoid q(void) { free(0); }\t/* IGNORE-BANNED: of libxml2 */').plant,
        in_core('', 'void p(void) { free(malloc(1)); }').plant,
    ],
    'sizes': [in_c('', 'void\np(void)\n{\n' + '\tx();\n' * 58 + '}\n\nint x[] = {\n' + '\t1,\n' * 100 + '};').plant],
    'style': [
        in_c('', 'char *p = "http://x";\n/* TODO (#12): more */\n\tx(1,\n\t  2);\n\t' + 'y' * 96).plant,
        write('src/pg/ask/planted.h',
              '/*\n * planted.h\n *\t\tPlanted.\n */\n#ifndef PNL_PG_ASK_PLANTED_H\n#define PNL_PG_ASK_PLANTED_H\n#endif\n'),
        write('test/t/planted.pl', "TOD" "O:\n{\n\tlocal $TOD" "O = 'later (#7)';\n}\n"),
        write('expected/planted.out', ' x \n'),
        write('test/fixtures/planted', 'x \r'),
    ],
    'listed': [
        write('expected/track_1.out', ''),
        append('test/specs/schedule', 'planted\n'),
        write('test/specs/planted.spec', ''),
        write('test/expected/planted.out', ''),
        write('docs/planted.md', '# The planted, one\n\n[x](#the-planted-one)\n'),
        append('README.md', '[x](docs/planted.md#the-planted-one) [y](https://example.org/x)\n'),
    ],
    'comments': [
        write('src/sql/85_planted.sql', FUNCTION + "CREATE VIEW postnl.planted (a) AS SELECT '1;' AS b;\n"
              "COMMENT ON VIEW postnl.planted IS 'Planted.';\nCOMMENT ON COLUMN postnl.planted.a IS 'A;';\n"
              "-- CREATE OR REPLACE\nDO $$ BEGIN CREATE TABLE IF NOT EXISTS x (a text); END $$;\n"),
        append('docs/reference.md', HEADING),
    ],
    'privileges': [
        replace('src/sql/90_grant.sql', r"^\t\('caller', 'function', 'postnl_doctor'\),",
                "\t('caller', 'function', 'postnl_planted'),\n\t('caller', 'function', 'postnl_doctor'),"),
        write('src/sql/85_planted.sql', FUNCTION),
    ],
    'scripts': [write('test/planted.sh', '#!/bin/bash\nx=(a b)\necho "${x[1]}"\n'), write('test/planted.py', 'x = 1\n')],
    'format': [
        in_c('', 'static const PnlText nothing = (PnlText) {NULL, 0};\nstatic const Row rows[] = {{.a = 1, .b = {[2] = 3, [4] = 5}}};\n'
             'typedef struct Row Row;\n\nstatic void\nplanted(Row *row, const char *format,...)\n{\n\tbool\t\tlong_one = row != NULL &&\n'
             '\t\trow->a > 1;\n\n\t*row = (Row) {\n\t\t.a = 1,\n\t\t.b = 2\n\t};\n}').plant,
        append('src/core/country_names.c', 'static int x;\n'),
    ],
    'spelling': [in_c('', '/* the serie of a calle */').plant, write('test/fixtures/planted', 'adres\n')],
    'words': [in_c('', '/* https://example.org/home/ and "$dir/work/x" */').plant],
}
