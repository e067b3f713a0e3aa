#!/usr/bin/perl
#
# Turns a file of SQL statements into a C header.
#
#	sql_to_c.pl FILE.sql		the header that FILE.c includes, to stdout
#	sql_to_c.pl --describe RELEASE FILE.sql ...
#						the statements as a script of psql, for the test that
#						holds each of them against a database
#
# What the files look like, and what becomes of them: src/pg/base/statement.h.
#
use strict;
use warnings;

# An SQL type: its oid, what C sees of it in a row, and the kind of argument.
my %types = (
	'bigint' => [ 'INT8OID', 'int64', 'Int8' ],
	'bigint[]' => [ 'INT8ARRAYOID', 'Datum', 'Int8Array' ],
	'boolean' => [ 'BOOLOID', 'bool', 'Bool' ],
	'boolean[]' => [ 'BOOLARRAYOID', 'Datum', 'BoolArray' ],
	'bytea' => [ 'BYTEAOID', 'Datum', 'Bytea' ],
	'date' => [ 'DATEOID', 'DateADT', 'Date' ],
	'double precision' => [ 'FLOAT8OID', 'double', 'Float8' ],
	'integer' => [ 'INT4OID', 'int32', 'Int4' ],
	'integer[]' => [ 'INT4ARRAYOID', 'Datum', 'Int4Array' ],
	'interval' => [ 'INTERVALOID', 'Datum', 'Interval' ],
	'jsonb' => [ 'JSONBOID', 'Datum', 'Jsonb' ],
	'jsonb[]' => [ 'JSONBARRAYOID', 'Datum', 'JsonbArray' ],
	'oid' => [ 'OIDOID', 'Oid', 'Oid' ],
	'oid[]' => [ 'OIDARRAYOID', 'Datum', 'OidArray' ],
	'regrole[]' => [ 'REGROLEARRAYOID', 'Datum', 'RegroleArray' ],
	'smallint' => [ 'INT2OID', 'int16', 'Int2' ],
	'text' => [ 'TEXTOID', 'char *', 'Text' ],
	'text[]' => [ 'TEXTARRAYOID', 'Datum', 'TextArray' ],
	'timestamp with time zone' => [ 'TIMESTAMPTZOID', 'TimestampTz', 'Time' ],
	'timestamp with time zone[]' => [ 'TIMESTAMPTZARRAYOID', 'Datum', 'TimeArray' ],
	'uuid' => [ 'UUIDOID', 'Datum', 'Uuid' ],

	# of columns alone; a row of a table has a type that each database numbers
	'postnl.shipment' => [ 'InvalidOid', 'Datum' ],
	'xid' => [ 'XIDOID', 'TransactionId' ],);

our $file;			# that is being read
my %fragments;		# name => { arguments => [...], text }
my %rows;			# name => block: columns that several statements return

sub fail
{
	my ($line, $words) = @_;
	die "$file:$line: $words\n";
}

sub long_name
{
	my ($type) = @_;
	$type =~ s/^timestamptz\b/timestamp with time zone/;
	$type =~ s/^float8\b/double precision/;
	return $type;
}

# "name type [null], ..." as a list; line is for messages.
sub read_declarations
{
	my ($text, $line) = @_;
	my @declared;
	foreach my $one (split /\s*,\s*/, $text)
	{
		$one =~ /^(\w+) (.+?)( null)?$/ or fail $line, "\"$one\" is not \"name type\"";
		my ($name, $type, $null) = ($1, long_name($2), defined $3);
		$types{$type} or fail $line, "type $type of $name is not in sql_to_c.pl";
		fail $line, "$name is declared twice" if grep { $_->{name} eq $name } @declared;
		push @declared, { name => $name, type => $type, null => $null };
	}
	return @declared;
}

