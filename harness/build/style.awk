# SPDX-License-Identifier: GPL-2.0
#
# For format.sh --check: reports comments beyond column 100 (tabs are 8 wide; UTF-8 counts as
# characters in any locale), and static_cast where a functional cast would do.

function width(line,   at, i, c)
{
	gsub(/[\200-\277]/, "", line)
	at = 0
	for (i = 1; i <= length(line); i++)
		at += substr(line, i, 1) == "\t" ? 8 - at % 8 : 1
	return at
}

function complain(text)
{
	print FILENAME ":" FNR ": " text
	bad = 1
}

FNR == 1 {
	in_comment = in_raw = 0
}

{
	was_raw = in_raw
	if (in_raw) {
		if (index($0, ")" raw_end "\""))
			in_raw = 0
	} else if (!in_comment && match($0, /R"[A-Za-z_]*\(/)) {
		raw_end = substr($0, RSTART + 2, RLENGTH - 3)
		in_raw = !index(substr($0, RSTART + RLENGTH), ")" raw_end "\"")
	}
	if (was_raw)
		next
	code = $0
	if (!in_comment)
		gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
	is_comment = in_comment || code ~ /\/\*|\/\//
	if (code ~ /\/\*/ && code !~ /\*\/[^*]*$/)
		in_comment = 1
	else if (code ~ /\*\//)
		in_comment = 0
	if (is_comment && width($0) > 100)
		complain("a comment goes beyond column 100")
	if (/static_cast<[A-Za-z_0-9:]+>/ && !/static_cast<void>/)
		complain("static_cast between numbers: write T(value)")
}

END {
	exit bad
}
