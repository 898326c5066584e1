# SPDX-License-Identifier: GPL-2.0
#
# For layers.sh: reads the table of rules and lines "file:line:include"; prints the graph and what
# breaks it.

function add_room(name)
{
	if (name in rank || name ~ /\*|\.\.\.$/)
		return
	rank[name] = ++rooms
	room_at[rooms] = name
}

# A line that starts with "<" continues the ladder of the line before.
function take_ladder(words, n,   i, j)
{
	if (words[1] != "<")
		below_count = rung_count = 0
	for (i = 1; i <= n; i++) {
		if (words[i] == "<") {
			for (j = 1; j <= rung_count; j++)
				below[++below_count] = rung[j]
			rung_count = 0
			continue
		}
		add_room(words[i])
		for (j = 1; j <= below_count; j++)
			allow(words[i], below[j], 0)
		rung[++rung_count] = words[i]
	}
}

function allow(from, to, tests_only)
{
	allow_from[++allowances] = from
	allow_to[allowances] = to
	allow_tests[allowances] = tests_only
}

function matches(pattern, room,   base)
{
	if (pattern !~ /\/\.\.\.$/)
		return pattern == room
	base = substr(pattern, 1, length(pattern) - 4)
	return room == base || index(room, base "/") == 1
}

# The room of a file: by its name, or else the nearest folder that is a room.
function room_of(file,   path)
{
	path = file
	sub(/(_test|_fuzz)?\.(cpp|h|bpf\.c)$/, "", path)
	if (path in room_by_file)
		return room_by_file[path]
	while (sub(/\/[^\/]*$/, "", path))
		if (path in rank)
			return path
	return ""
}

function is_test(file)
{
	return file ~ /(_test|_fuzz)\.cpp$|(^|\/)(test_|fake_)[^\/]*\.h$|_fixture\.h$/
}

function permitted(from, to, file, target,   i)
{
	if (from == to)
		return 1
	for (i = 1; i <= allowances; i++) {
		if (allow_tests[i] && !is_test(file))
			continue
		if (allow_from[i] != "*" && !matches(allow_from[i], from))
			continue
		if (matches(allow_to[i], to) || allow_to[i] ".h" == target)
			return 1
	}
	return 0
}

# The file that @file includes as @name: beside it, or from the root.
function target_of(name, file,   folder, found)
{
	folder = file
	sub(/[^\/]*$/, "", folder)
	if (exists(folder name))
		return folder name
	return exists(name) ? name : ""
}

function exists(path,   line, status)
{
	if (!(path in known)) {
		status = (getline line < path)
		close(path)
		known[path] = status >= 0
	}
	return known[path]
}

function check(file, line, name,   target, from, to)
{
	target = target_of(name, file)
	if (target == "")
		return
	from = room_of(file)
	to = room_of(target)
	if (from == "" || to == "") {
		broken[++breaks] = file ":" line ": no rule names the room of " (from ? target : file)
		return
	}
	if (from != to)
		count[from, to]++
	if (!permitted(from, to, file, target))
		broken[++breaks] = file ":" line ": " from " -> " to ", by " target
}

function take_rule(words, n,   i)
{
	if ($1 == "files") {
		for (i = 2; i <= n; i++)
			room_by_file[words[i]] = words[1]
		return
	}
	if ($1 == "ladder") {
		take_ladder(words, n)
		return
	}
	add_room(words[1])
	for (i = 2; i <= n; i++)
		allow(words[1], words[i], $1 == "tests")
}

/^(files|ladder|may|tests)[ \t]/ {
	rest = $0
	sub(/^[a-z]+[ \t]+/, "", rest)
	n = split(rest, words, /[ \t]+/)
	take_rule(words, n)
	next
}

/:/ {
	split($0, part, ":")
	check(part[1], part[2], part[3])
}

END {
	for (i = 1; i <= rooms; i++) {
		text = ""
		for (j = 1; j <= rooms; j++)
			if ((room_at[i], room_at[j]) in count)
				text = text (text ? ", " : "") room_at[j] " " count[room_at[i], room_at[j]]
		if (text)
			printf "%-26s -> %s\n", room_at[i], text
	}
	for (i = 1; i <= breaks; i++)
		print broken[i]
	exit breaks > 0
}
