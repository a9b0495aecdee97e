package option

import "strings"

// SplitList splits a flag's comma-separated list, dropping empty items. A comma
// within an item is written "\,"; any other backslash is its own.
//
// Taking a list whole where a file of that name exists was considered: it would
// make what a command means depend on what lies about, and would be no help for
// links, patterns and columns.
func SplitList(text string) []string {
	const comma = "\x00" // stands in no flag: arguments end at it
	text = strings.ReplaceAll(text, `\,`, comma)
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, strings.ReplaceAll(item, comma, ","))
		}
	}
	return items
}

// JoinList undoes SplitList.
func JoinList(items []string) string {
	escaped := make([]string, len(items))
	for i, item := range items {
		escaped[i] = strings.ReplaceAll(item, ",", `\,`)
	}
	return strings.Join(escaped, ",")
}
