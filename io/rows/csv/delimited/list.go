package delimited

import (
	"path"
	"slices"
	"strings"
)

// IsList says whether the start of a text is a list of links, one a line, below
// a name perhaps. Links may hold commas, and so may a table with links in its first
// column, without quotes and spaces. What tells them apart is where pictures'
// names end: a list is "http://h/w_400,h_300/a.jpg" and not "http://h/a.jpg,cat".
func IsList(start []byte, whole bool, end byte) bool {
	_, size, _ := comments(start, end)
	links := linesOf(start[size:], whole, end)
	return isList(links) && !mostly(links, func(line string) bool {
		first, rest, cut := cutCell(line)
		return cut && isPicture(first) && !isPicture(rest)
	})
}

// isTornList says the same of a text that is said to be a table: of that it takes
// more to make a list, namely that it makes no table.
func isTornList(start []byte, whole bool, end byte) bool {
	links := linesOf(start, whole, end)
	return isList(links) && (!isRegular(links) || mostly(links, func(line string) bool {
		first, rest, cut := cutCell(line)
		return cut && !isPicture(first) && isPicture(rest)
	}))
}

func linesOf(start []byte, whole bool, end byte) []string {
	var lines []string
	for _, row := range Rows(start, whole, end, Dialect{}) {
		lines = append(lines, strings.TrimSpace(row.Fields[0]))
	}
	return lines
}

// isList says whether nearly all lines are a link, the second one among them, and
// none of the first line's is if it is none itself.
func isList(lines []string) bool {
	if len(lines) == 0 || !isOneLink(lines[min(1, len(lines)-1)]) {
		return false
	}
	if !isOneLink(lines[0]) && (strings.ContainsAny(lines[0], delimiters) || hasLink(lines[0])) {
		return false
	}
	links := 0
	for _, line := range lines {
		if isOneLink(line) {
			links++
		}
	}
	return links*10 >= (len(lines)-1)*9
}

func isOneLink(line string) bool {
	return hasLink(line) && !strings.ContainsAny(line, " \t\"<>")
}

func hasLink(line string) bool {
	line = strings.ToLower(line[:min(len(line), len("https://"))])
	return strings.HasPrefix(line, "http://") || line == "https://"
}

// isRegular says whether there is a delimiter that makes as many cells of all
// lines, and more than one.
func isRegular(lines []string) bool {
	for _, delimiter := range strings.Split(delimiters, "") {
		cells := strings.Count(lines[0], delimiter)
		if cells > 0 && !slices.ContainsFunc(lines, func(line string) bool { return strings.Count(line, delimiter) != cells }) {
			return true
		}
	}
	return false
}

func mostly(lines []string, is func(string) bool) bool {
	n := 0
	for _, line := range lines {
		if is(line) {
			n++
		}
	}
	return n*2 > len(lines)
}

func cutCell(line string) (first, rest string, cut bool) {
	if i := strings.IndexAny(line, ",;|"); i >= 0 {
		return line[:i], line[i+1:], true
	}
	return line, "", false
}

func isPicture(link string) bool {
	link, _, _ = strings.Cut(link, "?")
	return slices.Contains([]string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif"}, strings.ToLower(path.Ext(link)))
}
