package charset

import "bytes"

// marks are byte order marks and the encodings that they tell.
var marks = []struct{ mark, name string }{
	{"\xef\xbb\xbf", UTF8},
	{"\xff\xfe", UTF16LE},
	{"\xfe\xff", UTF16BE},
}

// Sniff returns the encoding that the start of a text shows, and the length of its
// byte order mark. said is the canonical name of the encoding that the text is
// known to be in, "" if it is not known.
func Sniff(head []byte, said string) (name string, mark int) {
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) && (said == "" || said == m.name || said == utf16 && m.name != UTF8) {
			return m.name, len(m.mark)
		}
	}
	switch found := byZeros(head); {
	case said == utf16 && found == "":
		return UTF16LE, 0
	case said == utf16, said == "" && found != "":
		return found, 0
	case said != "":
		return said, 0
	case bytes.IndexByte(head, 0) >= 0:
		return UTF8, 0 // if it is text at all
	}
	var e Evidence
	e.Add(head)
	return e.Encoding(), 0
}

// byZeros tells UTF-16 from the zero bytes that half of each ASCII character is,
// such as the letters of a link; "" if it is not UTF-16.
func byZeros(head []byte) string {
	var zeros [2]int // at even and at odd places
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	// In every language a quarter of the characters is ASCII: links and delimiters.
	few, many := len(head)/100, max(len(head)/8, 4)
	switch {
	case zeros[1] >= many && zeros[0] <= few:
		return UTF16LE
	case zeros[0] >= many && zeros[1] <= few:
		return UTF16BE
	}
	return ""
}