# Replaces {fragment} and {fragment: argument | argument}, the innermost first.
sub expand
{
	my ($text, $line) = @_;
	while ($text =~ /\{(\w+)(?::\s*([^{}]*?))?\s*\}/)
	{
		my ($start, $end, $name) = ($-[0], $+[0], $1);
		my @arguments = defined $2 ? split(/\s*\|\s*/, $2) : ();
		my $fragment = $fragments{$name} or fail $line, "there is no fragment \"$name\"";
		my @names = @{ $fragment->{arguments} };
		fail $line, "fragment \"$name\" has " . @names . " arguments" if @names != @arguments;
		my $body = $fragment->{text};
		foreach my $i (0 .. $#names)
		{
			$body =~ s/\{$names[$i]\}/$arguments[$i]/g;
		}
		$fragment->{used} = 1;
		substr($text, $start, $end - $start, $body);
	}
	return $text;
}

# The blocks of a file, each a statement or a fragment with its comment and text.
sub read_blocks
{
	my ($path) = @_;
	my @blocks;
	my $in_comment = 1;
	open my $handle, '<', $path or die "could not open \"$path\": $!\n";
	while (my $line = <$handle>)
	{
		chomp $line;
		if ($line =~ /^-- (statement|fragment|row) (\w+)(?:: (.*))?$/)
		{
			push @blocks,
			  { kind => $1, name => $2, rest => $3, line => $., parameters => [], columns => [],
				relations => [], text => '' };
			next;
		}
		if ($line =~ /^-- include (\S+)$/)
		{
			push @blocks, { kind => 'include', name => $1, line => $. };
			next;
		}
		next if !@blocks || $blocks[-1]{kind} eq 'include';
		# a heading, between statements
		next if $line =~ /^--/ && $blocks[-1]{text} =~ /;\s*\z/;
		if ($line =~ /^--( .*|)$/ && $blocks[-1]{text} eq '')
		{
			read_comment($blocks[-1], $1);
			next;
		}
		$blocks[-1]{text} .= "$line\n";
	}
	close $handle;
	return @blocks;
}

# A line of a block's comment: a declaration, or words.
sub read_comment
{
	my ($block, $words) = @_;
	push @{ $block->{parameters} }, read_declarations($1 =~ s/@//gr, $.)
	  if $words =~ /^ (\@.*?),?$/;
	if ($words =~ /^ returns row (\w+)$/)
	{
		$block->{row} = $1;
	}
	elsif ($words =~ /^ returns (.*?),?$/)
	{
		push @{ $block->{columns} }, read_declarations($1, $.);
	}
	my $relations = $block->{relations};
	if (@$relations && $relations->[-1] !~ /\)$/)
	{
		$relations->[-1] .= $words;
	}
	elsif ($words =~ /^ from (\w+ \(.*)$/)
	{
		push @$relations, $1;
	}
	$block->{read_only} = 1 if $words eq ' read only';
	return;
}

# Fills in parameters: $1 for the first one that is declared, and so on.
sub number_parameters
{
	my ($block) = @_;
	my %number;
	$number{ $_->{name} } = 1 + keys %number foreach @{ $block->{parameters} };
	my %used;
	my $text = $block->{text};
	# literals are passed over
	$text =~ s/('(?:[^']|'')*')|(?<![\w@<])@([a-z_]\w*)/
		defined $1 ? $1 : do {
			fail $block->{line}, "parameter \@$2 of $block->{name} is not declared"
				if !$number{$2};
			$used{$2} = 1;
			'$' . $number{$2} } /gex;
	foreach (keys %number)
	{
		fail $block->{line}, "parameter \@$_ of $block->{name} is not used" if !$used{$_};
	}
	return $text;
}

# Reads a file with what it includes; its statements, ready.
sub read_file
{
	my ($path, $is_included) = @_;
	my @statements;
	local $file = $path;
	foreach my $block (read_blocks($path))
	{
		if ($block->{kind} eq 'include')
		{
			my $root = $path =~ s{src/pg/.*$}{src/pg/}r;
			read_file($root . $block->{name}, 1);
			next;
		}
		$block->{text} =~ s/\s+\z//;
		if ($block->{kind} eq 'fragment')
		{
			my @arguments = split /\s*,\s*/, $block->{rest} // '';
			my $text = $block->{text};
			# an argument stands for itself until the fragment is used
			my %is_argument = map { $_ => 1 } @arguments;
			$fragments{ $block->{name} } =
			  { arguments => \@arguments, text => $text, file => $path, line => $block->{line} };
			next;
		}
		fail $block->{line}, 'an included file has fragments only' if $is_included;
		push @statements, $block;
		if ($block->{kind} eq 'row')
		{
			$rows{ $block->{name} } = $block;
			next;
		}
		fail $block->{line}, "there is no row \"$block->{row}\""
		  if $block->{row} && !$rows{ $block->{row} };
		$block->{columns} = $rows{ $block->{row} }{columns} if $block->{row};
		$block->{text} =~ s/;\z// or fail $block->{line}, "$block->{name} does not end with ;";
		$block->{text} = expand($block->{text}, $block->{line});
		$block->{text} = number_parameters($block);
	}
	foreach my $name (sort keys %fragments)
	{
		my $fragment = $fragments{$name};
		fail $fragment->{line}, "fragment $name is not used"
		  if !$is_included && $fragment->{file} eq $path && !$fragment->{used};
	}
	return @statements;
}

# ----------
# As C
# ----------

# \1 and \2 around what a database of 1.0 has not, \3 and \2 around what it has alone.
sub mark_versions
{
	my ($text) = @_;
	$text =~ s{/\* since 1\.1 \*/}{\001}g;
	$text =~ s{/\* before 1\.1 \*/}{\003}g;
	$text =~ s{/\* end \*/}{\002}g;
	return $text;
}

sub c_string
{
	my ($text) = @_;
	$text = mark_versions($text);
	$text =~ s/--[^\n]*\n/\n/g;
	$text =~ s/([\\"])/\\$1/g;
	$text =~ s/([\001-\003])/sprintf '\\%o""', ord $1/ge;
	$text =~ s/\t/ /g;
	return join "\n", map { "\t\"$_\\n\"" } grep { /\S/ } split /\n/, $text;
}

sub declare_arguments
{
	my ($block) = @_;
	return '' if !@{ $block->{parameters} };
	my $members =
	  join '', map { "\tPnlArg$types{$_->{type}}[2] $_->{name};\n" } @{ $block->{parameters} };
	return "struct $block->{name}_arguments\n{\n$members};\n\n";
}

sub declare_row
{
	my ($block) = @_;
	return '' if !@{ $block->{columns} } || $block->{row};
	my $name = $block->{name};
	my $members =
	  join '', map { "\t$types{$_->{type}}[1] $_->{name};\n" =~ s/\* /*/r } @{ $block->{columns} };
	my $columns = join '', map {
		"\t{\"$_->{name}\", $types{$_->{type}}[0], offsetof(struct ${name}_row, $_->{name}), "
		  . ($_->{null} ? 'true' : 'false') . "},\n"
	} @{ $block->{columns} };
	return "struct ${name}_row\n{\n$members};\n\n"
	  . "static const PnlColumn ${name}_columns[] = {\n$columns};\n\n";
}

sub declare_statement
{
	my ($block) = @_;
	return '' if $block->{kind} eq 'row';
	my $name = $block->{name};
	my $row = $block->{row} // $name;
	my @parameters = @{ $block->{parameters} };
	my $text = "static PnlStatement $name = {\n\t.name = \"$name\",\n\t.sql =\n"
	  . c_string($block->{text}) . ",\n";
	if (@parameters)
	{
		my $nullable = join ', ', map { $_->{null} ? 'true' : 'false' } @parameters;
		$text .= "\t.argument_count = " . @parameters . ",\n\t.argument_types = {"
		  . join(', ', map { $types{ $_->{type} }[0] } @parameters) . "},\n"
		  . "\t.nullable = {$nullable},\n";
	}
	$text .= "\t.read_only = true,\n" if $block->{read_only};
	$text .= "\t.columns = ${row}_columns,\n\t.column_count = lengthof(${row}_columns),\n"
	  . "\t.row_size = sizeof(struct ${row}_row),\n"
	  if @{ $block->{columns} };
	return "$text};\n\n";
}

sub print_header
{
	my ($path) = @_;
	my @statements = read_file($path, 0);
	my $short = $path =~ s{.*src/}{}r;
	my $guard = 'PNL_' . uc($short =~ s/\.sql$//r =~ tr{/}{_}r) . '_SQL_H';
	print "/* Made from src/$short by sql_to_c.pl. */\n#ifndef $guard\n#define $guard\n\n"
	  . "#include \"pg/base/statement.h\"\n\n";
	print declare_arguments($_), declare_row($_), declare_statement($_) foreach @statements;
	print "#endif\n";
	return;
}

# ----------
# As a script of psql
# ----------

# What a database of that release is sent.
sub choose_parts
{
	my ($text, $release) = @_;
	my ($drop, $keep) = $release eq '1.0' ? ('since', 'before') : ('before', 'since');
	$text =~ s{/\* $drop 1\.1 \*/.*?/\* end \*/}{}gs;
	$text =~ s{/\* (?:$keep 1\.1|end) \*/}{}g;
	return $text;
}

# A line "statement FILE NAME", one "declared" with the columns, and those that
# the server sees.
sub print_description
{
	my ($block, $path, $release) = @_;
	return if $block->{kind} eq 'row';
	my $text = choose_parts($block->{text}, $release);
	return if $text !~ /\S/;
	my @parameters = @{ $block->{parameters} };
	$text =~ s/('(?:[^']|'')*')|\$(\d+)/defined $1 ? $1 : "NULL::$parameters[$2 - 1]{type}"/ge;
	my $columns = join ', ', map { "$_->{name} $_->{type}" } @{ $block->{columns} };
	print "\\echo statement $path $block->{name}\n\\echo declared '$columns'\n";
	print "CREATE TEMPORARY TABLE $_;\n" foreach @{ $block->{relations} };
	print "$text \\gdesc\n";
	print "DROP TABLE pg_temp.$_;\n" foreach map { /^(\w+)/ } @{ $block->{relations} };
	return;
}

if (@ARGV > 2 && $ARGV[0] eq '--describe')
{
	my (undef, $release, @files) = @ARGV;
	foreach my $path (@files)
	{
		%fragments = %rows = ();
		print_description($_, $path, $release) foreach read_file($path, 0);
	}
}
elsif (@ARGV == 1)
{
	print_header($ARGV[0]);
}
else
{
	die "usage: sql_to_c.pl FILE.sql | --describe RELEASE FILE.sql ...\n";
}
